import { describe, expect, it } from 'vitest';
import { satisfies } from '../../../packages/manifest/index.ts';
import { entriesOfDependencies } from '../../../src/db/dependency.ts';
import type { Kind } from '../../../src/db/kindTables.ts';
import { type CandidateRow, candidatesOfEntries, preferredOfEntries } from '../../../src/db/resolution.ts';
import { supportedAgentsOf } from '../../../src/db/template.ts';
import { versionsByIds } from '../../../src/db/version.ts';
import type { UsedInPlan } from '../../../src/registry/planNeeds.ts';
import { multirange } from '../../../src/registry/references.ts';
import { resolveTemplate } from '../../../src/registry/resolveTemplate.ts';
import { answering } from './answering.ts';

interface StoredVersion {
  /** What it depends on. */
  needs?: Record<string, string>;
  channels?: string[];
  /** Of a template, the agents and the templates of the steps of its plan. */
  plan?: { agents?: string[]; templates?: string[]; staging?: string[] };
  /** Of a template, the agents that it was bound to, by id of the agent, with ranges. */
  bound?: Record<string, string>;
  /** Whether its row is gone when it is read with its manifest. */
  isGone?: boolean;
}
/** By id of the entry, such as `A:acme/writer`, its versions, preferred first. Its status is active unless it is given. */
type World = Record<string, Record<string, StoredVersion>>;

const partsOf = (id: string) => {
  const [letter, namespace = '', slug = ''] = id.split(/[:/]/);
  return { kind: letter === 'A' ? ('AGENT' as const) : ('TEMPLATE' as const), namespace, slug };
};
const boundAgents = (bound: Record<string, string | null> = {}) =>
  Object.entries(bound).map(([id, range]) => ({
    slug: partsOf(id).slug,
    range: range ?? '*',
    agentRegistryId: range === null ? null : id,
  }));

/** The manifest of a template with these steps. */
function manifestOf({ needs, plan = {} }: StoredVersion) {
  const steps = [
    ...(plan.agents ?? []).map((agent) => ({ id: agent, agent })),
    ...(plan.templates ?? []).map((id) => ({ id: `include-${id}`, template: { id } })),
  ];
  const staging = (plan.staging ?? []).map((agent) => ({ id: agent, agent }));
  return { defaultPlan: { steps }, environments: { staging: { steps: staging } }, dependencies: needs };
}

interface Asked extends Partial<UsedInPlan> {
  needs?: Record<string, string>;
  /** By id of the agent, the range; null for one that it is not bound to. */
  bound?: Record<string, string | null>;
}

