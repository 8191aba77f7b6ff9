import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../packages/manifest/index.ts';
import { exchange } from '../../support/scriptedGateway.ts';
import { exported } from '../../support/transfer.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-versions-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const json = (lines: readonly string[]) => JSON.parse(lines.join('\n'));
const listedFile = (path: string, content: string) => ({
  path,
  size: content.length,
  sha256: sha256Hex(new TextEncoder().encode(content)),
});

const { files: own, digest, digestRule } = exported('reviewer', '1.0.0');
const contents = Object.fromEntries((own ?? []).map(({ path, content }) => [path, content]));
const there = {
  version: '1.0.0',
  status: 'ACTIVE',
  digest,
  digestRule,
  files: Object.entries(contents).map(([path, content]) => listedFile(path, content)),
};
const agent = (more: object) => ({ agent: { slug: 'reviewer', namespace: 'default', ...more }, template: null });

describe('pull', () => {
  const pull = async (options: string, ...answers: object[]) => {
    const { lines, sent } = await exchange(['pull', ...options.split(' '), '--out', join(folder, 'out')], ...answers);
    return {
      sent,
      lines: lines.map((line) => line.replaceAll(folder, '<folder>').replace(digest.slice(0, 12), '<short>')),
    };
  };

  it('asks for the current version, and writes its files', async () => {
    const { lines, sent } = await pull('reviewer', agent({ current: there }), { files: contents });
    expect(sent).toEqual([
      { operation: 'VersionFilesById', variables: { id: 'reviewer', namespace: null, version: '', exact: false } },
    ]);
    expect(lines).toEqual(['Pulled agent reviewer@1.0.0 to <folder>/out: 2 files, 285 B, digest <digest> verified.']);
    expect(await readFile(join(folder, 'out/agent.json'), 'utf8')).toBe(contents['agent.json']);
  });

  it('asks for a version in a namespace, warns of an archived one, and prints JSON', async () => {
    const { lines, sent } = await pull(
      'reviewer@1.0.0 --namespace team-a --json',
      agent({ exact: { ...there, status: 'ARCHIVED' } }),
      { files: contents },
    );
    expect(sent).toEqual([
      {
        operation: 'VersionFilesById',
        variables: { id: 'reviewer', namespace: 'team-a', version: '1.0.0', exact: true },
      },
    ]);
    expect(lines.at(-1)).toBe('! Warning: reviewer@1.0.0 is archived.');
    const printed = json(lines.slice(0, -1));
    expect({ ...printed, digest: 'd', files: printed.files.map(({ path }: { path: string }) => path) }).toEqual({
      kind: 'agent',
      id: 'reviewer',
      namespace: 'default',
      version: '1.0.0',
      status: 'ARCHIVED',
      digest: 'd',
      digestRule: 2,
      out: '<folder>/out',
      files: ['agent.json', 'prompts/system.md'],
    });
  });

  it.each([
    [
      'reviewer',
      { agent: null, template: null },
      'Agent or template reviewer was not found, or you do not have access to it.',
      1,
    ],
    [
      'reviewer --kind agent',
      { agent: null, template: {} },
      'Agent reviewer was not found, or you do not have access to it.',
      1,
    ],
    [
      'reviewer --kind template',
      agent({ current: there }),
      'Template reviewer was not found, or you do not have access to it.',
      1,
    ],
    [
      'reviewer',
      { agent: {}, template: {} },
      'reviewer is both an agent and a template. Add --kind agent or --kind template.',
      2,
    ],
    ['reviewer', agent({ current: null }), 'reviewer has no current version that you have access to.', 1],
    [
      'reviewer@2.0.0',
      agent({ exact: null }),
      'Version 2.0.0 of reviewer was not found, or you do not have access to it.',
      1,
    ],
  ])('%s, answered with %j: %s', async (target, answer, message, code) => {
    expect((await pull(target, answer)).lines).toEqual([`! ✗ ${message}`, `exit ${code}`]);
  });

  it('writes nothing that is not as published', async () => {
    const changed = { ...contents, 'agent.json': contents['agent.json']?.replace('reviewer', 'rexiewer') };
    expect((await pull('reviewer', agent({ current: there }), { files: changed })).lines).toEqual([
      '! ✗ agent.json is not the published file: its digest differs. No files were written.',
      'exit 1',
    ]);
  });
});

