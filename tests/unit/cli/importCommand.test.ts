import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../packages/manifest/index.ts';
import { createArchiveWriter } from '../../../packages/node/transfer/archiveWriter.ts';
import { type ExportRecord, formatName, formatVersion } from '../../../packages/node/transfer/format.ts';
import { transcriptOf } from '../../support/cliTranscript.ts';
import { exchange } from '../../support/scriptedGateway.ts';
import { exported } from '../../support/transfer.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-import-'));
  file = join(folder, 'export.tar');
});
afterAll(() => rm(folder, { recursive: true }));

const entry = (id: string, more: object = {}) => ({
  ...{ type: 'entry', kind: 'AGENT', namespace: 'default', id, createdAt: '2026-01-01T00:00:00.000Z' },
  ...{ updatedAt: '2026-01-03T00:00:00.000Z', status: 'ACTIVE', statusMessage: null, replacedBy: null },
  ...{ visibility: 'PUBLIC', compatibility: 'STRICT', currentVersion: null, ...more },
});

/** Writes an export of these records, with the versions of an agent after its entry. */
async function archive(records: object[], versions: ReturnType<typeof exported>[] = []): Promise<void> {
  const writer = createArchiveWriter();
  const bytes = new Response(writer.readable).bytes();
  const time = '2026-01-04T00:00:00.000Z';
  await writer.start({
    format: formatName,
    formatVersion,
    cursor: 'c9',
    since: null,
    namespaces: null,
    exportedAt: time,
  });
  const all = [...records];
  for (const { files, ...version } of versions) {
    const entries = [];
    for (const { path, content } of files ?? []) {
      const bytes = new TextEncoder().encode(content);
      await writer.blob(sha256Hex(bytes), bytes);
      entries.push({ path, size: bytes.length, sha256: sha256Hex(bytes) });
    }
    all.push({ type: 'version', kind: 'AGENT', namespace: 'default', id: 'reviewer', ...version, files: entries });
  }
  await writer.records(all as ExportRecord[]);
  await writer.finish();
  await writeFile(file, await bytes);
}

const viewer = { viewer: { id: 'u', role: 'ADMIN', namespace: 'default' } };
const nothing = { agent: null, template: null };
const uncurated = { channels: [], listingChanged: false, featuredChanged: false };
const imported = (outcome: string, versions: object[] = [], warnings: string[] = [], curated: object = uncurated) => ({
  result: { ...{ __typename: 'ImportVersionsPayload', outcome, warnings, versions, event: null }, ...curated },
});
const refused = (code: string, message: string, more: object = {}) => ({
  result: { __typename: 'Refused', code, message, ...more },
});
const here = (more: object = {}, versions: object[] = [], hasNextPage = false) => ({
  template: null,
  agent: {
    ...{ updatedAt: '2026-01-03T00:00:00Z', status: 'ACTIVE', statusMessage: null, visibility: 'PUBLIC' },
    ...{ compatibility: 'STRICT', replacedBy: null, currentVersion: null, tags: [], category: null },
    ...{ description: 'Reviews.', listingOverrides: [], featured: false, curatedAt: null, channels: [] },
    versions: { edges: versions.map((node) => ({ node })), pageInfo: { hasNextPage, endCursor: 'next' } },
    ...more,
  },
});
const run = (...answers: object[]) => exchange(['import', file], viewer, ...answers);
const removal = (options: string[], ...answers: object[]) => exchange(['import', file, ...options], viewer, ...answers);