/** Resolves `acme/root` 1.0.0, which needs this and uses these. */
async function resolving(
  world: World,
  { needs = {}, bound = {}, agents = [], includes = [] }: Asked,
  statusOf: Record<string, CandidateRow['status']> = {},
) {
  const rows = (
    id: string,
    isWanted: (version: string, stored: StoredVersion) => boolean,
    limit?: number,
  ): CandidateRow[] => {
    const { namespace, slug } = partsOf(id);
    const entry = { entryId: id, namespace, slug, status: statusOf[id] ?? 'ACTIVE' };
    const none = { ...entry, versionId: null, version: null, dependencies: null, channels: [] };
    const found = Object.entries(world[id] ?? {}).filter(([version, stored]) => isWanted(version, stored));
    const all = found.slice(0, limit).map(([version, { needs: dependencies = null, channels = [] }]) => ({
      ...{ ...entry, versionId: `${id}@${version}`, version, dependencies, channels },
    }));
    return !world[id] ? [] : all.length > 0 ? all : [none];
  };
  const ranges = ['*', '^1.0.0', '^2.0.0', '^9.0.0', '1.0.0', 'beta'].map(
    (range) => [multirange(range), range] as const,
  );
  const rangeOf = new Map(ranges);
  const storedAt = (versionId: string) => {
    const [id = '', version = ''] = versionId.split('@');
    return world[id]?.[version] ?? {};
  };
  const ofKind = (kind: Kind) =>
    [
      [
        entriesOfDependencies(kind, [], { columns: 'label' }),
        (namespaces: string[], _: unknown, slugs: string[]) =>
          slugs.flatMap((slug, index) => {
            const named = [namespaces[index], 'default'].map((namespace) => `${kind[0]}:${namespace}/${slug}`);
            const id = named.find((each) => world[each]);
            return id === undefined ? [] : [{ place: index + 1, id }];
          }),
      ],
      [candidatesOfEntries(kind, []), (_: Kind, ids: string[]) => ids.flatMap((id) => rows(id, () => true))],
      [
        preferredOfEntries(kind, [], []),
        (ids: string[], asked: string[]) =>
          ids.flatMap((id, index) => {
            const range = rangeOf.get(asked[index] ?? '') ?? '';
            return rows(id, (version, { channels }) => channels?.includes(range) || satisfies(version, range), 1);
          }),
      ],
    ] as const;
  const { tx, sent } = answering(
    ...ofKind('AGENT'),
    ...ofKind('TEMPLATE'),
    [
      versionsByIds('TEMPLATE', []),
      (ids: string[]) =>
        ids.filter((id) => !storedAt(id).isGone).map((id) => ({ id, manifest: manifestOf(storedAt(id)) })),
    ],
    [
      supportedAgentsOf([]),
      (ids: string[]) =>
        ids.flatMap((id) => boundAgents(storedAt(id).bound).map((each) => ({ ...each, templateVersionId: id }))),
    ],
  );
  const root = { entryId: 'T:acme/root', versionId: 'T:acme/root@1.0.0', namespace: 'acme', slug: 'root' };
  const from = { ...root, version: '1.0.0', dependencies: needs, supportedAgents: boundAgents(bound) };
  const found = await resolveTemplate(tx, from as never, { agents, includes });
  return { ...found, sent };
}

const versions = async (...args: Parameters<typeof resolving>) => {
  const { agents, templates, unresolved } = await resolving(...args);
  if (unresolved) throw new Error(JSON.stringify(unresolved));
  for (const [id, version] of [...agents, ...templates]) expect(version.split('@')[0]).toBe(id);
  return { agents: [...agents.values()], templates: [...templates.values()] };
};
const reasons = async (...args: Parameters<typeof resolving>) =>
  (await resolving(...args)).unresolved?.map(({ chain, reason }) => `${chain.join(' -> ')}: ${reason}`);
const preferred = (kind: Kind, id: string, range: string) => [[id], [multirange(range)], kind, [id]];
const includes = (...ids: string[]) => ids.map((templateId) => ({ templateId, environment: null }));

