import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { childEnv } from '../support/childEnv.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { tokenFor } from '../support/token.ts';

/** `registry sync` as users run it: in a separate process, with a real gateway. */
const root = fileURLToPath(new URL('../..', import.meta.url));
let data: string;
let gateway: GatewayProcess;
let folder: string;
let token: string;
let tenants = 0;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'nofx-sync-'));
  gateway = await startGateway(data);
});
beforeEach(async () => {
  tenants += 1;
  token = await tokenFor(data, { namespace: `tenant-${tenants}` });
  folder = join(data, `folder-${tenants}`);
  await mkdir(folder);
});
afterAll(async () => {
  await gateway?.end('SIGTERM');
  await rm(data, { recursive: true, force: true });
});

function sync(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['scripts/registry/main.ts', 'sync', 'agents', ...words], {
    cwd: root,
    env: childEnv({ REGISTRY_URL: gateway.url, REGISTRY_TOKEN: token }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...said, code }));
  });
}

async function definition(id: string, more: object = {}): Promise<string> {
  const home = join(folder, id);
  await cp(join(root, 'packages/shared/agents/code-reviewer'), home, { recursive: true });
  const file = join(home, 'agent.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...manifest, agentId: id, version: '1.0.0', dependencies: {}, ...more }));
  return home;
}

it('sync publishes what is new, once; then everything is unchanged', async () => {
  await definition('first');
  await definition('second');
  const before = await sync('--dir', folder, '--check');
  expect(before).toMatchObject({ code: 1, err: expect.stringContaining('2 new.') });
  const first = await sync('--dir', folder);
  expect(first).toMatchObject({ code: 0, err: expect.stringContaining('2 published.') });
  expect(first.out).toMatch(/^first +1\.0\.0 +- +new$/m);
  const again = await sync('--dir', folder, '--check');
  expect(again).toMatchObject({ code: 0, err: expect.stringContaining('2 unchanged.') });
  expect(again.out).toMatch(/^second +1\.0\.0 +1\.0\.0 +unchanged$/m);
});

it('sync accepts a new version, and refuses other content under an existing version', async () => {
  await definition('grows');
  await definition('cheats');
  await sync('--dir', folder);
  await definition('grows', { version: '1.1.0' });
  await definition('cheats', { description: 'Something else under the same number.' });
  const { code, out, err } = await sync('--dir', folder);
  expect(code).toBe(1);
  expect(out).toMatch(/^grows +1\.1\.0 +1\.0\.0 +new$/m);
  expect(out).toMatch(
    /^cheats +1\.0\.0 +1\.0\.0 +changed +1\.0\.0 is already published with other content; change the version number$/m,
  );
  expect(err).toContain('1 published.');
});

it('sync removes nothing that is missing in the folder, and says so', async () => {
  await definition('stays');
  const goes = await definition('goes');
  await sync('--dir', folder);
  await rm(goes, { recursive: true });
  const { code, out } = await sync('--dir', folder);
  expect(code).toBe(0);
  expect(out).toMatch(/^goes +- +1\.0\.0 +remote only$/m);
  expect(await sync('--dir', folder, '--check')).toMatchObject({ code: 1 });
  expect(await sync('--dir', join(folder, 'stays'), '--check')).toMatchObject({ code: 0 });
});

it('sync publishes the rest when one definition is invalid, and exits with 1', async () => {
  await definition('fine');
  await definition('broken', { version: 'one' });
  const { code, out, err } = await sync('--dir', folder);
  expect(code).toBe(1);
  expect(out).toMatch(/^broken .* not valid +see above$/m);
  expect(err).toContain('1 published.');
});

it('sync prints the comparison as JSON', async () => {
  await definition('asked');
  const { out } = await sync('--dir', folder, '--check', '--json');
  const reason = 'Newly readable by everyone: 1.0.0.';
  expect(JSON.parse(out)).toEqual([{ id: 'asked', version: '1.0.0', current: null, state: 'new', reason }]);
});
