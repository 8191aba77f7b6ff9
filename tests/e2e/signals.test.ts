import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { childEnv } from '../support/childEnv.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { startWorker } from '../support/workerProcess.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let gateway: GatewayProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-signals-'));
  gateway = await startGateway(folder);
});
afterAll(async () => {
  await gateway?.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

/** Follows the log until the given number of events was printed, then sends the signal. */
async function tailUntil(lines: number, signal: NodeJS.Signals, ...words: string[]) {
  const child = spawn(process.execPath, ['scripts/registry/main.ts', 'tail', ...words], {
    cwd: root,
    env: childEnv({ REGISTRY_URL: gateway.url }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  let isSent = false;
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdout.on('data', (chunk) => {
    out += chunk;
    if (isSent || out.split('\n').length <= lines) return;
    isSent = true;
    child.kill(signal);
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

it.each([
  ['SIGINT', 'ws'],
  ['SIGINT', 'sse'],
  ['SIGTERM', 'ws'],
] as const)('tail ends with complete lines and a summary on %s (%s)', async (signal, transport) => {
  const words = ['--after', '0', '--kind', 'agent', '--json', '--transport', transport];
  const { code, out, err } = await tailUntil(3, signal, ...words);
  expect(code).toBe(0);
  expect(out.endsWith('\n')).toBe(true);
  const events = out
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each));
  const { cursor } = events[events.length - 1];
  const more = transport === 'sse' ? ' --transport sse' : '';
  expect(err).toBe(
    `Received ${events.length} events; last cursor: ${cursor}.\nTo continue: npm run -s registry -- tail --after ${cursor} --kind agent${more} --json\n`,
  );
});

it('the worker ends with a summary of its steps and its copy', async () => {
  const worker = await startWorker(['--dir', join(folder, 'worker')], {
    REGISTRY_URL: gateway.url,
    REGISTRY_TOKEN: '',
  });
  expect(await worker.end('SIGINT')).toBe(0);
  const [, ready] = /Ready: (\d+) agents in the copy/.exec(worker.output()) ?? [];
  expect(worker.output()).toMatch(new RegExp(`Stopped\\. Copy: ${ready} agents, up to event [\\w-]+\\.\\n$`));
});
