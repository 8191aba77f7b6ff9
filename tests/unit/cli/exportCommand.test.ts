import { lstat, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackTar } from 'modern-tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchange } from '../../support/scriptedGateway.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-export-'));
  file = join(folder, 'export.tar');
});
afterEach(() => rm(folder, { recursive: true }));

const viewer = { viewer: { id: 'u', role: 'ADMIN', namespace: 'team-a' } };
const latest = { registryEvents: { edges: [{ cursor: 'c9' }], pageInfo: { hasNextPage: false, endCursor: 'c9' } } };
const page = (nodes: object[], hasNextPage = false) => ({
  edges: nodes.map((node) => ({ node })),
  pageInfo: { hasNextPage, endCursor: 'next' },
});
const entry = (slug: string, more: object = {}) => ({
  ...{ slug, namespace: 'team-a', createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-02T00:00:00+00:00' },
  ...{ status: 'ACTIVE', statusMessage: null, visibility: 'PUBLIC', compatibility: 'STRICT', replacedBy: null },
  ...{ tags: ['a'], category: null, description: 'Reviews.', listingOverrides: [], featured: false, curatedAt: null },
  ...{ channels: [], currentVersion: null, ...more },
});
const none = { entries: page([]) };
const noVersions = { entry: { versions: page([]) } };

/** The records of the export, and its header. */
async function written() {
  const members = await unpackTar(await readFile(file));
  const text = (name: RegExp) =>
    members.filter(({ header }) => name.test(header.name)).map(({ data }) => Buffer.from(data ?? []).toString());
  return {
    header: JSON.parse(text(/^export/).join('')),
    records: text(/^records/)
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

describe('export', () => {
  it('writes through no link in the place of its partial file', async () => {
    const other = join(folder, 'other');
    await writeFile(other, 'kept');
    await symlink(other, `${file}.partial`);
    await exchange(['export', '--out', file], viewer, latest, none, none);
    expect(await readFile(other, 'utf8')).toBe('kept');
    expect((await lstat(file)).isFile()).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(['export.tar', 'other']);
  });

  it('asks for the entries of the own namespace, page by page', async () => {
    const { lines, sent } = await exchange(
      ['export', '--out', file],
      ...[
        viewer,
        latest,
        { entries: page([entry('one')], true) },
        noVersions,
        {
          entries: page([
            entry('two', {
              statusMessage: 'old',
              replacedBy: { namespace: 'team-a', slug: 'one' },
              currentVersion: { version: '1.0.0' },
              listingOverrides: ['TAGS', 'CATEGORY', 'DESCRIPTION'],
              featured: true,
              curatedAt: '2026-01-02T00:00:00+00:00',
              channels: [
                { name: 'beta', version: null, previousVersion: null, gate: null, movedAt: '2026-01-01T00:00:00Z' },
                {
                  name: 'stable',
                  version: { version: '1.0.0' },
                  previousVersion: { version: '0.9.0' },
                  gate: { requireTests: true, windowHours: 24, onRegression: 'PROPOSE' },
                  movedAt: '2026-01-01T00:00:00Z',
                },
              ],
            }),
          ]),
        },
        noVersions,
        none,
      ],
    );
    expect(sent.slice(2)).toEqual([
      { operation: 'ExportAgents', variables: { filter: { namespace: 'team-a' }, after: null } },
      { operation: 'ExportAgentVersions', variables: { id: 'one', namespace: 'team-a', after: null } },
      { operation: 'ExportAgents', variables: { filter: { namespace: 'team-a' }, after: 'next' } },
      { operation: 'ExportAgentVersions', variables: { id: 'two', namespace: 'team-a', after: null } },
      { operation: 'ExportTemplates', variables: { filter: { namespace: 'team-a' }, after: null } },
    ]);
    expect(lines).toEqual(['Exported 2 entries, 0 versions, 0 files (0 B).', 'Cursor: c9']);
    const { header, records } = await written();
    expect({ ...header, exportedAt: 'T' }).toEqual({
      format: 'nofx-registry-export',
      formatVersion: 2,
      cursor: 'c9',
      since: null,
      namespaces: ['team-a'],
      exportedAt: 'T',
    });
    expect(records).toEqual([
      {
        type: 'entry',
        kind: 'AGENT',
        namespace: 'team-a',
        id: 'one',
        createdAt: '2026-01-01T00:00:00.000Z',
        updatedAt: '2026-01-02T00:00:00.000Z',
        status: 'ACTIVE',
        statusMessage: null,
        replacedBy: null,
        visibility: 'PUBLIC',
        compatibility: 'STRICT',
        currentVersion: null,
        listing: {},
        channels: [],
        allChannels: true,
        featured: false,
        curatedAt: null,
      },
      {
        type: 'entry',
        kind: 'AGENT',
        namespace: 'team-a',
        id: 'two',
        createdAt: '2026-01-01T00:00:00.000Z',
        updatedAt: '2026-01-02T00:00:00.000Z',
        status: 'ACTIVE',
        statusMessage: 'old',
        replacedBy: 'team-a/one',
        visibility: 'PUBLIC',
        compatibility: 'STRICT',
        currentVersion: '1.0.0',
        listing: { tags: ['a'], category: null, description: 'Reviews.' },
        channels: [
          {
            name: 'stable',
            version: '1.0.0',
            previousVersion: '0.9.0',
            gate: {
              ...{ requireTests: true, windowHours: 24, minRuns: null, minSuccessRate: null, maxP95DurationMs: null },
              onRegression: 'PROPOSE',
            },
            movedAt: '2026-01-01T00:00:00.000Z',
          },
        ],
        allChannels: false,
        featured: true,
        curatedAt: '2026-01-02T00:00:00.000Z',
      },
    ]);
  });

  it.each([
    [
      '--namespace team-a team-b',
      [{ namespace: 'team-a' }, { namespace: 'team-b' }, { namespace: 'team-a' }, { namespace: 'team-b' }],
    ],
    ['--all-namespaces', [null, null]],
  ])('%s asks for these namespaces, agents before templates', async (options, filters) => {
    const { sent } = await exchange(
      ['export', '--out', file, ...options.split(' ')],
      viewer,
      latest,
      none,
      none,
      none,
      none,
    );
    expect(sent.slice(2).map(({ variables }) => (variables as { filter: unknown }).filter)).toEqual(filters);
  });

  it('without a token exports the namespace default', async () => {
    const { sent } = await exchange(['export', '--out', file], { viewer: null }, latest, none, none);
    expect(sent[2]?.variables).toEqual({ filter: { namespace: 'default' }, after: null });
  });

  it('with --since writes what changed, and what was removed', async () => {
    const event = (entryId: string | null, action: string, more: object = {}) => ({
      ...{ cursor: 'c', kind: 'AGENT', namespace: 'team-a', entryId, version: '1.0.0', action, ...more },
    });
    const events = (nodes: object[], hasNextPage = false) => ({
      registryEvents: {
        ...page(
          nodes.map((node) => node),
          hasNextPage,
        ),
      },
    });
    const { lines, sent } = await exchange(
      ['export', '--out', file, '--since', 'c1', '--namespace', 'team-a', 'team-b'],
      ...[viewer, latest],
      events(
        [
          event('gone', 'REMOVED'),
          event('one', 'PUBLISHED'),
          event('one', 'VISIBILITY_CHANGED', { version: null }),
          event('one', 'PUBLISHED', { version: '1.1.0' }),
        ],
        true,
      ),
      events([
        event(null, 'RATED'),
        event('two', 'RATED'),
        event('other', 'PUBLISHED', { namespace: 'team-c' }),
        event('two', 'STATUS_CHANGED', { version: null }),
      ]),
      ...[{ entry: null }, { entry: entry('one') }, noVersions, { entry: entry('two') }, noVersions],
    );
    expect(sent.slice(2)).toEqual([
      { operation: 'ChangesSince', variables: { after: 'c1', filter: null } },
      { operation: 'ChangesSince', variables: { after: 'next', filter: null } },
      { operation: 'ExportAgent', variables: { id: 'gone', namespace: 'team-a' } },
      { operation: 'ExportAgent', variables: { id: 'one', namespace: 'team-a' } },
      { operation: 'ExportAgentVersions', variables: { id: 'one', namespace: 'team-a', after: null } },
      { operation: 'ExportAgent', variables: { id: 'two', namespace: 'team-a' } },
      { operation: 'ExportAgentVersions', variables: { id: 'two', namespace: 'team-a', after: null } },
    ]);
    expect(lines).toEqual(['Exported 2 entries, 0 versions, 1 removed, 0 files (0 B).', 'Cursor: c9']);
    const { records } = await written();
    expect(records.map(({ type, id }) => [type, id])).toEqual([
      ['removed', 'gone'],
      ['entry', 'one'],
      ['entry', 'two'],
    ]);
    expect(records[0]).toMatchObject({ wasRemoved: true });
  });

  it('with --since of one namespace asks for its events only, and stops at the newest event', async () => {
    const { sent, lines } = await exchange(['export', '--out', file, '--since', 'c9', '--json'], viewer, latest);
    expect(sent).toHaveLength(2);
    expect({ ...JSON.parse(lines.join('\n')), out: 'f', digest: 'd' }).toEqual({
      out: 'f',
      cursor: 'c9',
      since: 'c9',
      entries: 0,
      versions: 0,
      removed: 0,
      blobs: 0,
      bytes: 0,
      digest: 'd',
    });
    const { sent: asked } = await exchange(['export', '--out', file, '--since', '0'], viewer, latest, {
      registryEvents: page([]),
    });
    expect(asked[2]?.variables).toEqual({ after: '0', filter: { namespace: 'team-a' } });
  });

  it('warns of an entry that was removed meanwhile', async () => {
    const { lines } = await exchange(
      ['export', '--out', file],
      viewer,
      latest,
      { entries: page([entry('one')]) },
      { entry: null },
      none,
    );
    expect(lines).toEqual([
      'Exported 0 entries, 0 versions, 0 files (0 B).',
      'Cursor: c9',
      '! Warning: team-a/one: it was removed during the export.',
    ]);
  });

  it('leaves no file behind when it fails', async () => {
    const { lines } = await exchange(['export', '--out', file], viewer, latest, { errors: [{ message: 'Busy.' }] });
    expect(lines).toEqual(['! ✗ The gateway refused the request: Busy.', 'exit 1']);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a gateway that does not tell its newest event, and both kinds of namespaces', async () => {
    const old = { registryEvents: { edges: [{ cursor: 'a' }], pageInfo: { hasNextPage: true, endCursor: 'a' } } };
    expect((await exchange(['export', '--out', file], viewer, old)).lines).toEqual([
      '! ✗ The gateway does not tell its newest event. Update the gateway.',
      'exit 1',
    ]);
    expect((await exchange(['export', '--out', file, '--namespace', 'team-a', '--all-namespaces'])).lines).toEqual([
      '! ✗ Use either --namespace or --all-namespaces, not both.',
      'exit 2',
    ]);
  });
});
