import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { childEnv } from '../support/childEnv.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { type RunningProxy, startProxy } from '../support/proxy.ts';
import { startWorker } from '../support/workerProcess.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A name that only the proxy can resolve. */
const url = 'http://registry.test/graphql';
const through = 'CONNECT registry.test:80';
let folder: string;
let gateway: GatewayProcess;
let proxy: RunningProxy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-proxy-'));
  gateway = await startGateway(folder);
  proxy = await startProxy(Number(new URL(gateway.url).port));
});
afterEach(() => void proxy.asked.splice(0));
afterAll(async () => {
  await proxy?.close();
  await gateway?.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

async function registry(words: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['scripts/registry/main.ts', ...words], { cwd: root, env: childEnv(env) });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

it('a request of the CLI uses the proxy', async () => {
  const found = await registry(['search', 'code', 'review'], { REGISTRY_URL: url, HTTP_PROXY: proxy.url });
  expect(found).toMatchObject({ code: 0, out: expect.stringContaining('code-reviewer') });
  expect(new Set(proxy.asked)).toEqual(new Set([through]));
});

it.each(['ws', 'sse'])('a subscription over %s uses the proxy', async (transport) => {
  const tail = ['tail', '--after', '0', '--count', '2', '--json', '--transport', transport];
  const { code, out } = await registry(tail, { REGISTRY_URL: url, http_proxy: proxy.url });
  expect(code).toBe(0);
  expect(out.trim().split('\n')).toHaveLength(2);
  expect(new Set(proxy.asked)).toEqual(new Set([through]));
});

it('the worker uses the proxy', async () => {
  const worker = await startWorker(['--dir', join(folder, 'worker')], {
    REGISTRY_URL: url,
    REGISTRY_TOKEN: '',
    HTTP_PROXY: proxy.url,
  });
  expect(worker.output()).not.toContain('the gateway is unreachable');
  expect(new Set(proxy.asked)).toEqual(new Set([through]));
  expect(await worker.end('SIGTERM')).toBe(0);
});

it('a gateway on this machine is called without the proxy', async () => {
  const env = { REGISTRY_URL: gateway.url, HTTP_PROXY: proxy.url };
  expect(await registry(['search', 'code'], env)).toMatchObject({ code: 0 });
  expect(proxy.asked).toEqual([]);
});

it('a host in NO_PROXY is called without the proxy, and the message names the setting', async () => {
  const env = { REGISTRY_URL: url, HTTP_PROXY: proxy.url };
  const direct = await registry(['search', 'code'], { ...env, NO_PROXY: '.test' });
  expect(direct).toMatchObject({ code: 3, out: '' });
  expect(direct.err).toContain(`The gateway at ${url} is unreachable`);
  expect(direct.err).toContain('HTTP_PROXY is set:');
  expect(proxy.asked).toEqual([]);
});

it('a URL that is not a proxy is refused with an explanation', async () => {
  const { code, out, err } = await registry(['search', 'code'], { HTTPS_PROXY: 'socks5://me:hunter2@127.0.0.1:1' });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('✗ Invalid HTTPS_PROXY: must be the address of an HTTP proxy');
  expect(err).not.toMatch(/hunter2|\n\s+at /);
});
