import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnv } from '../support/childEnv.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shared = join(root, 'packages/shared');
const unreachable = 'http://127.0.0.1:1/graphql';

interface Said {
  code: number | null;
  out: string;
  err: string;
}

/** The CLI as users run it: in a separate process. */
function registry(words: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const child = spawn(process.execPath, ['scripts/registry/main.ts', ...words], {
    cwd: root,
    env: childEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Said = { code: null, out: '', err: '' };
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

describe('the CLI without a gateway', () => {
  it('shows what a publish would send', async () => {
    const { code, out, err } = await registry(['publish', 'agents', '--dry-run'], { REGISTRY_URL: unreachable });
    expect(code).toBe(0);
    expect(out).toMatch(/^code-reviewer +\d+\.\d+\.\d+ +would be published +[0-9a-f]{12} /m);
    expect(err).toMatch(/\d+ would be published\./);
    expect(err).toContain('Checked locally only: REGISTRY_TOKEN is not set');
  });

  it('accepts the definitions of the repository', async () => {
    const { code, out } = await registry(['validate', '--json']);
    expect(code).toBe(0);
    const { valid, definitions } = JSON.parse(out);
    expect(valid).toBe(true);
    expect(definitions.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['code-reviewer', 'incident-response']),
    );
  });

  it.each([
    [['publish', 'agents'], {}, 1, /^✗ A token is required to publish; REGISTRY_TOKEN is not set\.$/m],
    [
      ['publish', 'agents'],
      { REGISTRY_TOKEN: 'a.b.c' },
      3,
      /^✗ The gateway at http:\/\/127\.0\.0\.1:1\/graphql is unreachable/m,
    ],
    [['search', 'x'], {}, 3, /^✗ The gateway at http:\/\/127\.0\.0\.1:1\/graphql is unreachable/m],
    [['tail'], {}, 3, /^✗ The gateway at http:\/\/127\.0\.0\.1:1\/graphql is unreachable/m],
  ] as const)('prints a plain sentence for %j', async (words, env, exitCode, sentence) => {
    const { code, out, err } = await registry(words, { REGISTRY_URL: unreachable, ...env });
    expect(code).toBe(exitCode);
    expect(out).toBe('');
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('exits with 2 for invalid arguments', async () => {
    expect(await registry(['pubish', 'agents'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('the CLI with a gateway', () => {
  let folder: string;
  let gateway: GatewayProcess;
  const tokens: Record<string, string> = {};

  /** Runs a command with this role. */
  const as = (role: string, ...words: string[]) =>
    registry(words, { REGISTRY_URL: gateway.url, ...(tokens[role] ? { REGISTRY_TOKEN: tokens[role] } : {}) });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-cli-'));
    gateway = await startGateway(join(folder, 'data'));
    const roles = ['viewer', 'publisher', 'admin'];
    const env = { REGISTRY_DATA_DIR: join(folder, 'data') };
    const printed = await Promise.all(roles.map((role) => registry(['token', '--role', role], env)));
    for (const [index, role] of roles.entries()) tokens[role] = printed[index]?.out.trim() ?? '';
    await cp(join(shared, 'agents/code-reviewer'), join(folder, 'agents/cli-agent'), { recursive: true });
    await writeFile(join(folder, 'agents/cli-agent/assets/logo.bin'), Uint8Array.of(0, 255, 254, 10));
    await edit(() => ({ agentId: 'cli-agent', version: '1.0.0' }));
  });
  afterAll(async () => {
    await gateway?.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  });

  const manifest = () => join(folder, 'agents/cli-agent/agent.json');
  async function edit(change: (was: Record<string, unknown>) => Record<string, unknown>) {
    const was = JSON.parse(await readFile(manifest(), 'utf8'));
    await writeFile(manifest(), `${JSON.stringify({ ...was, ...change(was) }, null, 2)}\n`);
  }
  const publish = (role: string, ...more: string[]) =>
    as(role, 'publish', 'agents', '--dir', join(folder, 'agents'), ...more);

  it('publishes once, reports it as unchanged the second time, and refuses other content under its version', async () => {
    const first = await publish('publisher', '--commit', 'abcdef1');
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^cli-agent +1\.0\.0 +published /m) });

    const second = await publish('publisher');
    expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/^cli-agent +1\.0\.0 +unchanged /m) });

    await edit(() => ({ description: 'Something else under the same version.' }));
    const third = await publish('publisher');
    expect(third).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^cli-agent +1\.0\.0 +refused .*already published/m),
    });

    await edit(() => ({ version: '1.1.0' }));
    expect(await publish('publisher')).toMatchObject({ code: 0, out: expect.stringMatching(/1\.1\.0 +published/) });
  });

  it('reports the definitions of the repository as unchanged', async () => {
    const { code, err } = await as('publisher', 'publish', 'templates', '--commit', 'abcdef1');
    expect(code).toBe(0);
    expect(err).toMatch(/^\d+ unchanged\. Commit abcdef1\.$/m);
  });

  it('explains a refusal when the role does not allow a command', async () => {
    expect(await publish('viewer')).toMatchObject({
      code: 1,
      out: expect.stringContaining('The role "publisher" is required'),
    });
    expect(await as('publisher', 'rollback', 'agent', 'cli-agent', '--reason', 'x')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/The role "admin" is required.*\(FORBIDDEN\)/),
    });
  });

  it('shows what changed, and rolls back as an admin, once', async () => {
    const { out } = await as('publisher', 'diff', 'cli-agent', '1.0.0', '1.1.0');
    expect(out).toMatch(/~ version +"1\.0\.0" → "1\.1\.0"/);
    const rollback = ['rollback', 'agent', 'cli-agent', '--reason', 'a test', '--expect', '1.1.0'];
    expect(await as('admin', ...rollback)).toMatchObject({
      code: 0,
      out: 'cli-agent was rolled back to 1.0.0; 1.1.0 remains published.\n',
    });
    expect(await as('admin', ...rollback)).toMatchObject({ code: 1, err: expect.stringContaining('STALE_VERSION') });
  });

  it('makes an agent public and private, and shows who may read what', async () => {
    const visibility = (...words: string[]) => as('publisher', 'visibility', 'agent', 'cli-agent', ...words);
    await visibility('public', '--all-versions');
    expect(await visibility('public')).toMatchObject({ code: 0, out: 'cli-agent is already public.\n' });
    expect(await visibility('private', '--dry-run')).toMatchObject({
      code: 0,
      out: 'cli-agent would be private (currently public).\nNo longer readable by others: 1.1.0, 1.0.0.\n',
    });
    const { out } = await visibility('private', '--reason', 'a test', '--json');
    expect(JSON.parse(out)).toMatchObject({
      id: 'cli-agent',
      visibility: 'PRIVATE',
      visibilityChange: { readableBefore: true, readableAfter: false, versionsHidden: ['1.1.0', '1.0.0'] },
    });
    expect(await as('viewer', 'visibility', 'agent', 'cli-agent', 'public')).toMatchObject({
      code: 1,
      err: expect.stringContaining('FORBIDDEN'),
    });
    expect(await visibility('public')).toMatchObject({
      code: 0,
      out: 'cli-agent is now public (before: private).\nNewly readable by everyone: 1.1.0, 1.0.0.\n',
    });
  });

  it('pulls a version byte for byte', async () => {
    const out = join(folder, 'pulled');
    expect(await as('publisher', 'pull', 'cli-agent@1.1.0', '--out', out)).toMatchObject({ code: 0 });
    for (const path of ['agent.json', 'prompts/system.md', 'assets/logo.bin']) {
      expect(await readFile(join(out, path))).toEqual(await readFile(join(folder, 'agents/cli-agent', path)));
    }
    expect(await as('publisher', 'pull', 'cli-agent', '--out', out)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not empty'),
    });
  });

  it('creates one run of a template for one key', async () => {
    const variables = '{"question": "Which vector index fits us?"}';
    const instantiate = ['instantiate', 'research-report', '--variables', variables, '--key', 'cli-test-1', '--json'];
    const [first, second] = await Promise.all([as('publisher', ...instantiate), as('publisher', ...instantiate)]);
    expect(first.code).toBe(0);
    expect(JSON.parse(second.out).id).toBe(JSON.parse(first.out).id);

    const shown = await as('publisher', 'instantiate', 'research-report', '--variables', variables, '--dry-run');
    expect(shown.out).toMatch(/^Dry run: a run of research-report@\d+\.\d+\.\d+ would be created$/m);
    expect(await as('publisher', 'instantiate', 'research-report')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/VARIABLES_INVALID[\s\S]*"question" is required/),
    });
  });

  it('finds an entry despite a typing error', async () => {
    const { code, out } = await as('nobody', 'search', 'code', 'revewer', '--kind', 'agent');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^agent +(code-reviewer|cli-agent)@/);
  });

  it.each(['ws', 'sse'])('follows the event log from the beginning over %s', async (transport) => {
    const tail = ['tail', '--after', '0', '--id', 'cli-agent', '--count', '4', '--json', '--transport', transport];
    const { code, out } = await as('publisher', ...tail);
    expect(code).toBe(0);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ action, version }) => `${action} ${version}`)).toEqual([
      'PUBLISHED 1.0.0',
      'VALIDATION_FAILED 1.0.0',
      'PUBLISHED 1.1.0',
      'ROLLED_BACK 1.0.0',
    ]);
  });

  it('files validation reports with the right role, and only warns without it', async () => {
    const validate = ['validate', 'agents', '--dir', join(folder, 'agents')];
    expect(await as('viewer', ...validate)).toMatchObject({
      code: 0,
      err: expect.stringContaining('Filed 1 validation report'),
    });
    const refused = await registry(validate, { REGISTRY_URL: gateway.url, REGISTRY_TOKEN: 'a.b.c' });
    expect(refused).toMatchObject({ code: 0, err: expect.stringContaining('No validation reports were filed') });
  });
});