describe('the versions of a template’s parts', () => {
  it('are the preferred ones in their ranges, each read once, without any other version', async () => {
    const world: World = {
      'A:acme/writer': { '2.0.0': {}, '1.1.0': { needs: { helper: '*' } }, '1.0.0': {} },
      'A:default/helper': { '1.0.0': {} },
      'T:acme/note': { '1.0.0': {} },
    };
    const asked = { bound: { 'A:acme/writer': '^1.0.0' }, agents: ['writer'], needs: { note: '*' } };
    expect(await versions(world, asked)).toEqual({
      agents: ['A:acme/writer@1.1.0', 'A:default/helper@1.0.0'],
      templates: ['T:acme/note@1.0.0'],
    });
    expect((await resolving(world, asked)).sent).toEqual([
      preferred('AGENT', 'A:acme/writer', '^1.0.0'),
      [['acme'], ['T:acme/root@1.0.0'], ['note'], 'TEMPLATE'],
      preferred('TEMPLATE', 'T:acme/note', '*'),
      [['acme'], ['A:acme/writer@1.1.0'], ['helper'], 'AGENT'],
      preferred('AGENT', 'A:default/helper', '*'),
    ]);
  });

  it('are others when the preferred ones do not go together', async () => {
    const world: World = {
      'A:acme/writer': { '2.0.0': { needs: { helper: '^2.0.0' } }, '1.0.0': { needs: { helper: '^1.0.0' } } },
      'A:acme/tester': { '1.0.0': { needs: { helper: '^1.0.0' } } },
      'A:acme/helper': { '2.0.0': {}, '1.1.0': {}, '1.0.0': {} },
    };
    const asked = { bound: { 'A:acme/writer': '*', 'A:acme/tester': '*' }, agents: ['writer', 'tester'] };
    expect((await versions(world, asked)).agents).toEqual([
      'A:acme/writer@1.0.0',
      'A:acme/tester@1.0.0',
      'A:acme/helper@1.1.0',
    ]);
  });

  it('are first those that the first range prefers, and are read once under all names', async () => {
    const world: World = {
      'A:acme/writer': { '1.0.0': { needs: { helper: '^1.0.0', tester: '*' } } },
      'A:acme/second': { '1.0.0': { needs: { helper: '*' } } },
      'A:default/tester': { '1.0.0': { needs: { helper: '*' } } },
      'A:default/helper': { '2.0.0': {}, '1.0.0': {} },
    };
    const asked = { bound: { 'A:acme/writer': '*', 'A:acme/second': '*' }, agents: ['writer', 'second'] };
    const { agents, sent } = await resolving(world, asked);
    expect([...(agents ?? []).values()]).toContain('A:default/helper@1.0.0');
    const ids = ['A:default/helper', 'A:default/tester'];
    const read = [ids, ['^1.0.0', '*'].map(multirange), 'AGENT', ids];
    expect(sent.filter(([each]) => String(each).includes('helper'))).toEqual([read]);
  });

  it('may be those of a channel', async () => {
    const world: World = { 'T:acme/note': { '2.0.0': {}, '1.0.0': { channels: ['beta'] } } };
    expect((await versions(world, { needs: { note: 'beta' } })).templates).toEqual(['T:acme/note@1.0.0']);
  });

  it('are looked for in the namespace of what needs them, by kind, in the order of their ids', async () => {
    const world: World = {
      'T:acme/both': { '1.0.0': {} },
      'T:default/both': { '1.0.0': {} },
      'T:default/tool': { '1.0.0': { needs: { both: '*' } } },
      'A:acme/tool': { '1.0.0': {} },
    };
    expect(await versions(world, { needs: { tool: '*', both: '*' } })).toEqual({
      agents: [],
      templates: ['T:acme/both@1.0.0', 'T:default/tool@1.0.0', 'T:default/both@1.0.0'],
    });
  });

  it('are restricted by agents that the template supports and does not use, which are not needed by themselves', async () => {
    const world: World = {
      'A:acme/writer': { '1.0.0': { needs: { helper: '*' } } },
      'A:acme/helper': { '2.0.0': {}, '1.0.0': {} },
      'A:acme/other': { '1.0.0': {} },
    };
    const bound = { 'A:acme/writer': '*', 'A:acme/helper': '^1.0.0', 'A:acme/other': '*', 'A:acme/none': null };
    expect((await versions(world, { bound, agents: ['writer'] })).agents).toEqual([
      'A:acme/writer@1.0.0',
      'A:acme/helper@1.0.0',
    ]);
  });
});

