import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { childEnv } from '../support/childEnv.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { startWorker } from '../support/workerProcess.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let file: string;
let gateway: GatewayProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-gateway-'));
  file = join(folder, 'gateway.json');
  gateway = await startGateway(folder);
});
afterAll(async () => {
  gateway?.process.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command in a process that gets the data folder but no URL. */
function registry(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/registry/main.ts', ...words], {
    cwd: root,
    env: childEnv({ REGISTRY_DATA_DIR: folder }),
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

it('the CLI and a worker find a gateway on any port through its data folder', async () => {
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    url: gateway.url,
    pid: gateway.process.pid,
    host: hostname(),
  });
  expect(registry('search', 'code', 'review')).toMatchObject({
    code: 0,
    out: expect.stringContaining('code-reviewer'),
  });
  const worker = await startWorker(['--dir', join(folder, 'worker')], {
    REGISTRY_URL: '',
    REGISTRY_TOKEN: '',
    REGISTRY_DATA_DIR: folder,
  });
  expect(worker.output()).toContain(`Gateway   ${gateway.url}\n`);
  expect(worker.output()).not.toContain('the gateway is unreachable');
  expect(await worker.end('SIGTERM')).toBe(0);
});

it('a given URL takes precedence over the file', () => {
  const { code, err } = registry('search', 'x', '--url', 'http://127.0.0.1:1/graphql');
  expect(code).toBe(3);
  expect(err).toContain('The gateway at http://127.0.0.1:1/graphql is unreachable');
  expect(err).not.toContain('REGISTRY_URL is not set');
});

it('the file is removed when the gateway stops', async () => {
  expect(await gateway.end('SIGTERM')).toBe(0);
  expect(existsSync(file)).toBe(false);
});

it('an unreachable URL is named, with how it was chosen', async () => {
  await writeFile(file, JSON.stringify({ url: 'http://127.0.0.1:1/graphql', pid: process.pid, host: hostname() }));
  const { code, out, err } = registry('search', 'x');
  expect({ code, out }).toEqual({ code: 3, out: '' });
  expect(err).toContain('✗ The gateway at http://127.0.0.1:1/graphql is unreachable');
  expect(err).toContain(`REGISTRY_URL is not set, so the address in ${file} was used.`);
  expect(err).not.toMatch(/\n\s+at /);
});
