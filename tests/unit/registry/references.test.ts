import { describe, expect, it } from 'vitest';
import type { AgentManifest, TemplateManifest } from '../../../packages/manifest/index.ts';
import { entriesBySlugs } from '../../../src/db/entry.ts';
import type { Kind } from '../../../src/db/kindTables.ts';
import { entriesNamed } from '../../../src/db/resolution.ts';
import { sharedAgentsBySlugs } from '../../../src/db/share.ts';
import { headsInRanges } from '../../../src/db/version.ts';
import { multirange, noneIn, referencesOf, templatesNeeded, unresolved } from '../../../src/registry/references.ts';
import { answering } from './answering.ts';

interface World {
  /** Entries that are visible, such as `acme/writer`, with the one range that each has a version in. */
  there?: Record<string, string>;
  removed?: string[];
  /** Agents of other namespaces that are shared to be used. */
  shared?: Record<string, string>;
}

const entryAt = (id: string) => {
  const [namespace = '', slug = ''] = id.split('/');
  return { id, namespace, slug };
};

function transaction({ there = {}, removed = [], shared = {} }: World) {
  const ranges = { ...there, ...shared };
  const named = (ids: string[], namespaces: string[], slugs: string[]) =>
    slugs.flatMap((slug, index) => ids.filter((id) => id === `${namespaces[index]}/${slug}`)).map(entryAt);
  const ofKind = (kind: Kind) =>
    [
      [
        entriesBySlugs(kind, [], []),
        (namespaces: string[], slugs: string[]) => named(Object.keys(there), namespaces, slugs).reverse(),
      ],
      [
        entriesNamed(kind, [], []),
        (namespaces: string[], slugs: string[]) => [
          ...named(removed, namespaces, slugs).map((each) => ({ ...each, isRemoved: true })),
          ...named(Object.keys(there), namespaces, slugs).map((each) => ({ ...each, isRemoved: false })),
        ],
      ],
      [
        headsInRanges(kind, []),
        (entryIds: string[], matches: string[]) =>
          entryIds
            .filter((entryId, index) => multirange(ranges[entryId] ?? '') === matches[index])
            .map((entryId) => ({ id: `${entryId}@1.0.0`, entryId })),
      ],
    ] as const;
  return answering(...ofKind('AGENT'), ...ofKind('TEMPLATE'), [
    sharedAgentsBySlugs('', []),
    (_: string, slugs: string[]) =>
      Object.keys(shared)
        .map(entryAt)
        .filter(({ slug }) => slugs.includes(slug)),
  ]);
}

/** The references of an agent that depends on these, and of a template that supports these agents. */
async function found(world: World, dependencies: Record<string, string>, supported?: Record<string, string>) {
  const { tx, sent } = transaction(world);
  const manifest = supported ? { dependencies, supportedAgents: supported } : { dependencies };
  const kind = supported ? 'TEMPLATE' : 'AGENT';
  const references = await referencesOf(tx, 'acme', kind, manifest as unknown as AgentManifest | TemplateManifest);
  return { references, sent };
}
const resolved = async (...args: Parameters<typeof found>) =>
  (await found(...args)).references.map(({ kind, slug, version }) => [kind, slug, version?.id ?? null]);
const reasons = async (...args: Parameters<typeof found>) =>
  unresolved((await found(...args)).references).map(({ slug, reason }) => `${slug}: ${reason}`);

describe('a reference', () => {
  it('leads to the entry of the namespace, else to that of `default`', async () => {
    const there = { 'default/writer': '*', 'acme/writer': '*', 'default/tester': '*', 'beta/other': '*' };
    expect(await resolved({ there }, { writer: '*', tester: '*', other: '*' })).toEqual([
      ['AGENT', 'writer', 'acme/writer@1.0.0'],
      ['AGENT', 'tester', 'default/tester@1.0.0'],
      ['AGENT', 'other', null],
    ]);
  });

  it('leads to an entry, of which no version may be in the range', async () => {
    const { references } = await found({ there: { 'acme/writer': '^1.0.0' } }, { writer: '^2.0.0' });
    expect(references).toEqual([
      {
        ...{ kind: 'AGENT', slug: 'writer', range: '^2.0.0' },
        ...{ entry: entryAt('acme/writer'), version: null, isRemoved: false },
      },
    ]);
  });

  it('does not lead to `default` when the namespace had an entry of this id, which was removed', async () => {
    const world = { there: { 'default/writer': '*' }, removed: ['acme/writer'] };
    expect((await found(world, { writer: '*' })).references).toMatchObject([{ entry: null, isRemoved: true }]);
    const other = { there: { 'default/writer': '*' }, removed: ['beta/writer', 'default/writer'] };
    expect(await resolved(other, { writer: '*' })).toEqual([['AGENT', 'writer', 'default/writer@1.0.0']]);
  });

  it('of a template is to agents and to templates', async () => {
    const there = { 'acme/both': '*' };
    expect(await resolved({ there }, { both: '*' }, { both: '*' })).toEqual([
      ['AGENT', 'both', 'acme/both@1.0.0'],
      ['TEMPLATE', 'both', 'acme/both@1.0.0'],
    ]);
    const { tx } = transaction({ there });
    expect(await templatesNeeded(tx, 'acme', { both: '*' })).toMatchObject([{ kind: 'TEMPLATE', slug: 'both' }]);
  });

  it('takes no statement if there is none, and none that has no use', async () => {
    expect((await found({}, {})).sent).toEqual([]);
    const none = await referencesOf(transaction({}).tx, 'acme', 'AGENT', {} as AgentManifest);
    expect(none).toEqual([]);
    expect((await found({}, { writer: '*' })).sent).toEqual([
      [
        ['acme', 'default'],
        ['writer', 'writer'],
      ],
      [['acme'], ['writer']],
    ]);
    expect((await found({ there: { 'acme/writer': '*' } }, { writer: '*' })).sent).toHaveLength(2);
    const { tx, sent } = transaction({ there: { 'default/note': '*' } });
    await templatesNeeded(tx, 'default', { note: '*' });
    expect(sent[0]).toEqual([['default'], ['note']]);
  });
});