describe('the agents of an included template', () => {
  const poster = (range: string) => ({ bound: { 'A:acme/poster': range }, plan: { agents: ['poster'] } });
  const world: World = {
    'T:acme/note': { '1.1.0': poster('^2.0.0'), '1.0.0': poster('^1.0.0') },
    'T:acme/digest': { '1.0.0': { needs: { note: '1.0.0' }, plan: { templates: ['note'] } } },
    'A:acme/poster': { '2.0.0': {}, '1.0.0': {} },
  };

  it('are those of the plan in the version that is chosen', async () => {
    const asked = { needs: { note: '^1.0.0' }, includes: includes('note') };
    expect(await versions(world, asked)).toEqual({
      agents: ['A:acme/poster@2.0.0'],
      templates: ['T:acme/note@1.1.0'],
    });
    expect(await versions(world, { ...asked, needs: { note: '^1.0.0', digest: '*' } })).toEqual({
      agents: ['A:acme/poster@1.0.0'],
      templates: ['T:acme/digest@1.0.0', 'T:acme/note@1.0.0'],
    });
  });

  it('are needed if its plan is included, by itself or through another', async () => {
    expect((await versions(world, { needs: { note: '*' } })).agents).toEqual([]);
    const through = await versions(world, { needs: { digest: '*' }, includes: includes('digest') });
    expect(through.agents).toEqual(['A:acme/poster@1.0.0']);
  });

  it('are those of the environment in which it is included', async () => {
    const stored = { bound: { 'A:acme/poster': '*', 'A:acme/tester': '*' } };
    const staged: World = {
      'T:acme/note': { '1.0.0': { ...stored, plan: { agents: ['poster'], staging: ['tester'] } } },
      'A:acme/poster': { '1.0.0': {} },
      'A:acme/tester': { '1.0.0': {} },
    };
    const agentsIn = async (...environments: (string | null)[]) => {
      const plans = environments.map((environment) => ({ templateId: 'note', environment }));
      return (await versions(staged, { needs: { note: '*' }, includes: plans })).agents;
    };
    expect(await agentsIn(null)).toEqual(['A:acme/poster@1.0.0']);
    expect(await agentsIn('staging')).toEqual(['A:acme/poster@1.0.0', 'A:acme/tester@1.0.0']);
    expect(await agentsIn('staging', 'live')).toEqual(['A:acme/poster@1.0.0', 'A:acme/tester@1.0.0']);
    expect(await agentsIn('staging', null)).toEqual(['A:acme/poster@1.0.0', 'A:acme/tester@1.0.0']);
    expect(await agentsIn('live')).toEqual([]);
  });

  it('are those of one version, however the template is named', async () => {
    const shared: World = {
      'T:default/tool': { '1.1.0': poster('^2.0.0'), '1.0.0': poster('^1.0.0') },
      'T:default/digest': { '1.0.0': { needs: { tool: '1.0.0' }, plan: { templates: ['tool'] } } },
      'A:acme/poster': { '2.0.0': {}, '1.0.0': {} },
    };
    const asked = { needs: { digest: '*', tool: '*' }, includes: includes('tool', 'digest') };
    expect(await versions(shared, asked)).toEqual({
      agents: ['A:acme/poster@1.0.0'],
      templates: ['T:default/digest@1.0.0', 'T:default/tool@1.0.0'],
    });
  });

  it.each<[string, Asked, boolean]>([
    ['is not a dependency', { includes: includes('note') }, false],
    ['is gone when its plan is read', { needs: { note: '*' }, includes: includes('note') }, true],
  ])('are none if the template %s, and the rest is resolved', async (_, asked, isGone) => {
    const rest: World = {
      'T:acme/note': { '1.0.0': { ...poster('*'), isGone } },
      'A:acme/writer': { '1.0.0': { needs: { helper: '*' } } },
      'A:acme/helper': { '1.0.0': { needs: { leaf: '*' } } },
      'A:acme/leaf': { '1.0.0': {} },
    };
    expect((await versions(rest, { ...asked, bound: { 'A:acme/writer': '*' }, agents: ['writer'] })).agents).toEqual(
      ['writer', 'helper', 'leaf'].map((slug) => `A:acme/${slug}@1.0.0`),
    );
  });

  it('are preferred in the range of the template that is resolved, if it supports them', async () => {
    const asked = { bound: { 'A:acme/poster': '1.0.0' }, needs: { note: '1.0.0' }, includes: includes('note') };
    const { agents, sent } = await resolving(world, asked);
    expect([...(agents ?? []).values()]).toEqual(['A:acme/poster@1.0.0']);
    expect(sent).toContainEqual(preferred('AGENT', 'A:acme/poster', '1.0.0'));
  });

  it('are explained by what was read of them before', async () => {
    const used: World = { ...world, 'A:acme/poster': { '2.0.0': {} } };
    const asked = {
      ...{ bound: { 'A:acme/poster': '*' }, agents: ['poster'] },
      ...{ needs: { note: '*' }, includes: includes('note') },
    };
    expect((await reasons(used, asked, { 'A:acme/poster': 'DISABLED' }))?.[0]).toBe(
      'root@1.0.0 -> poster@*: the agent is disabled',
    );
  });

  it('are explained with the chain when there are none', async () => {
    const gone: World = {
      'T:acme/note': { '1.0.0': { bound: { 'A:acme/gone': '^1.0.0' }, plan: { agents: ['gone'] } } },
    };
    expect(await reasons(gone, { needs: { note: '*' }, includes: includes('note') })).toEqual([
      'root@1.0.0 -> note@1.0.0 -> gone@^1.0.0: the agent is not visible to you',
    ]);
  });
});

