import { describe, expect, it } from 'vitest';
import { createLock } from '../../../packages/manifest/index.ts';
import { lockedParts } from '../../../src/db/resolution.ts';
import { versionsByIds } from '../../../src/db/version.ts';
import { compareParts, worstLevel } from '../../../src/registry/compareParts.ts';
import { leastAgent, leastTemplate } from '../../support/leastManifests.ts';
import { answering } from './answering.ts';

/** `namespace/slug@version`, whose digest follows from it. */
function partOf(id: string) {
  const [, namespace = '', slug = '', version = ''] = /^(.+)\/(.+)@(.+)$/.exec(id) ?? [];
  const digest = [...id]
    .map((char) => char.charCodeAt(0).toString(16))
    .join('')
    .padEnd(64, '0')
    .slice(-64);
  return { namespace, slug, version, digest, digestRule: 2, files: [], mcpServers: null };
}

const lock = (template: string, agents: string[] = [], templates: string[] = []) =>
  createLock({
    environment: null,
    template: partOf(template),
    templates: templates.map(partOf),
    agents: agents.map(partOf),
  });

/** The changed parts, when the versions with these ids can be read, each with this manifest. */
async function compared(
  before: ReturnType<typeof lock>,
  after: ReturnType<typeof lock>,
  stored: Record<string, object>,
) {
  const rows = (_: string, namespaces: string[], slugs: string[], numbers: string[]) =>
    slugs.map((slug, index) => {
      const id = `${namespaces[index]}/${slug}@${numbers[index]}`;
      return { id: id in stored ? id : null };
    });
  // Sorted otherwise than they were asked for: a statement has no order.
  const versions = (ids: string[]) =>
    ids.toReversed().map((id) => ({ id, manifest: stored[id], files: [], mcpServers: null }));
  const { tx, sent } = answering(
    ...(['AGENT', 'TEMPLATE'] as const).flatMap((kind) => [
      [lockedParts(kind, [], [], []), rows] as const,
      [versionsByIds(kind, []), versions] as const,
    ]),
  );
  return { parts: await compareParts(tx, before, after), sent };
}

const agent = (version: string, more: object = {}) => leastAgent({ agentId: 'writer', version, ...more });