describe('an agent that a template supports', () => {
  it('may be one that another namespace shares', async () => {
    const shared = { 'beta/writer': '*' };
    expect(await resolved({ shared }, {}, { writer: '*' })).toEqual([['AGENT', 'writer', 'beta/writer@1.0.0']]);
    expect(await resolved({ shared }, { writer: '*' })).toEqual([['AGENT', 'writer', null]]);
  });

  it('is found among all that are shared', async () => {
    const shared = { 'beta/writer': '*', 'gamma/tester': '*' };
    expect((await found({ shared }, {}, { writer: '*', tester: '*' })).references).toEqual(
      ['beta/writer', 'gamma/tester'].map((id) => ({
        ...{ kind: 'AGENT', slug: entryAt(id).slug, range: '*', entry: entryAt(id) },
        ...{ version: { id: `${id}@1.0.0`, entryId: id }, isRemoved: false },
      })),
    );
  });

  it('is one that is shared only if there is no other', async () => {
    const world = { there: { 'default/writer': '*' }, shared: { 'beta/writer': '*', 'beta/tester': '*' } };
    const { references, sent } = await found(world, {}, { writer: '*', tester: '*' });
    expect(references.map(({ version }) => version?.id)).toEqual(['default/writer@1.0.0', 'beta/tester@1.0.0']);
    expect(sent[1]).toEqual(['acme', ['tester'], 'acme']);
    expect((await found({ there: { 'acme/writer': '*' } }, {}, { writer: '*' })).sent).toHaveLength(2);
  });

  it('is none of those that several namespaces share, which are named', async () => {
    const shared = { 'beta/writer': '*', 'gamma/writer': '*' };
    const { references } = await found({ shared }, {}, { writer: '*' });
    expect(references).toMatchObject([{ entry: null, version: null, sharedBy: ['beta', 'gamma'] }]);
  });
});

describe('what does not resolve', () => {
  it('is told with the reason', async () => {
    const world = { there: { 'acme/writer': '^1.0.0' }, removed: ['acme/old'] };
    const asked = { writer: '^2.0.0', old: '*', gone: '*' };
    expect(unresolved((await found(world, asked)).references)).toEqual([
      {
        ...{ kind: 'AGENT', slug: 'writer', range: '^2.0.0', chain: ['writer@^2.0.0'] },
        reason: 'no published version satisfies the range',
      },
      { kind: 'AGENT', slug: 'old', range: '*', chain: ['old@*'], reason: 'the agent was removed' },
      { kind: 'AGENT', slug: 'gone', range: '*', chain: ['gone@*'], reason: 'agent not found' },
    ]);
    expect(await reasons({ there: { 'acme/writer': '*' } }, { writer: '*' })).toEqual([]);
    expect(await reasons({ removed: ['acme/note'] }, { note: '*', gone: '*' }, {})).toEqual([
      'note: the template was removed',
      'gone: template not found',
    ]);
  });

  it('may be shared by several namespaces', async () => {
    expect(await reasons({ shared: { 'beta/writer': '*', 'gamma/writer': '*' } }, {}, { writer: '*' })).toEqual([
      'writer: several namespaces share an agent of this id with yours: beta, gamma',
    ]);
  });

  it('is a channel, or a range', () => {
    expect(noneIn('beta')).toBe('it has no channel "beta"');
    expect(noneIn('^1.0.0')).toBe('no published version satisfies the range');
  });
});

it.each([
  ['beta', '{["cbeta","cbeta"]}'],
  ['*', '{["r","s")}'],
  ['1.0.0', '{["r011010010~","r011010010~"]}'],
  ['>1.0.0 <=2.0.0', '{("r011010010~","r012010010~"]}'],
  ['^1.2.0', '{["r011012010~","r0120100100010"),["p012010010","p0120100100010")}'],
])('a range is written as a multirange of version points: %s', (range, written) => {
  expect(multirange(range)).toBe(written);
});
