import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Command, CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { variablesFrom } from '../../../packages/cli/commands/instantiate.ts';
import { marked } from '../../../packages/cli/commands/search.ts';
import { line } from '../../../packages/cli/commands/tail.ts';
import { explain, payloadOf } from '../../../packages/cli/gateway.ts';
import { setHost } from '../../../packages/cli/host.ts';
import { Problem } from '../../../packages/cli/problem.ts';
import { createProgram } from '../../../packages/cli/program.ts';
import { readSettings } from '../../../packages/cli/settings.ts';
import { asksForVersion } from '../../../packages/cli/version.ts';
import { GatewayRefused, GatewayUnreachable } from '../../../packages/client/index.ts';
import { host } from '../../../scripts/registry/host.ts';

setHost(host);

describe('the command line', () => {
  let said = '';
  beforeEach(() => {
    said = '';
    const hear = (chunk: unknown) => {
      said += String(chunk);
      return true;
    };
    vi.spyOn(process.stdout, 'write').mockImplementation(hear);
    vi.spyOn(process.stderr, 'write').mockImplementation(hear);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const run = async (...words: string[]) => createProgram().parseAsync(['node', 'registry', ...words]);

  it('is listed in the README, each command once', async () => {
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const [, listed = ''] = /the CLI: `([a-z ]+)`/.exec(readme) ?? [];
    const commands = ['preview', ...createProgram().commands.map((command) => command.name())]; // `preview` is this repository's own.
    expect(listed.split(' ').toSorted()).toEqual(commands.filter((name) => name !== 'help').toSorted());
  });

  it.each([
    [['pubish'], /Unknown command 'pubish'[\s\S]*Did you mean publish\?/],
    [['search'], /Missing required argument 'query'/],
    [['publish', 'agnet'], /Allowed choices are agents, templates/],
    [['publish', 'agents', '--commit', 'xyz'], /Must be a commit/],
    [['rollback', 'agent', 'a'], /'--reason <text>' not specified/],
    [['rollback', 'agnet', 'a', '--reason', 'x'], /Allowed choices are agent, template/],
    [['runs', '--status', 'done'], /Allowed choices are queued, running, succeeded, failed, cancelled/],
    [['runs', '--first', '0'], /Must be an integer from 1 to 100/],
    [['runs', '--template', 'No!'], /Must be an id/],
    [['run'], /Missing required argument 'id'/],
    [['run', 'retry', 'x', '--from', 'middle'], /Allowed choices are failed, start/],
    [['versions', 'agent'], /Missing required argument 'id'/],
    [['versions', 'agent', 'Not an id'], /Must be an id/],
    [['show', 'agent', 'code-reviewer@v1'], /Must have a version such as 1\.2\.0/],
    [['disable', 'template', 'No!'], /Must be an id/],
    [['rate', 'research-report', '6'], /Must be an integer from 1 to 5/],
    [['rate', 'research-report'], /Missing required argument 'stars'/],
    [['archive', 'agent', 'a1', '1.0.0'], /'--reason <text>' not specified/],
    [['share', 'agent', 'a1'], /'--with <namespace>' not specified/],
    [['decline', 'agent', 'a1'], /'--from <namespace>' not specified/],
    [['decline', 'agent', 'a1', '--from', 'No!'], /Must be 1 to 63 lower-case letters/],
    [['remove', 'agent', 'a1'], /'--reason <text>' not specified/],
    [['discard', 'agent', 'a1'], /Missing required argument 'version'/],
    [['enable', 'agent', 'a1', '--namespace', 'No!'], /Must be 1 to 63 lower-case letters/],
    [['visibility', 'agent', 'a'], /Missing required argument 'visibility'/],
    [['visibility', 'agent', 'a', 'hidden'], /Allowed choices are public, private/],
    [['visibility', 'agent', 'a', 'public', '--versions', '1.0.0', '--all-versions'], /cannot be used with option/],
    [['promote', 'agent', 'a'], /Missing required argument 'version'/],
    [['token', '--role', 'king'], /Allowed choices are viewer, publisher, admin/],
    [['token', '--role', 'admin', '--namespace', 'No!'], /Must be 1 to 63 lower-case letters/],
    [['token', '--role', 'admin', '--subject', 'me'], /Must be a UUID/],
    [['token', '--role', 'admin', '--expires', 'soon'], /Must be a duration/],
    [['search', 'x', '--first', '101'], /Must be an integer from 1 to 100/],
    [['tail', '--transport', 'pigeon'], /Allowed choices are ws, sse/],
    [['pull', 'Not an id'], /Must be an id/],
  ])('answers %j with a sentence', async (words, sentence) => {
    const error = await run(...words).catch((problem) => problem);
    expect(error).toBeInstanceOf(CommanderError);
    expect(stripVTControlCharacters(said)).toMatch(sentence);
    expect(said).not.toMatch(/^error:/m);
  });

  it.each([
    'validate',
    'publish',
    'search',
    'pull',
    'diff',
    'promote',
    'rollback',
    'visibility',
    'instantiate',
    'tail',
    'verify',
    'usage',
    'sweep',
    'token',
    'sync',
    'show',
    'versions',
    'list',
    'deprecate',
    'disable',
    'enable',
    'archive',
    'unarchive',
    'discard',
    'remove',
    'bulk',
    'listing',
    'runs',
    'run',
    'rate',
    'webhooks',
    'console',
    'whoami',
  ])('shows examples in the help of %s', async (name) => {
    await expect(run(name, '--help')).rejects.toMatchObject({ exitCode: 0 });
    expect(stripVTControlCharacters(said)).toMatch(/Examples:\n {2}\S/);
  });

  it.each([
    ['publish', 'agent'],
    ['publish', 'agents'],
    ['sync', 'template'],
    ['promote', 'agents', 'a1', '1.0.0'],
    ['rollback', 'templates', 'a1', '--reason', 'x'],
    ['visibility', 'agents', 'a1', 'public'],
    ['versions', 'templates', 'a1'],
    ['disable', 'agents', 'a1'],
    ['unarchive', 'agents', 'a1', '1.0.0'],
    ['discard', 'templates', 'a1', '1.0.0'],
    ['remove', 'agents', 'a1', '--reason', 'x'],
    ['search', 'x', '--kind', 'agents'],
    ['diff', 'a1', '1.0.0', '1.1.0', '--kind', 'templates'],
  ])('accepts the kind in singular and plural: %s %s %s', async (...words) => {
    // The first error after the words were parsed.
    await expect(run(...words, '--url', 'nowhere')).rejects.toThrow(/Invalid --url/);
  });

  const leaves = (command: Command): Command[] =>
    command.commands.length > 0 && command.name() !== 'run'
      ? command.commands.flatMap(leaves)
      : [command, ...command.commands];

  it.each(
    createProgram()
      .commands.flatMap(leaves)
      .map((command) => [command.name(), command] as const),
  )('offers the result of %s as JSON', (_, command) => {
    expect(command.options.map(({ long }) => long)).toContain('--json');
  });

  it('lists --version in its help, and leaves the option --version of instantiate alone', async () => {
    await expect(run('--help')).rejects.toMatchObject({ exitCode: 0 });
    expect(stripVTControlCharacters(said)).toContain('-V, --version');
    expect(asksForVersion(['--version'])).toBe(true);
    expect(asksForVersion(['-V'])).toBe(true);
    expect(asksForVersion(['instantiate', 'x', '--version', '1.0.0'])).toBe(false);
    expect(asksForVersion([])).toBe(false);
  });

  it.each([
    [['publish', 'agents', '--url', 'nowhere'], /Invalid --url: must be the URL of a gateway/],
    [['validate', '--dir', 'x'], /--dir requires a kind/],
    [['bulk', 'tag', '--add', 'x'], /Name at least one item, such as agent:code-reviewer/],
    [['instantiate', 'a-template', '--variables', '[1]'], /is not a JSON object/],
  ])('refuses %j with exit code 2', async (words, sentence) => {
    const error = await run(...words).catch((problem) => problem);
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(sentence) });
  });
});