describe('the parts that differ between two locks', () => {
  it('are none, and nothing is read, if the locks are the same', async () => {
    const same = lock('acme/top@1.0.0', ['acme/writer@1.0.0']);
    expect(await compared(same, same, {})).toEqual({ parts: [], sent: [] });
  });

  it('have the level of what changed in them, and the changes without their values', async () => {
    const [before, after] = [
      lock('acme/top@1.0.0', ['acme/writer@1.0.0']),
      lock('acme/top@1.0.0', ['acme/writer@1.1.0']),
    ];
    const { parts } = await compared(before, after, {
      'acme/writer@1.0.0': agent('1.0.0', { skills: [{ id: 's', name: 'S', description: 'd' }] }),
      'acme/writer@1.1.0': agent('1.1.0', { name: 'Renamed' }),
    });
    expect(parts).toMatchObject([{ slug: 'writer', change: 'CHANGED', level: 'BREAKING', truncated: false }]);
    expect(parts[0]?.changes).toEqual([
      {
        path: 'skills.s',
        change: 'REMOVED',
        level: 'BREAKING',
        rule: 'skill-removed',
        reason: 'A skill was removed. Callers that use this skill no longer find it.',
        concerns: ['SKILLS'],
        fingerprint: '6b2df8539f0c61ed',
      },
      expect.objectContaining({ path: 'name', level: 'SAFE' }),
    ]);
    for (const change of parts[0]?.changes ?? []) {
      expect(change).not.toHaveProperty('before');
      expect(change).not.toHaveProperty('after');
    }
  });

  it('are compared with themselves, although a template and an agent have one id', async () => {
    const [before, after] = [
      lock('acme/twin@1.0.0', ['acme/twin@1.0.0', 'beta/twin@1.0.0']),
      lock('acme/twin@2.0.0', ['acme/twin@2.0.0', 'beta/twin@2.0.0']),
    ];
    const { tx, sent } = answering(
      [
        lockedParts('TEMPLATE', [], [], []),
        (_: string, __: string[], slugs: string[]) => slugs.map((___, index) => ({ id: `template-${index}` })),
      ],
      [
        versionsByIds('TEMPLATE', []),
        (ids: string[]) => ids.map((id) => ({ id, manifest: leastTemplate(), files: [], mcpServers: null })),
      ],
    );
    const agents = answering(
      [
        lockedParts('AGENT', [], [], []),
        (_: string, __: string[], slugs: string[]) => slugs.map((___, index) => ({ id: `agent-${index}` })),
      ],
      [
        versionsByIds('AGENT', []),
        (ids: string[]) =>
          ids.map((id) => ({
            id,
            manifest: agent('1.0.0', id === 'agent-3' ? { name: 'Renamed' } : {}),
            files: [],
            mcpServers: null,
          })),
      ],
    );
    const isOfAgents = (sql: string, parameters: readonly unknown[]) =>
      parameters[0] === 'AGENT' || sql === versionsByIds('AGENT', []).sql;
    const run: typeof tx.run = (query) =>
      isOfAgents(query.sql, query.parameters) ? agents.tx.run(query) : tx.run(query);
    const parts = await compareParts({ run }, before, after);
    expect(sent[0]).toEqual(
      expect.arrayContaining([
        ['acme', 'acme'],
        ['twin', 'twin'],
        ['1.0.0', '2.0.0'],
      ]),
    );
    expect(parts.map(({ kind, namespace, changes }) => [kind, namespace, changes.length])).toEqual([
      ['TEMPLATE', 'acme', 0],
      ['AGENT', 'acme', 0],
      ['AGENT', 'beta', 1],
    ]);
  });

  it('have no level where a version can no longer be read, or where there is only one', async () => {
    const [before, after] = [
      lock('acme/top@1.0.0', ['acme/writer@1.0.0', 'acme/old@1.0.0']),
      lock('acme/top@1.0.0', ['acme/writer@1.1.0', 'acme/new@1.0.0']),
    ];
    const { parts, sent } = await compared(before, after, {
      'acme/writer@1.0.0': agent('1.0.0'),
      'acme/old@1.0.0': agent('1.0.0'),
      'acme/new@1.0.0': agent('1.0.0'),
    });
    const unknown = { level: null, changes: [], truncated: false };
    expect(parts).toMatchObject([
      { slug: 'new', change: 'ADDED', ...unknown },
      { slug: 'old', change: 'REMOVED', ...unknown },
      { slug: 'writer', change: 'CHANGED', ...unknown },
    ]);
    // Only of the agent that changed, and no template.
    expect(sent).toEqual([
      ['AGENT', ['acme', 'acme'], ['writer', 'writer'], ['1.0.0', '1.1.0']],
      [['acme/writer@1.0.0']],
    ]);
  });

  it.each([
    [100, 100, false],
    [101, 100, true],
  ])('list at most 100 of %i changes', async (count, listed, truncated) => {
    const skills = Array.from({ length: count }, (_, index) => ({
      id: `s${index}`,
      name: `S${index}`,
      description: 'd',
    }));
    const { parts } = await compared(
      lock('acme/top@1.0.0', ['acme/writer@1.0.0']),
      lock('acme/top@1.0.0', ['acme/writer@2.0.0']),
      { 'acme/writer@1.0.0': agent('1.0.0', { skills }), 'acme/writer@2.0.0': agent('2.0.0', { skills: [] }) },
    );
    expect(parts.map((part) => [part.changes.length, part.truncated])).toEqual([[listed, truncated]]);
  });
});

describe('the worst level of parts', () => {
  it.each([
    [[], null],
    [[null, null], null],
    [[null, 'SAFE'], 'SAFE'],
    [['RISKY', 'SAFE'], 'RISKY'],
    [['SAFE', 'BREAKING', null, 'RISKY'], 'BREAKING'],
  ] as const)('%j is %s', (levels, worst) => {
    expect(worstLevel(levels.map((level) => ({ level })))).toBe(worst);
  });
});
