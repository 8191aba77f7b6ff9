import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, actorAt } from '../support/actor.ts';
import { childEnv } from '../support/childEnv.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { runsOf } from '../support/runs.ts';
import { tokenFor } from '../support/token.ts';

/** Commands for runs and entries, in a separate process with a real gateway. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const unreachable = 'http://127.0.0.1:1/graphql';
const variables = '{"question": "Which vector index fits us?"}';

let folder: string;
let gateway: GatewayProcess;
let alice: Actor;
let token: string;
let admin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-cli-runs-'));
  gateway = await startGateway(folder);
  token = await tokenFor(folder);
  admin = await tokenFor(folder, { role: 'admin' });
  alice = actorAt(gateway.url, token);
});
afterAll(async () => {
  await gateway?.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

interface Said {
  code: number | null;
  out: string;
  err: string;
}

function started(words: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['scripts/registry/main.ts', ...words], {
    cwd: root,
    env: childEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  const ended = new Promise<Said>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...said, code }));
  });
  return { said, ended };
}

const run = (words: readonly string[], env: Record<string, string>) => started(words, env).ended;
const as = (who: string, ...words: string[]) => run(words, { REGISTRY_URL: gateway.url, REGISTRY_TOKEN: who });
const mine = (...words: string[]) => as(token, ...words);

async function instantiated(): Promise<string> {
  const { out } = await mine('instantiate', 'research-report', '--variables', variables, '--json');
  return JSON.parse(out).id;
}

describe('runs', () => {
  it('are created, listed, shown and cancelled, with the next command as a hint', async () => {
    expect(await mine('runs')).toMatchObject({ code: 0, out: '', err: 'Your namespace has no runs.\n' });
    const made = await mine('instantiate', 'research-report', '--variables', variables);
    const [, next = ''] = /^Follow it: npm run registry -- (run \S+ --watch)$/m.exec(made.err) ?? [];
    const [, id = ''] = next.split(' ');
    expect(id).not.toBe('');

    const listed = await mine('runs', '--status', 'queued', '--template', 'research-report');
    expect(listed.code).toBe(0);
    expect(listed.out).toMatch(new RegExp(`^${id} +research-report@\\d+\\.\\d+\\.\\d+ +QUEUED `, 'm'));
    for (const others of [
      ['--template-version', '9.9.9'],
      ['--author', '00000000-0000-4000-8000-00000000beef'],
      ['--since', '2999-01-01T00:00:00Z'],
      ['--until', '2000-01-01T00:00:00Z'],
    ])
      expect(await mine('runs', ...others)).toMatchObject({ code: 0, out: '', err: 'No matching runs.\n' });
    const [, version = ''] = /research-report@(\S+)/.exec(listed.out) ?? [];
    expect((await mine('runs', '--template-version', version, '--since', '2000-01-01T00:00:00Z')).out).toContain(id);
    expect(await mine('runs', '--status', 'failed')).toMatchObject({ code: 0, out: '', err: 'No matching runs.\n' });

    const shown = await mine('run', id);
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(new RegExp(`^Run ${id} of research-report@\\S+: QUEUED$`, 'm'));
    expect(shown.out).toMatch(/^gather +web-researcher@\S+ +QUEUED +0\/\d+$/m);

    expect(await mine('run', 'cancel', id, '--dry-run')).toMatchObject({
      code: 0,
      out: `Run ${id} would be cancelled.\n`,
    });
    const cancelled = await mine('run', 'cancel', id, '--json');
    expect(JSON.parse(cancelled.out)).toMatchObject({ dryRun: false, run: { id, status: 'CANCELLED' } });
    expect(await mine('run', id, '--watch')).toMatchObject({
      code: 1,
      out: expect.stringContaining('The run has ended: CANCELLED.'),
    });
    expect(await mine('run', 'retry', id)).toMatchObject({ code: 1, err: expect.stringContaining('(STALE_CLAIM)') });
  });

  it('are listed in pages', async () => {
    await instantiated();
    await instantiated();
    const first = JSON.parse((await mine('runs', '--first', '1', '--json')).out);
    expect(first.runs).toHaveLength(1);
    const second = JSON.parse((await mine('runs', '--first', '1', '--after', first.after, '--json')).out);
    expect(second.runs).toHaveLength(1);
    expect(second.runs[0].id).not.toBe(first.runs[0].id);
  });

  it('are retried when they failed, and followed until they end', async () => {
    const id = await instantiated();
    const error = { code: 'key_missing', message: 'no key' };
    const reported = await runsOf(alice).report({ runId: id, stepId: 'scope', status: 'FAILED', error, retry: false });
    expect(reported.run.status).toBe('FAILED');
    const failed = await mine('run', id, '--watch');
    expect(failed.code).toBe(1);
    expect(failed.out).toContain('The run has ended: FAILED.');
    expect(failed.err).toContain(`Retry it: npm run registry -- run retry ${id}`);

    expect(await mine('run', 'retry', id, '--from', 'start', '--reason', 'the key is set')).toMatchObject({
      code: 0,
      out: expect.stringMatching(new RegExp(`^Run ${id} is being retried from the start: scope, `)),
    });
    expect((await mine('run', id)).out).toMatch(/, retried once \(the key is set\)\.$/m);

    const watched = started(['run', id, '--watch'], { REGISTRY_URL: gateway.url, REGISTRY_TOKEN: token });
    await expect.poll(() => watched.said.out, { timeout: 60_000 }).toContain('scope');
    await mine('run', 'cancel', id);
    const { code, out } = await watched.ended;
    expect(code).toBe(1);
    expect(out).toContain('The run has ended: CANCELLED.');
  });

  it.each([
    ['a name', 'my-run'],
    ['an id that is not a run’s', 'UnVuOjAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMA=='],
  ])('are not found by %s', async (_, id) => {
    for (const words of [
      ['run', id],
      ['run', 'cancel', id],
      ['run', 'retry', id],
    ]) {
      const { code, out, err } = await mine(...words);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/^✗ /);
      expect(err).not.toMatch(/\n\s+at /);
    }
  });
});

describe('entries', () => {
  it('are shown with their version, and their versions are listed', async () => {
    const shown = await mine('show', 'agents', 'code-reviewer');
    expect(shown.out).toMatch(/^agent default\/code-reviewer /);
    expect(shown.out).toMatch(/^version +\d+\.\d+\.\d+ \(active, public\)$/m);
    const template = JSON.parse((await mine('show', 'template', 'research-report', '--json')).out);
    expect(template).toMatchObject({ kind: 'template', slug: 'research-report', version: { status: 'ACTIVE' } });
    const { version } = template.version;
    expect((await mine('show', 'template', `research-report@${version}`)).code).toBe(0);
    expect(await mine('show', 'agent', 'code-reviewer@99.0.0')).toMatchObject({
      code: 1,
      err: '✗ Version 99.0.0 of code-reviewer was not found, or you do not have access to it.\n',
    });
    expect(await mine('show', 'agent', 'no-such-agent')).toMatchObject({
      code: 1,
      err: '✗ Agent no-such-agent was not found, or you do not have access to it.\n',
    });

    const listed = await mine('versions', 'template', 'research-report');
    expect(listed.out).toMatch(new RegExp(`^${version.replaceAll('.', '\\.')} +\\* +active +public `, 'm'));
    expect(await mine('versions', 'template', 'research-report', '--status', 'draft')).toMatchObject({
      code: 0,
      out: '',
      err: 'research-report has no draft version that you have access to.\n',
    });
    expect(await mine('versions', 'agent', 'no-such-agent', '--namespace', 'default')).toMatchObject({
      code: 1,
      err: '✗ Agent no-such-agent was not found in the namespace default, or you do not have access to it.\n',
    });
  });

  it('are listed by name, rating or use, with filters, in pages', async () => {
    expect(await mine('rate', 'research-report', '5', '--namespace', 'default')).toMatchObject({ code: 0 });
    const best = await mine('list', 'templates', '--sort', 'rating', '--first', '1');
    expect(best.out).toMatch(/^template +version +namespace +status +visibility +updated +name\n/);
    expect(best.out).toMatch(/^research-report +\d+\.\d+\.\d+ +default +active +public +\S+ +Research report$/m);
    expect(best.err).toMatch(/^\d+ templates, 1 shown\.\nNext page: --after \S+\n$/);

    const first = JSON.parse((await mine('list', 'agents', '--first', '2', '--json')).out);
    const second = JSON.parse((await mine('list', 'agents', '--first', '2', '--after', first.after, '--json')).out);
    const slugs = [...first.agents, ...second.agents].map(({ slug }: { slug: string }) => slug);
    expect(slugs).toHaveLength(4);
    expect(new Set(slugs).size).toBe(4);
    expect(second.totalCount).toBe(first.totalCount);

    expect(await mine('list', 'agents', '--tag', 'no-such-tag')).toEqual({
      code: 0,
      out: '',
      err: 'There are no agents that match and that you have access to.\n',
    });
    expect(await mine('list', 'agents', '--sort', 'rating')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('Agents are not rated. Order them by NAME'),
    });
  });

  it('are deprecated, disabled and enabled by an admin', async () => {
    const deprecate = ['deprecate', 'template', 'research-report', '--message', 'use deep-research'];
    expect(await mine(...deprecate)).toMatchObject({ code: 1, err: expect.stringContaining('(FORBIDDEN)') });
    expect(await as(admin, ...deprecate, '--dry-run')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^research-report would be deprecated: use deep-research$/m),
    });
    expect(await as(admin, ...deprecate)).toMatchObject({
      code: 0,
      out: 'research-report is deprecated: use deep-research\n',
    });
    expect(await as(admin, ...deprecate)).toMatchObject({
      code: 0,
      out: 'research-report was already deprecated: use deep-research\n',
    });
    expect((await mine('show', 'template', 'research-report')).out).toMatch(/^status +deprecated: use deep-research$/m);
    const disabled = await as(admin, 'disable', 'templates', 'research-report', '--json');
    expect(JSON.parse(disabled.out)).toMatchObject({ kind: 'template', status: 'DISABLED', changed: true });
    expect(await mine('instantiate', 'research-report', '--variables', variables)).toMatchObject({ code: 1, out: '' });
    expect(await as(admin, 'enable', 'template', 'research-report')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^research-report is active\./),
    });
  });

  it('are rated', async () => {
    expect(await mine('rate', 'research-report', '4', '--dry-run')).toMatchObject({
      code: 0,
      out: 'Your rating of research-report would be 4 stars. It would have 4.0 stars from 1 rating.\n',
    });
    const rated = await mine('rate', 'research-report', '4', '--comment', 'Good.', '--json');
    expect(JSON.parse(rated.out)).toMatchObject({ templateId: 'research-report', average: 4, count: 1, mine: 4 });
    expect(await mine('rate', 'no-such-template', '4')).toMatchObject({
      code: 1,
      err: expect.stringContaining('NOT_FOUND'),
    });
  });
});

it('shows a changed prompt as text', async () => {
  const home = join(folder, 'told');
  await cp(join(root, 'packages/shared/agents/code-reviewer'), home, { recursive: true });
  const manifest = JSON.parse(await readFile(join(home, 'agent.json'), 'utf8'));
  const publish = async (version: string) => {
    await writeFile(join(home, 'agent.json'), JSON.stringify({ ...manifest, agentId: 'told', version }));
    expect(await mine('publish', 'agent', '--dir', home, '--commit', 'abcdef1')).toMatchObject({ code: 0 });
  };
  await publish('1.0.0');
  const prompt = join(home, 'prompts/system.md');
  await writeFile(prompt, `${await readFile(prompt, 'utf8')}\nBe brief.\n`);
  await publish('1.1.0');

  const { out } = await mine('diff', 'told', '1.0.0', '1.1.0');
  expect(out).toMatch(/^ {2}~ prompts\/system\.md {2}.* → .*\n {4}@@ -\d+,\d+ \+\d+,\d+ @@$/m);
  expect(out).toMatch(/^ {4}\+Be brief\.$/m);
  const { files } = JSON.parse((await mine('diff', 'told', '1.0.0', '1.1.0', '--json')).out);
  expect(files).toMatchObject([
    { path: 'agent.json', patch: null },
    { path: 'prompts/system.md', patch: expect.stringContaining('\n+Be brief.\n') },
  ]);
  expect((await mine('diff', 'told', '1.0.0', '1.1.0', '--brief')).out).not.toContain('Be brief.');
});

describe('whoami', () => {
  it('describes a token, and an anonymous caller', async () => {
    const { code, out } = await mine('whoami');
    expect(code).toBe(0);
    expect(out).toMatch(/^[0-9a-f-]{36}: the role publisher in the namespace default at http:/);
    const anonymous = await run(['whoami', '--json'], { REGISTRY_URL: gateway.url });
    expect(JSON.parse(anonymous.out)).toEqual({ url: gateway.url, viewer: null });
    expect(await as('a.b.c', 'whoami')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('(UNAUTHENTICATED)'),
    });
  });
});

describe('a dry run', () => {
  const agents = () => join(folder, 'agents');
  async function definition(id: string, more: object = {}) {
    const home = join(agents(), id);
    await cp(join(root, 'packages/shared/agents/code-reviewer'), home, { recursive: true });
    const manifest = JSON.parse(await readFile(join(home, 'agent.json'), 'utf8'));
    const edited = { ...manifest, agentId: id, version: '1.0.0', dependencies: {}, ...more };
    await writeFile(join(home, 'agent.json'), JSON.stringify(edited));
  }
  const dryRun = (who: string, ...more: string[]) =>
    as(who, 'publish', 'agents', '--dir', agents(), '--dry-run', '--commit', 'abcdef1', ...more);

  it('shows the result of the gateway, as the publish would', async () => {
    await definition('dry-base', { visibility: 'public' });
    await definition('dry-user', { dependencies: { 'dry-base': '^1.0.0' }, visibility: 'private' });
    const first = await dryRun(token, '--json');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({
      checkedBy: 'gateway',
      notAsked: null,
      outcomes: [
        { id: 'dry-base', outcome: 'would be published', visibilityChange: { versionsShown: ['1.0.0'] } },
        {
          id: 'dry-user',
          outcome: 'would be published',
          reason: 'After dry-base@1.0.0, which would be published first.',
        },
      ],
    });
    await mine('publish', 'agents', '--dir', agents(), '--commit', 'abcdef1');
    await definition('dry-base', { description: 'Something else under the same number.', visibility: 'public' });
    await definition('dry-user', { dependencies: { 'no-such-agent': '^1.0.0' }, version: '1.1.0' });
    const second = await dryRun(token);
    expect(second.code).toBe(1);
    expect(second.out).toMatch(/^dry-base +1\.0\.0 +refused .*already published/m);
    expect(second.out).toMatch(/^dry-user +1\.1\.0 +refused /m);
    expect(second.err).toContain(`Checked by the gateway at ${gateway.url}.`);

    const check = await mine('sync', 'agents', '--dir', join(agents(), 'dry-user'), '--check', '--json');
    expect(check.code).toBe(1);
    expect(JSON.parse(check.out)).toMatchObject([{ id: 'dry-user', version: '1.1.0', state: 'refused' }]);
  });

  it('says when the gateway was not asked, and why', async () => {
    const publish = ['publish', 'agents', '--dry-run', '--commit', 'abcdef1', '--json'];
    const [tokenless, alone] = await Promise.all([
      run(publish, { REGISTRY_URL: gateway.url }),
      run(publish, { REGISTRY_URL: unreachable, REGISTRY_TOKEN: 'a.b.c' }),
    ]);
    expect(tokenless.code).toBe(0);
    expect(tokenless.err).toContain('Checked locally only: REGISTRY_TOKEN is not set');
    expect(alone.code).toBe(0);
    expect(alone.err).toContain(`Checked locally only: The gateway at ${unreachable} is unreachable`);
    expect(JSON.parse(alone.out)).toMatchObject({ checkedBy: 'local', notAsked: expect.stringContaining(unreachable) });
    expect(
      await run(['sync', 'agents', '--check'], { REGISTRY_URL: unreachable, REGISTRY_TOKEN: 'a.b.c' }),
    ).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('Checked locally only: '),
    });
  });
});

it.each([
  ['runs'],
  ['run', 'x'],
  ['run', 'x', '--watch'],
  ['run', 'cancel', 'x'],
  ['run', 'retry', 'x'],
  ['versions', 'agent', 'code-reviewer'],
  ['list', 'agents'],
  ['show', 'agent', 'code-reviewer'],
  ['deprecate', 'agent', 'code-reviewer'],
  ['rate', 'research-report', '5'],
  ['whoami'],
])('exits with 3 when the gateway cannot be reached: %s %s', async (...words) => {
  const { code, out, err } = await run(words, { REGISTRY_URL: unreachable, REGISTRY_TOKEN: 'a.b.c' });
  expect({ code, out }).toEqual({ code: 3, out: '' });
  expect(err).toContain(`The gateway at ${unreachable} is unreachable`);
});

it.each([['-V'], ['--version']])('prints its version: %s', async (option) => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect(await run([option], {})).toEqual({ code: 0, out: `${version}\n`, err: '' });
});