describe('diff', () => {
  const changed = (more: object = {}) => ({
    ...{ level: null, compatible: true, suggestedVersion: null, classified: [], classifiedTruncated: false },
    ...{ changes: [], files: [], truncated: false, ...more },
  });
  const answer = (more: object = {}) => agent({ to: { version: '1.1.0', diff: changed(more) } });
  const diff = (options: string, ...answers: object[]) =>
    exchange(['diff', 'reviewer', '1.0.0', '1.1.0', ...options.split(' ').filter(Boolean)], ...answers);
  const classified = (level: string, path: string) => ({
    level,
    path,
    rule: 'rule',
    reason: 'Why.',
    fingerprint: 'f1',
  });

  it('asks with only what was given, and says that nothing changed', async () => {
    const { lines, sent } = await diff('', answer());
    expect(sent).toEqual([
      {
        operation: 'DiffById',
        variables: { id: 'reviewer', namespace: null, from: '1.0.0', to: '1.1.0', agent: true, template: true },
      },
    ]);
    expect(lines).toEqual(['reviewer 1.0.0 → 1.1.0', '  No changes.']);
    const { sent: asked } = await diff('--kind agent --namespace team-a', answer());
    expect(asked[0]?.variables).toMatchObject({ namespace: 'team-a', agent: true, template: false });
  });

  it('shows the level and the values of each change', async () => {
    const changes = [
      { path: 'name', change: 'CHANGED', before: 'A', after: 'B'.repeat(200) },
      { path: 'tags', change: 'ADDED', before: null, after: ['x'] },
      { path: 'owner', change: 'REMOVED', before: 'ann' },
    ];
    const files = [
      { path: 'logo.png', change: 'REMOVED', before: { size: 2_500_000, sha256: 'abcdefabcdef' }, after: null },
    ];
    const { lines } = await diff(
      '--brief',
      answer({
        changes,
        files,
        truncated: true,
        classified: [classified('BREAKING', 'name'), classified('SAFE', '')],
        compatible: false,
        suggestedVersion: '2.0.0',
        classifiedTruncated: true,
      }),
    );
    expect(lines).toEqual([
      'reviewer 1.0.0 → 1.1.0',
      '  BREAKING name  rule f1',
      '           Why.',
      '  SAFE     (whole)  rule f1',
      '           Why.',
      '  1 breaking, 0 risky, 1 safe, and maybe more. 1.1.0 does not allow breaking changes; 2.0.0 would.',
      '',
      '  More than 3 changes; only the first are shown.',
      '  ~ name  "A" → "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB…',
      '  + tags  ["x"]',
      '  - owner  "ann"',
      '  - logo.png  2.5 MB abcdefab',
    ]);
    const { lines: later } = await diff('', answer({ classified: [classified('RISKY', 'name')], compatible: false }));
    expect(later).toEqual([
      'reviewer 1.0.0 → 1.1.0',
      '  RISKY    name  rule f1',
      '           Why.',
      '  0 breaking, 1 risky, 0 safe. 1.1.0 does not allow breaking changes; a later one would.',
      '',
      '  No changes.',
    ]);
    const { lines: allowed } = await diff('', answer({ classified: [classified('RISKY', 'name')] }));
    expect(allowed.at(-3)).toBe('  0 breaking, 1 risky, 0 safe. 1.1.0 allows these changes.');
  });

  it('shows what changed in text files, and prints it as JSON', async () => {
    // Both versions are downloaded from one scripted gateway: a file that is in one of them only.
    const files = [{ path: 'notes.md', change: 'ADDED', before: null, after: listedFile('notes.md', 'one\ntwo\n') }];
    const { lines } = await diff('', answer({ files }), { files: { 'notes.md': 'one\ntwo\n' } });
    expect(lines).toEqual([
      'reviewer 1.0.0 → 1.1.0',
      '  + notes.md  8 B c3f9c8c2',
      '    @@ -0,0 +1,2 @@',
      '    +one',
      '    +two',
    ]);
    const removed = [{ path: 'notes.md', change: 'REMOVED', before: listedFile('notes.md', 'one\n'), after: null }];
    const { lines: gone } = await diff('', answer({ files: removed }), { files: { 'notes.md': 'one\n' } });
    expect(gone).toEqual(['reviewer 1.0.0 → 1.1.0', '  - notes.md  4 B 2c8b08da', '    @@ -1,1 +0,0 @@', '    -one']);
    const { lines: printed } = await diff(
      '--json',
      answer({ files: [...files, { ...files[0], path: 'agent.json' }] }),
      { files: { 'notes.md': 'one\ntwo\n' } },
    );
    expect(json(printed).files.map(({ path, patch }: { path: string; patch: string | null }) => [path, patch])).toEqual(
      [
        [
          'notes.md',
          '===================================================================\n--- reviewer@1.0.0/notes.md\t\n+++ reviewer@1.1.0/notes.md\t\n@@ -0,0 +1,2 @@\n+one\n+two\n',
        ],
        ['agent.json', null],
      ],
    );
  });

  it.each([
    ['--fail-on breaking', 'BREAKING', 'exit 1'],
    ['--fail-on risky', 'BREAKING', 'exit 1'],
    ['--fail-on risky', 'RISKY', 'exit 1'],
    ['--fail-on breaking', 'RISKY', '  No changes.'],
    ['--fail-on risky', null, '  No changes.'],
    ['', 'BREAKING', '  No changes.'],
  ])('%s with changes of the level %s ends with %j', async (options, level, last) => {
    expect((await diff(options, answer({ level }))).lines.at(-1)).toBe(last);
  });

  it('says which version was not found', async () => {
    const missing = {
      errors: [{ message: 'x', path: ['agent', 'to', 'diff'], extensions: { code: 'BAD_USER_INPUT' } }],
    };
    expect((await diff('', missing)).lines).toEqual([
      '! ✗ Version 1.0.0 of reviewer was not found, or you do not have access to it.',
      'exit 1',
    ]);
    expect((await diff('', agent({ to: null }))).lines).toEqual([
      '! ✗ Version 1.1.0 of reviewer was not found, or you do not have access to it.',
      'exit 1',
    ]);
    const other = { errors: [{ message: 'Bad.', path: ['agent'], extensions: { code: 'BAD_USER_INPUT' } }] };
    expect((await diff('', other)).lines).toEqual([
      '! ✗ The gateway refused the request: Bad. (BAD_USER_INPUT)',
      'exit 1',
    ]);
  });
});

