import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const sync = (...words: string[]): Promise<Ended> => registry('sync', 'agents', ...words);

const registry = (...words: string[]): Promise<Ended> =>
  run(process.execPath, ['scripts/registry/main.ts', ...words], null);

function run(program: string, words: string[], input: string | null): Promise<Ended> {
  const child = spawn(program, words, {
    cwd: root,
    env: childEnv({ REGISTRY_URL: gateway.url, REGISTRY_TOKEN: token }),
    stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said.err += chunk;
  });
  // An answer is typed after the question: what is sent before may be lost.
  child.stdout?.on('data', () => {
    if (input !== null && said.out.includes('[y/N]')) child.stdin?.end(input);
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
  const first = await sync('--dir', folder, '--yes');
  expect(first).toMatchObject({ code: 0, err: expect.stringContaining('2 published.') });
  expect(first.out).toMatch(/^first +1\.0\.0 +- +new +publish$/m);
  const again = await sync('--dir', folder, '--check');
  expect(again).toMatchObject({ code: 0, err: expect.stringContaining('2 unchanged.') });
  expect(again.out).toMatch(/^second +1\.0\.0 +1\.0\.0 +unchanged +-$/m);
});

it('sync accepts a new version, and refuses other content under an existing version', async () => {
  await definition('grows');
  await definition('cheats');
  await sync('--dir', folder, '--yes');
  await definition('grows', { version: '1.1.0' });
  await definition('cheats', { description: 'Something else under the same number.' });
  const { code, out, err } = await sync('--dir', folder, '--yes');
  expect(code).toBe(1);
  expect(out).toMatch(/^grows +1\.1\.0 +1\.0\.0 +new +publish$/m);
  expect(out).toMatch(
    /^cheats +1\.0\.0 +1\.0\.0 +changed +- +1\.0\.0 is already published with other content; change the version number$/m,
  );
  expect(err).toContain('1 published.');
});

it('sync removes nothing that is missing in the folder, and says so', async () => {
  await definition('stays');
  const goes = await definition('goes');
  await sync('--dir', folder, '--yes');
  await rm(goes, { recursive: true });
  const { code, out } = await sync('--dir', folder, '--yes');
  expect(code).toBe(0);
  expect(out).toMatch(/^goes +- +1\.0\.0 +remote only +-$/m);
  expect(await sync('--dir', folder, '--check')).toMatchObject({ code: 1 });
  expect(await sync('--dir', join(folder, 'stays'), '--check')).toMatchObject({ code: 0 });
});

it('sync publishes the rest when one definition is invalid, and exits with 1', async () => {
  await definition('fine');
  await definition('broken', { version: 'one' });
  const { code, out, err } = await sync('--dir', folder, '--yes');
  expect(code).toBe(1);
  expect(out).toMatch(/^broken .* not valid +- +see above$/m);
  expect(err).toContain('1 published.');
});

it('sync prints the comparison as JSON', async () => {
  await definition('asked');
  const { out } = await sync('--dir', folder, '--check', '--json');
  const reason = 'Newly readable by everyone: 1.0.0.';
  const row = { id: 'asked', version: '1.0.0', current: null, state: 'new', reason, action: 'publish', impact: null };
  expect(JSON.parse(out)).toEqual([{ ...row, outcome: null }]);
  const done = await sync('--dir', folder, '--yes', '--json');
  expect(JSON.parse(done.out)).toEqual([{ ...row, reason: '', outcome: 'published' }]);
});

it('sync without a terminal and without --yes prints the plan, changes nothing, and exits with 1', async () => {
  await definition('planned');
  const { code, out, err } = await sync('--dir', folder);
  expect(code).toBe(1);
  expect(out).toMatch(/^planned +1\.0\.0 +- +new +publish +Newly readable by everyone: 1\.0\.0\.$/m);
  expect(err).toContain('Nothing was changed. Carry out the plan with --yes.');
  expect(await sync('--dir', folder, '--yes')).toMatchObject({ code: 0, err: expect.stringContaining('1 published.') });
  expect(await sync('--dir', folder)).toMatchObject({ code: 0, err: expect.stringMatching(/^\n1 unchanged\.\n$/) });
});

it('sync asks at a terminal, and only "y" carries out the plan', async () => {
  await definition('asks');
  const at = (answer: string) =>
    run(
      'script',
      ['-qec', `${process.execPath} scripts/registry/main.ts sync agents --dir ${folder}`, '/dev/null'],
      answer,
    );
  const refused = await at('\n');
  expect(refused.out).toContain('Carry out this plan? [y/N]');
  expect(refused.out).toContain('Nothing was changed.');
  expect(refused.code).toBe(1);
  const accepted = await at('y\n');
  expect(accepted.out).toContain('1 published.');
  expect(accepted.code).toBe(0);
});

describe('sync --prune', () => {
  it('disables what is only in the registry, with its impact, and brings nothing else out of order', async () => {
    token = await tokenFor(data, { namespace: `tenant-${tenants}`, role: 'admin' });
    await definition('keeps', { dependencies: { ends: '^1.0.0' } });
    const ends = await definition('ends');
    expect(await sync('--dir', folder, '--yes')).toMatchObject({ code: 0 });
    await rm(ends, { recursive: true });
    const plan = await sync('--dir', folder, '--prune');
    expect(plan.code).toBe(1);
    expect(plan.out).toMatch(
      /^ends +- +1\.0\.0 +remote only +disable +only your namespace would see it, and it could not be/m,
    );
    expect(plan.out).toContain('ends: Impact: 1 agent (1 version) would no longer resolve.');
    expect(plan.out).toContain(`ends: tenant-${tenants}/keeps@1.0.0: ^1.0.0 resolves to nothing instead of 1.0.0`);

    const done = await sync('--dir', folder, '--prune', '--yes', '--reason', 'Moved.', '--json');
    expect(done.code).toBe(0);
    expect(JSON.parse(done.out)).toMatchObject([
      { id: 'keeps', state: 'unchanged', action: null, outcome: null },
      { id: 'ends', state: 'remote only', action: 'disable', outcome: 'disabled' },
    ]);
    const again = await sync('--dir', folder, '--prune');
    expect(again).toMatchObject({ code: 0, err: 'Not listed: 1 disabled entry.\n\n1 unchanged.\n' });
    expect((await registry('show', 'agent', 'ends', '--json')).out).toMatch(/"statusMessage": "Moved\."/);
  });

  it('requires the role admin, a folder, and definitions that are all valid', async () => {
    const one = await definition('one');
    await sync('--dir', folder, '--yes');
    expect(await sync('--dir', folder, '--prune', '--yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('The role "admin" is required for --prune; your token has "publisher".'),
    });
    token = await tokenFor(data, { namespace: `tenant-${tenants}`, role: 'admin' });
    expect(await sync('--dir', one, '--prune')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--prune requires a folder of definitions'),
    });
    await rm(one, { recursive: true });
    await mkdir(join(folder, 'renamed'));
    await writeFile(join(folder, 'renamed', 'agent.json'), '{');
    const unsure = await sync('--dir', folder, '--prune', '--yes');
    expect(unsure.code).toBe(1);
    expect(unsure.out).toMatch(/^one +- +1\.0\.0 +remote only +- +not disabled while a definition is not valid$/m);
  });

  it('disables nothing when a publish was refused', async () => {
    token = await tokenFor(data, { namespace: `tenant-${tenants}`, role: 'admin' });
    const old = await definition('old');
    await sync('--dir', folder, '--yes');
    await rm(old, { recursive: true });
    await definition('next', { dependencies: { nowhere: '^1.0.0' } });
    const { code, out } = await sync('--dir', folder, '--prune', '--yes', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { id: 'next', outcome: 'refused' },
      { id: 'old', outcome: 'refused', reason: 'not disabled because a publish was refused' },
    ]);
  });
});