describe('what does not resolve', () => {
  it.each<[string, CandidateRow['status'] | undefined, string]>([
    ['is disabled', 'DISABLED', 'the template is disabled'],
    ['was removed', 'REMOVED', 'the template was removed'],
  ])('is explained although it has versions: what %s', async (_, status = 'ACTIVE', reason) => {
    const world: World = { 'T:acme/note': { '1.0.0': {} } };
    expect(await reasons(world, { needs: { note: '*' } }, { 'T:acme/note': status })).toEqual([
      `root@1.0.0 -> note@*: ${reason}`,
    ]);
  });

  it('is explained by what is known of it, all at once', async () => {
    const world: World = { 'T:acme/old': { '1.0.0': {} }, 'T:acme/shared': {}, 'T:acme/empty': {} };
    const needs = { empty: '*', gone: '*', old: '^9.0.0', shared: '*' };
    expect(await reasons(world, { needs }, { 'T:acme/shared': 'READ_ONLY' })).toEqual([
      'root@1.0.0 -> empty@*: no published version satisfies the range',
      'root@1.0.0 -> gone@*: template not found',
      'root@1.0.0 -> old@^9.0.0: no published version satisfies the range',
      'root@1.0.0 -> shared@*: the template is shared with your namespace for reading only',
    ]);
  });

  it('takes no statement after it was not found', async () => {
    const find = [['acme'], ['T:acme/root@1.0.0'], ['gone'], 'TEMPLATE'];
    expect((await resolving({}, { needs: { gone: '*' }, includes: includes('gone') })).sent).toEqual([find, find]);
    const { sent } = await resolving({ 'T:acme/empty': {} }, { needs: { empty: '*' }, includes: includes('empty') });
    expect(sent).not.toContainEqual([[]]);
  });

  it('is an agent that is not visible, that the template is not bound to, or that it does not support', async () => {
    const bound = { 'A:acme/hidden': '^1.0.0', 'A:acme/unbound': null };
    const world: World = { 'A:acme/unbound': { '1.0.0': {} }, 'A:acme/other': { '1.0.0': {} } };
    const { unresolved, sent } = await resolving(world, { bound, agents: ['hidden', 'unbound', 'other'] });
    expect(unresolved?.map(({ kind, slug, range, reason }) => [kind, slug, range, reason])).toEqual([
      ['AGENT', 'hidden', '^1.0.0', 'the agent is not visible to you'],
      ['AGENT', 'unbound', '*', 'agent not found'],
      ['AGENT', 'other', '*', 'agent not found'],
    ]);
    expect(sent).toHaveLength(2);
  });

  it('is a cycle with the template itself', async () => {
    const world: World = { 'T:acme/root': { '1.0.0': {} }, 'T:acme/note': { '1.0.0': { needs: { root: '*' } } } };
    expect(await reasons(world, { needs: { note: '*' } })).toEqual([
      'root@1.0.0 -> note@1.0.0 -> root@1.0.0: dependency cycle: root@1.0.0 -> note@1.0.0 -> root@1.0.0',
    ]);
  });

  it('is what leads to more than 1000 entries', async () => {
    const found = (count: number) => {
      const slugs = Array.from({ length: count }, (_, at) => `a${at}`);
      const needs = Object.fromEntries(slugs.map((slug) => [slug, '*']));
      const helpers = Object.fromEntries(slugs.map((slug) => [`A:acme/${slug}`, { '1.0.0': {} }]));
      const world: World = { ...helpers, 'A:acme/writer': { '1.0.0': { needs } } };
      return resolving(world, { bound: { 'A:acme/writer': '*' }, agents: ['writer'] });
    };
    expect((await found(999)).agents?.size).toBe(1_000);
    const reason = 'the dependencies lead to too many agents and templates';
    expect((await found(1_000)).unresolved?.[0]).toMatchObject({ kind: 'AGENT', slug: 'a0', reason });
  });
});