it('has no option of a subcommand that the commands above it also have: they would receive it', () => {
  const shared = (command: Command, above: readonly string[]): string[] => {
    const own = command.options.map(({ long }) => long ?? '');
    return [
      ...own.filter((name) => above.includes(name)).map((name) => `${command.name()} ${name}`),
      ...command.commands.flatMap((each) => shared(each, [...above, ...own])),
    ];
  };
  // `optsWithGlobals` reads --json wherever it is received.
  expect(shared(createProgram(), []).filter((each) => !each.endsWith(' --json'))).toEqual([]);
});

describe('settings', () => {
  it('come from the environment, then from the options', () => {
    const environment = { REGISTRY_URL: 'http://a/graphql', REGISTRY_TOKEN: ' t \n' };
    expect(readSettings({}, environment)).toMatchObject({
      REGISTRY_URL: 'http://a/graphql',
      REGISTRY_TOKEN: 't',
      isUrlGiven: true,
    });
    expect(readSettings({ url: 'http://b/graphql' }, environment).REGISTRY_URL).toBe('http://b/graphql');
    expect(readSettings({}, { REGISTRY_URL: '', REGISTRY_DATA_DIR: '/nonexistent' })).toMatchObject({
      REGISTRY_URL: 'http://127.0.0.1:4000/graphql',
      isUrlGiven: false,
    });
  });

  it.each([
    [{ REGISTRY_URL: 'ftp://x' }, /^Invalid REGISTRY_URL: must be/],
    [{ REGISTRY_TOKEN: 'a secret' }, /^Invalid REGISTRY_TOKEN: must be/],
    [{ SUPABASE_JWT_SECRET: 'short' }, /^Invalid SUPABASE_JWT_SECRET: must be at least 16/],
  ])('name what is wrong in %j, but never its value', (environment, sentence) => {
    const read = () => readSettings({}, environment);
    expect(read).toThrow(sentence);
    expect(read).not.toThrow(/secret'|short/);
  });
});

describe('a response of the gateway', () => {
  it('is a payload, or a problem with its code and every issue', () => {
    const ok = { __typename: 'Payload', run: 1 } as const;
    expect(payloadOf(ok, 'Payload')).toBe(ok);
    const refused = {
      __typename: 'VariablesInvalid',
      code: 'VARIABLES_INVALID',
      message: 'No.',
      issues: [{ file: 'variables', path: 'a', message: '"a" is required.' }],
    } as const;
    expect(() => payloadOf<typeof ok | typeof refused, 'Payload'>(refused, 'Payload')).toThrow(
      'No. (VARIABLES_INVALID)\n  variables: a: "a" is required.',
    );
  });

  it.each([
    [
      new GatewayUnreachable('http://h/graphql', 'is unreachable.'),
      3,
      /^The gateway at http:\/\/h\/graphql is unreachable\.$/,
      /npm start/,
    ],
    [
      new GatewayRefused({ status: 401, code: 'UNAUTHENTICATED', message: 'Expired.' }),
      1,
      /Expired\. \(UNAUTHENTICATED\)/,
      /registry -- token/,
    ],
  ])('becomes a sentence and a hint: %s', (error, exitCode, sentence, hint) => {
    expect(explain(error)).toMatchObject({
      exitCode,
      message: expect.stringMatching(sentence),
      hint: expect.stringMatching(hint),
    });
  });

  it('is not guessed from an unexpected error', () => expect(explain(new TypeError('a bug'))).toBeNull());
});

it('shows a highlight as text: entities decoded once, without control characters', () => {
  expect(stripVTControlCharacters(marked('a &amp;lt; <mark>b&lt;i&gt;</mark>\u0007 c'))).toBe('a &lt; b<i>  c');
});

it('shows an event on one line', () => {
  const event = {
    cursor: 'c',
    number: 1,
    id: 'i',
    type: 'agent.updated',
    action: 'ROLLED_BACK',
    kind: 'AGENT',
    entryId: 'a',
    namespace: 'default',
    version: '1.0.0',
    actor: 'somebody',
    reason: 'too\nslow\u001b[2J',
    correlationId: 'x',
    occurredAt: '2026-01-01T00:00:00Z',
  } as const;
  expect(stripVTControlCharacters(line(event))).toBe(
    '2026-01-01T00:00:00Z  agent.updated             ROLLED_BACK        default/a@1.0.0  by somebody (too slow [2J)',
  );
});

describe('variables', () => {
  it('are JSON, or a file that contains JSON', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-variables-'));
    await writeFile(join(folder, 'v.json'), '{"a": 1}');
    expect(await variablesFrom(`@${join(folder, 'v.json')}`)).toEqual({ a: 1 });
    expect(await variablesFrom('{"a": [2]}')).toEqual({ a: [2] });
    await expect(variablesFrom(`@${folder}/none.json`)).rejects.toMatchObject({ exitCode: 2 });
    await rm(folder, { recursive: true });
  });

  it.each(['{', '1', 'null', '[]', ''])('must not be %j', (text) =>
    expect(variablesFrom(text)).rejects.toMatchObject({ exitCode: 2 }),
  );
});
