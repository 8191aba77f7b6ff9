import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { ProxyInvalid, useProxy } from '../../../packages/node/proxy.ts';

it.each([{}, { HTTPS_PROXY: '', http_proxy: ' ' }, { HTTPS_PROXY: 'http://proxy.test:3128', NO_PROXY: '*' }])(
  'uses no proxy with %j',
  (environment) => expect(useProxy(environment)).toEqual([]),
);

it.each([
  [{ HTTPS_PROXY: 'socks5://me:hunter2@proxy.test:1080' }, 'HTTPS_PROXY'],
  [{ http_proxy: 'ftp://me:hunter2@proxy.test' }, 'http_proxy'],
  [{ HTTP_PROXY: 'http://me:hunter2@proxy.test/path' }, 'HTTP_PROXY'],
  [{ HTTP_PROXY: 'not an address hunter2' }, 'HTTP_PROXY'],
])('refuses %j, and names the variable but not its value', (environment, name) => {
  const use = () => useProxy(environment);
  expect(use).toThrow(ProxyInvalid);
  expect(use).toThrow(`Invalid ${name}: must be the address of an HTTP proxy, such as http://proxy.example.com:3128.`);
});

it.each([
  [{ HTTPS_PROXY: 'http://me:pass@proxy.test:3128' }, ['HTTPS_PROXY']],
  [{ HTTP_PROXY: 'proxy.test:3128' }, ['HTTP_PROXY']],
  [{ https_proxy: 'https://proxy.test', HTTPS_PROXY: 'nonsense://x' }, ['https_proxy']],
])('accepts %j', (environment, used) => {
  // In a separate process: it applies to the whole process.
  const script = `import { useProxy } from './packages/node/proxy.ts'; console.log(JSON.stringify(useProxy(${JSON.stringify(environment)})))`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual(used);
});