describe('lock and verify', () => {
  const unresolved = [{ chain: ['train@1.0.0', 'reviewer ^2.0.0'], reason: 'No version matches.' }];
  it('lock says what cannot be resolved, and refuses a lock that is none', async () => {
    expect(
      (
        await exchange('lock train --version ^1.0.0 --environment staging --namespace team-a', {
          template: { lock: { unresolved, lock: null } },
        })
      ).sent,
    ).toEqual([
      {
        operation: 'TemplateLock',
        variables: { templateId: 'train', namespace: 'team-a', version: '^1.0.0', environment: 'staging' },
      },
    ]);
    expect((await exchange('lock train', { template: { lock: { unresolved, lock: null } } })).lines).toEqual([
      '! ✗ train cannot be resolved:',
      '!   train@1.0.0 -> reviewer ^2.0.0: No version matches.',
      'exit 1',
    ]);
    expect((await exchange('lock train', { template: { lock: { unresolved: [], lock: {} } } })).lines).toEqual([
      '! ✗ The gateway returned an invalid lock: "lockVersion" is required. Must be 1.',
      'exit 1',
    ]);
  });

  it('verify --lock says that the file is missing, or is no lock', async () => {
    expect((await exchange(['verify', '--lock', '/nowhere/registry.lock'])).lines).toEqual([
      '! ✗ /nowhere/registry.lock cannot be read (ENOENT).',
      '!   registry lock <templateId> creates it.',
      'exit 2',
    ]);
    const file = join(folder, 'registry.lock');
    await writeFile(file, '{');
    expect((await exchange(['verify', '--lock', file])).lines).toEqual([`! ✗ ${file} is not valid JSON.`, 'exit 1']);
    await writeFile(file, '{"lockVersion":1}');
    expect((await exchange(['verify', '--lock', file])).lines.slice(0, 1)).toEqual([
      `! ✗ ${file} is not a valid lock.`,
    ]);
  });

  it('verify prints JSON, with the seal only if nothing was changed', async () => {
    const log = (problem: object | null) => ({
      verifyLog: { checked: 2, number: 2, head: 2, endCursor: 'seal', hasNextPage: false, problem },
    });
    const { lines } = await exchange('verify --no-versions --json', log(null));
    expect(json(lines)).toEqual({
      ok: true,
      checks: [{ what: 'log: 2 events', checked: 2, problems: [] }],
      seal: 'seal',
    });
    const broken = await exchange(
      'verify --no-versions --json',
      log({ message: 'Event 3 was changed.', eventId: 'e3', number: 3 }),
    );
    expect(json(broken.lines.slice(0, -2))).toEqual({
      ok: false,
      checks: [{ what: 'log: 2 events', checked: 2, problems: ['Event 3 was changed. (e3)'] }],
      seal: null,
    });
    const invalid = { errors: [{ message: 'x', extensions: { code: 'BAD_USER_INPUT' } }] };
    expect((await exchange('verify --no-versions --seen x', log(null), invalid)).lines.slice(-2)).toEqual([
      '! ✗ Invalid --seen: must be a seal, as `verify` printed it.',
      'exit 2',
    ]);
  });
});