describe('import', () => {
  it('sends the state of an entry that is not here', async () => {
    await archive([entry('reviewer', { replacedBy: 'default/pr', statusMessage: 'old' })]);
    const { lines, sent } = await run(nothing, imported('IMPORTED'));
    expect(sent).toEqual([
      { operation: 'Viewer', variables: {} },
      { operation: 'EntryHere', variables: { id: 'reviewer', namespace: 'default', after: null } },
      {
        operation: 'ImportVersions',
        variables: {
          input: {
            kind: 'AGENT',
            id: 'reviewer',
            namespace: 'default',
            entry: {
              createdAt: '2026-01-01T00:00:00.000Z',
              updatedAt: '2026-01-03T00:00:00.000Z',
              status: 'ACTIVE',
              statusMessage: 'old',
              visibility: 'PUBLIC',
              compatibility: 'STRICT',
              currentVersion: null,
              replacedBy: 'default/pr',
            },
            versions: [],
            allowUnresolved: false,
            dryRun: false,
            idempotencyKey: 'import:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'Entries: 1 imported, 0 updated, 0 already there, 0 skipped.',
      'Versions: 0 imported, 0 updated, 0 already there, 0 skipped.',
      '! Verified: 1 entry, 0 versions, 0 files.',
    ]);
  });

  it.each([
    ['old/pr', 'default/pr'],
    ['other/pr', 'other/pr'],
  ])('names the replacement %s of an entry of the namespace old as %s', async (there, named) => {
    await archive([entry('reviewer', { namespace: 'old', replacedBy: there })]);
    const { sent } = await exchange(['import', file, '--from-namespace', 'old'], viewer, nothing, imported('IMPORTED'));
    expect(sent.at(-1)?.variables).toMatchObject({ input: { id: 'reviewer', entry: { replacedBy: named } } });
  });

  it('sends nothing for an entry that is the same here', async () => {
    await archive([entry('reviewer')]);
    const { lines, sent } = await run(here());
    expect(sent.map(({ operation }) => operation)).toEqual(['Viewer', 'EntryHere']);
    expect(lines).toEqual([
      'Entries: 0 imported, 0 updated, 1 already there, 0 skipped.',
      'Versions: 0 imported, 0 updated, 0 already there, 0 skipped.',
      '! Verified: 1 entry, 0 versions, 0 files.',
    ]);
  });

  it.each([
    [{ updatedAt: '2026-01-02T00:00:00Z' }],
    [{ status: 'DISABLED' }],
    [{ statusMessage: 'old' }],
    [{ visibility: 'PRIVATE' }],
    [{ compatibility: 'WARN' }],
    [{ currentVersion: { version: '1.0.0' } }],
    [{ replacedBy: { namespace: 'default', slug: 'pr' } }],
  ])('sends the state of an entry that is here with %j', async (more) => {
    await archive([entry('reviewer')]);
    const { lines, sent } = await run(here(more), imported('UPDATED'));
    expect(sent.map(({ operation }) => operation)).toEqual(['Viewer', 'EntryHere', 'ImportVersions']);
    expect(lines.slice(0, 1)).toEqual(['Entries: 0 imported, 1 updated, 0 already there, 0 skipped.']);
  });

  it('leaves an entry that was changed here later', async () => {
    await archive([entry('reviewer')]);
    const { lines } = await run(here({ updatedAt: '2026-02-01T00:00:00Z' }));
    expect(lines).toEqual([
      'Entries: 0 imported, 0 updated, 0 already there, 1 skipped.',
      'Versions: 0 imported, 0 updated, 0 already there, 0 skipped.',
      '! Verified: 1 entry, 0 versions, 0 files.',
      '! Skipped reviewer: The entry was changed here later; its state stays. (NEWER_HERE)',
    ]);
  });

  const channel = {
    name: 'stable',
    version: '1.0.0',
    previousVersion: null,
    gate: null,
    movedAt: '2026-01-02T00:00:00.000Z',
  };
  const curated = { channels: [channel], allChannels: true, featured: false, curatedAt: '2026-01-02T00:00:00.000Z' };
  const channelHere = { ...channel, version: { version: '1.0.0' } };

  it.each([
    [{ curatedAt: '2026-01-02T00:00:00Z', channels: [{ ...channelHere, version: { version: '0.9.0' } }] }],
    [{ curatedAt: '2026-01-02T00:00:00Z', channels: [channelHere, { ...channelHere, name: 'beta' }] }],
    [{ curatedAt: '2026-01-02T00:00:00Z', channels: [channelHere], featured: true }],
    [{ curatedAt: '2026-01-01T00:00:00Z', channels: [channelHere] }],
    [{ curatedAt: null, channels: [] }],
  ])('sends the channels of an entry that is here with %j', async (more) => {
    await archive([entry('reviewer', curated)]);
    const outcomes = [
      { name: 'stable', outcome: 'SET' },
      { name: 'beta', outcome: 'REMOVED' },
      { name: 'old', outcome: 'UNCHANGED' },
      { name: 'lost', outcome: 'VERSION_MISSING' },
    ];
    const { lines, sent } = await run(
      here(more),
      imported('UPDATED', [], [], { channels: outcomes, listingChanged: false, featuredChanged: true }),
    );
    expect(sent.at(-1)?.variables).toMatchObject({ input: { entry: curated } });
    expect(lines.slice(2)).toEqual([
      'Channels: 1 set, 1 removed, 1 already there, 1 skipped.',
      'Listings: 1 updated.',
      '! Verified: 1 entry, 0 versions, 0 files.',
      '! Skipped reviewer: The version that the channel lost points to is not published here. (VERSION_MISSING)',
      'exit 1',
    ]);
  });

  it.each([
    [
      { curatedAt: '2026-01-02T00:00:00Z', channels: [channelHere] },
      'Channels: 0 set, 0 removed, 1 already there, 0 skipped.',
    ],
    [{ curatedAt: '2026-01-03T00:00:00Z', channels: [] }, 'Channels: 0 set, 0 removed, 0 already there, 1 skipped.'],
  ])('sends no channels of an entry that is here with %j', async (more, line) => {
    await archive([entry('reviewer', curated)]);
    const { lines, sent } = await run(here(more));
    expect(sent.map(({ operation }) => operation)).toEqual(['Viewer', 'EntryHere']);
    expect(lines[2]).toBe(line);
  });

  it('sends a listing that differs, an empty category as none', async () => {
    await archive([entry('reviewer', { listing: { tags: ['a'], category: null } })]);
    const { sent } = await run(here({ listingOverrides: ['TAGS'], tags: ['a'] }), imported('UPDATED'));
    expect(sent.at(-1)?.variables).toMatchObject({ input: { entry: { listing: { tags: ['a'], category: '' } } } });
    const same = await run(here({ listingOverrides: ['TAGS', 'CATEGORY'], tags: ['a'] }));
    expect(same.sent.map(({ operation }) => operation)).toEqual(['Viewer', 'EntryHere']);
  });

  it('reads a text with the separators of lines and paragraphs', async () => {
    const statusMessage = 'One\u2028two\u2029three\u0085four\vfive';
    await archive([entry('reviewer', { statusMessage })]);
    const { sent } = await run(here(), imported('UPDATED'));
    expect(sent.at(-1)?.variables).toMatchObject({ input: { entry: { statusMessage } } });
  });

  it('says what became of each version', async () => {
    const versions = ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0', '1.5.0'].map((number) =>
      exported('reviewer', number),
    );
    await archive([entry('reviewer')], versions);
    const [first] = versions;
    const isHere = { version: '1.0.0', status: 'ACTIVE', visibility: 'PUBLIC', digest: first?.digest, digestRule: 2 };
    const more = here({}, [isHere], true);
    const outcomes = [
      { version: '1.1.0', outcome: 'IMPORTED', digest: 'd' },
      { version: '1.2.0', outcome: 'UPDATED', digest: 'd' },
      { version: '1.3.0', outcome: 'UNCHANGED', digest: 'd' },
      { version: '1.4.0', outcome: 'CONFLICT', digest: 'other' },
      { version: '1.5.0', outcome: 'FILES_MISSING', digest: null },
    ];
    const { lines, sent } = await run(more, here(), imported('NEWER_HERE', outcomes, ['It is old.', 'It is old.']));
    expect(sent.map(({ operation }) => operation)).toEqual(['Viewer', 'EntryHere', 'EntryHere', 'ImportVersions']);
    expect(lines.map((line) => line.replace(versions[4]?.digest ?? '', '<wanted>'))).toEqual([
      'Entries: 0 imported, 0 updated, 0 already there, 1 skipped.',
      'Versions: 1 imported, 1 updated, 2 already there, 2 skipped.',
      '! Verified: 1 entry, 6 versions, 7 files.',
      '! Warning: reviewer: It is old.',
      '! Skipped reviewer: The entry was changed here later; its state stays. (NEWER_HERE)',
      '! Skipped reviewer@1.4.0: The version number is taken by other content here: digest other, not <wanted>. (CONFLICT)',
      '! Skipped reviewer@1.5.0: The version is not here, and its files were not sent. (FILES_MISSING)',
      'exit 1',
    ]);
  });

  it('sends a version again that is here with another state', async () => {
    const version = exported('reviewer', '1.0.0');
    const isHere = { version: '1.0.0', status: 'ACTIVE', visibility: 'PUBLIC', digest: version.digest, digestRule: 2 };
    for (const more of [{ digest: 'x' }, { digestRule: 1 }, { status: 'ARCHIVED' }, { visibility: 'PRIVATE' }]) {
      await archive([entry('reviewer')], [version]);
      const { sent } = await run(here({}, [{ ...isHere, ...more }]), imported('UNCHANGED'));
      expect(sent.at(-1)?.variables).toMatchObject({
        input: { versions: [{ version: '1.0.0', digest: version.digest }] },
      });
    }
  });

  it('passes on why an entry was refused, and exits with 1', async () => {
    const issues = [{ file: 'agent.json', message: 'The name is reserved.' }];
    await archive([entry('reviewer')], [exported('reviewer', '1.0.0')]);
    const { lines } = await run(nothing, refused('MANIFEST_INVALID', 'Not valid.', { issues }));
    expect(lines).toEqual([
      'Entries: 0 imported, 0 updated, 0 already there, 1 skipped.',
      'Versions: 0 imported, 0 updated, 0 already there, 1 skipped.',
      '! Verified: 1 entry, 1 version, 2 files.',
      '! Skipped reviewer: Not valid. (MANIFEST_INVALID) agent.json: The name is reserved. (REFUSED)',
      'exit 1',
    ]);
    expect((await run(nothing, { result: { __typename: 'New' } })).lines.slice(-2)).toEqual([
      '! ✗ The gateway answered with an unknown result.',
      'exit 1',
    ]);
  });

  it('imports what depends on others after them, and at the end with what is missing', async () => {
    await archive([entry('reviewer')]);
    const unresolved = refused('DEPENDENCY_UNRESOLVED', 'It needs triage.');
    const { lines, sent } = await run(
      nothing,
      unresolved,
      nothing,
      unresolved,
      nothing,
      imported('IMPORTED', [], ['triage is missing.']),
    );
    const allowed = sent.flatMap(({ variables }) => {
      const { input } = variables as { input?: { allowUnresolved: boolean } };
      return input ? [input.allowUnresolved] : [];
    });
    expect(allowed).toEqual([false, false, true]);
    expect(lines).toEqual([
      'Entries: 1 imported, 0 updated, 0 already there, 0 skipped.',
      'Versions: 0 imported, 0 updated, 0 already there, 0 skipped.',
      '! Verified: 1 entry, 0 versions, 0 files.',
      '! Warning: reviewer: triage is missing.',
    ]);
  });

  it('reports what belongs to others, and what was removed', async () => {
    await archive([
      entry('reviewer', { namespace: 'team-a' }),
      { type: 'removed', kind: 'TEMPLATE', namespace: 'default', id: 'train' },
    ]);
    expect((await run()).lines).toEqual([
      'Entries: 0 imported, 0 updated, 0 already there, 2 skipped.',
      'Versions: 0 imported, 0 updated, 0 already there, 0 skipped.',
      '1 entry belongs to other namespaces.',
      '! Verified: 1 entry, 0 versions, 0 files.',
      '! Skipped train: It was removed there, or can no longer be read. Remove it here with `registry remove`. (REMOVED_THERE)',
    ]);
    await archive([entry('reviewer', { namespace: 'team-a' }), entry('two', { namespace: 'team-b' })]);
    expect((await run()).lines).toEqual([
      'Entries: 0 imported, 0 updated, 0 already there, 2 skipped.',
      'Versions: 0 imported, 0 updated, 0 already there, 0 skipped.',
      '2 entries belong to other namespaces.',
      '! Verified: 2 entries, 0 versions, 0 files.',
      '! ✗ The export contains nothing of the namespace default.',
      '!   Name a namespace of the export with --from-namespace.',
      'exit 1',
    ]);
  });

  describe('of an entry that was removed', () => {
    const removed = (id: string, kind = 'AGENT') => ({
      type: 'removed',
      kind,
      namespace: 'default',
      id,
      wasRemoved: true,
    });
    const here = {
      agent: { versions: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } } },
      template: null,
    };
    const summary = (entries: string) => [
      `Entries: 0 imported, 0 updated, ${entries}`,
      'Versions: 0 imported, 0 updated, 0 already there, 0 skipped.',
      '! Verified: 0 entries, 0 versions, 0 files.',
    ];

    it('removes it, and says how many', async () => {
      await archive([removed('one'), removed('train', 'TEMPLATE')]);
      const template = { agent: null, template: here.agent };
      const gone = (kind: string) => ({ result: { __typename: `Remove${kind}Payload` } });
      const { lines, sent } = await removal([], here, gone('Agent'), template, gone('Template'));
      const [entries = '', ...rest] = summary('0 already there, 0 skipped.');
      expect(lines).toEqual([entries, '2 entries removed.', ...rest]);
      expect(sent.filter(({ operation }) => operation.startsWith('Remove'))).toMatchObject([
        {
          operation: 'RemoveAgent',
          variables: {
            input: {
              ...{ id: 'one', namespace: 'default', dryRun: false },
              reason: 'It was removed in the registry that it was imported from.',
            },
          },
        },
        { operation: 'RemoveTemplate', variables: { input: { id: 'train' } } },
      ]);
    });

    it('says what it would remove', async () => {
      await archive([removed('one')]);
      const { lines, sent } = await removal(['--dry-run'], here, { result: { __typename: 'RemoveAgentPayload' } });
      expect(lines[1]).toBe('1 entry to remove.');
      expect(sent.at(-1)?.variables).toMatchObject({ input: { dryRun: true } });
    });

    it('leaves what is gone here too, what is to be kept, and what the gateway refuses', async () => {
      await archive([removed('one')]);
      expect((await removal([], nothing)).lines).toEqual(summary('1 already there, 0 skipped.'));
      expect((await removal(['--keep-removed'], here)).lines).toEqual([
        ...summary('0 already there, 1 skipped.'),
        '! Skipped one: It was removed there. Remove it here with `registry remove`. (REMOVED_THERE)',
      ]);
      expect((await removal([], here, refused('FORBIDDEN', 'Not yours.'))).lines).toEqual([
        ...summary('0 already there, 1 skipped.'),
        '! Skipped one: Not yours. (FORBIDDEN) (REFUSED)',
        'exit 1',
      ]);
    });
  });

  it('says what would be imported, and prints JSON', async () => {
    await archive([entry('reviewer')]);
    const dry = await exchange(['import', file, '--dry-run'], viewer, nothing, imported('IMPORTED'));
    expect(dry.lines).toEqual([
      'Entries: 1 to import, 0 to update, 0 already there, 0 skipped.',
      'Versions: 0 to import, 0 to update, 0 already there, 0 skipped.',
      '! Verified: 1 entry, 0 versions, 0 files.',
    ]);
    expect(dry.sent.at(-1)?.variables).toMatchObject({ input: { dryRun: true, allowUnresolved: true } });
    const { lines } = await exchange(['import', file, '--json'], viewer, nothing, imported('IMPORTED'));
    expect(JSON.parse(lines.slice(0, -1).join('\n'))).toEqual({
      dryRun: false,
      cursor: 'c9',
      since: null,
      entries: { imported: 1, updated: 0, unchanged: 0, skipped: 0, removed: 0 },
      channels: { set: 0, removed: 0, unchanged: 0, skipped: 0 },
      listings: { updated: 0 },
      versions: { imported: 0, updated: 0, unchanged: 0, skipped: 0 },
      skipped: [],
      warnings: [],
    });
  });

  it('requires a token that the gateway knows, and a file', async () => {
    expect((await transcriptOf({})(['import', file])).slice(0, 1)).toEqual([
      '! ✗ A token is required to import; REGISTRY_TOKEN is not set.',
    ]);
    expect((await exchange(['import', file], { viewer: null })).lines.slice(0, 1)).toEqual([
      '! ✗ The gateway did not recognize your token.',
    ]);
    expect((await exchange(['import', '/nowhere/export.tar'], viewer)).lines).toEqual([
      '! ✗ Cannot read /nowhere/export.tar: file not found.',
      'exit 1',
    ]);
  });
});