describe('sync --pull', () => {
  const files = async (of: string) => (await readdir(join(folder, of), { recursive: true })).sort();
  const version = async (of: string) => JSON.parse(await readFile(join(folder, of, 'agent.json'), 'utf8')).version;

  it('writes what is only or newer in the registry, byte for byte, once', async () => {
    await definition('grew');
    await definition('same');
    await sync('--dir', folder, '--yes');
    const authored = folder;
    folder = join(data, `pulled-${tenants}`);
    expect(await sync('--dir', folder, '--pull')).toMatchObject({ code: 1 });
    const first = await sync('--dir', folder, '--pull', '--yes');
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/^grew +- +1\.0\.0 +remote only +write$/m);
    expect(await readFile(join(folder, 'grew/agent.json'))).toEqual(await readFile(join(authored, 'grew/agent.json')));
    await writeFile(join(folder, 'grew', '.DS_Store'), 'mine');

    folder = authored;
    await definition('grew', { version: '1.1.0', entryPrompt: 'prompts/other.md' });
    await cp(join(folder, 'grew/prompts/system.md'), join(folder, 'grew/prompts/other.md'));
    await rm(join(folder, 'grew/prompts/system.md'));
    expect(await sync('--dir', folder, '--yes')).toMatchObject({ code: 0 });
    const expected = await files('grew');
    folder = join(data, `pulled-${tenants}`);
    const second = await sync('--dir', folder, '--pull', '--yes', '--json');
    expect(JSON.parse(second.out)).toMatchObject([
      { id: 'grew', version: '1.0.0', current: '1.1.0', state: 'remote newer', action: 'write', outcome: 'written' },
      { id: 'same', state: 'unchanged', action: null, outcome: null },
    ]);
    expect(await files('grew')).toEqual(['.DS_Store', ...expected].sort());
    expect(await sync('--dir', folder, '--pull')).toMatchObject({ code: 0, err: '\n2 unchanged.\n' });
  });

  it('never overwrites local changes, unless forced', async () => {
    await definition('edited');
    await definition('ahead');
    await sync('--dir', folder, '--yes');
    await definition('edited', { version: '1.1.0' });
    await sync('--dir', folder, '--yes');
    await definition('edited', { version: '1.0.0', description: 'Edited here.' });
    await definition('ahead', { version: '2.0.0' });
    const kept = await sync('--dir', folder, '--pull', '--yes');
    expect(kept.code).toBe(1);
    expect(kept.out).toMatch(
      /^edited +1\.0\.0 +1\.1\.0 +changed +- +differs from what was published; --force overwrites it with 1\.1\.0$/m,
    );
    expect(kept.out).toMatch(/^ahead +2\.0\.0 +1\.0\.0 +new +-$/m);
    expect(await version('edited')).toBe('1.0.0');
    const forced = await sync('--dir', folder, '--pull', '--force', '--yes');
    expect(forced).toMatchObject({ code: 0, out: expect.stringContaining('edited: wrote 1.1.0 to ') });
    expect([await version('edited'), await version('ahead')]).toEqual(['1.1.0', '2.0.0']);
  });

  it('continues after an interruption, and after one that cannot be written', async () => {
    await definition('half');
    await definition('blocked');
    await sync('--dir', folder, '--yes');
    const authored = folder;
    folder = join(data, `pulled-${tenants}`);
    await mkdir(join(folder, 'half/prompts'), { recursive: true });
    await cp(join(authored, 'half/prompts'), join(folder, 'half/prompts'), { recursive: true });
    await writeFile(join(folder, 'blocked'), 'a file in its place');
    const { code, out } = await sync('--dir', folder, '--pull', '--yes', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { id: 'half', state: 'remote newer', reason: expect.stringContaining('wrote 1.0.0'), outcome: 'written' },
      { id: 'blocked', outcome: 'not written', reason: expect.stringContaining('cannot be written: EEXIST') },
    ]);
    await rm(join(folder, 'blocked'));
    expect(await sync('--dir', folder, '--pull', '--yes')).toMatchObject({ code: 0 });
    expect(await sync('--dir', folder, '--pull', '--yes')).toMatchObject({ code: 0, err: '\n2 unchanged.\n' });
  });
});
