import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { callEntry, unexplained } from '../support/entryCalls.ts';
import { rowsIn, rowsOf } from '../support/entryRows.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { openSecondGateway, type SecondGateway } from '../support/secondGateway.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { type EntryCall, type EntryState, newEntry } from '../support/serialEntry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

/** Random mixes of calls. `CONCURRENT_SEEDS=500` is a long run. */
const seeds = Number(process.env.CONCURRENT_SEEDS ?? 16);

/**
 * Concurrent writers of one entry, through two gateways: the results and the log must be those of some order of their
 * calls. Only a native Postgres has two connections.
 */
describe.skipIf(!hasEngine || engine !== 'postgres')('concurrent writes to one entry', () => {
  let registry: TestRegistry;
  let second: SecondGateway;
  let publishers: Actor[];
  let admins: Actor[];
  const fresh = uniqueNames('contended');

  const bothWays = (actor: Actor) => [actor, second.here(actor)];
  beforeAll(async () => {
    registry = await openRegistry();
    second = await openSecondGateway(registry);
    publishers = bothWays(await registry.actor());
    admins = bothWays(await registry.actor({ role: 'admin' }));
    await publishers[0]?.do(publishAgent, { input: agent() });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(async () => {
    await second?.close();
    await registry?.close();
  });

  const through = (ways: Actor[], at: number): Actor => {
    const actor = ways[at % ways.length];
    if (!actor) throw new Error('There are two gateways.');
    return actor;
  };
  const make = (id: string, calls: readonly EntryCall[], by: (call: EntryCall) => Actor[] = () => admins) =>
    Promise.all(calls.map((call, at) => callEntry(through(by(call), at), id, call, `${id}:${at}`)));

  const withVersions = (...versions: string[]): EntryState => ({
    ...newEntry,
    exists: true,
    current: versions.at(-1) ?? null,
    versions: Object.fromEntries(versions.map((version) => [version, { status: 'ACTIVE', content: version }])),
  });
  async function publishFirst(id: string, ...versions: string[]): Promise<EntryState> {
    for (const version of versions) {
      const input = template({ templateId: id, version, description: version, visibility: undefined });
      expect(await publishers[0]?.do(publishTemplate, { input })).toMatchObject({ created: true });
    }
    return withVersions(...versions);
  }

  it.each([
    ['publishers', () => publishers],
    ['admins', () => admins],
  ])('publish all versions of %s, make the newest current, and are logged in the true sequence', async (_, actors) => {
    for (let round = 0; round < 6; round += 1) {
      const id = fresh();
      const start = await publishFirst(id, '1.0.0');
      const versions = ['1.0.1', '1.0.2', '1.0.3', '1.0.4', '1.0.5'];
      const calls = await make(
        id,
        versions.map((version): EntryCall => ({ do: 'publish', version, content: version })),
        actors,
      );
      expect(calls.map(({ answer }) => answer)).toEqual(versions.map(() => 'done'));
      const { problems, end } = await unexplained(registry, id, calls, start);
      expect(problems).toEqual([]);
      expect(end.current).toBe('1.0.5');
      expect(await currentOf(id)).toBe('1.0.5');
    }
  });

  it('create one entry with all versions, when they are its first ones', async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = fresh();
      const calls = await make(
        id,
        ['1.0.0', '1.0.0', '1.0.1', '1.0.2', '1.0.2'].map(
          (version): EntryCall => ({ do: 'publish', version, content: version }),
        ),
        () => publishers,
      );
      expect(calls.map(({ answer }) => answer).sort()).toEqual(['done', 'done', 'done', 'unchanged', 'unchanged']);
      const { problems, end } = await unexplained(registry, id, calls, newEntry);
      expect(problems).toEqual([]);
      expect([end.current, await currentOf(id)]).toEqual(['1.0.2', '1.0.2']);
    }
  });

  it('let one of two callers win who expect the same current version, and report the current one to the other', async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = fresh();
      const start = await publishFirst(id, '1.0.0', '1.0.1', '1.0.2', '1.0.3');
      const calls = await make(id, [
        { do: 'rollback', to: '1.0.2', expected: '1.0.3' },
        { do: 'rollback', to: '1.0.1', expected: '1.0.3' },
        { do: 'rollback', to: '1.0.0', expected: '1.0.3' },
      ]);
      const answers = calls.map(({ answer }) => answer);
      expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
      expect(answers.filter((answer) => answer.startsWith('StaleVersion 1.0.'))).toHaveLength(2);
      expect((await unexplained(registry, id, calls, start)).problems).toEqual([]);
    }
  });

  it('leave a draft that is replaced during its promotion complete, as one or the other', async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = fresh();
      const start = await publishFirst(id, '1.0.0');
      const drafted = await callEntry(
        through(publishers, round),
        id,
        { do: 'publish', version: '1.0.1', content: 'one', draft: true },
        `${id}:draft`,
      );
      const calls = await make(id, [
        { do: 'promote', version: '1.0.1' },
        { do: 'publish', version: '1.0.1', content: 'two', draft: true },
        { do: 'publish', version: '1.0.1', content: 'three', draft: true },
        { do: 'promote', version: '1.0.1', expected: '1.0.0' },
      ]);
      const { problems, end } = await unexplained(registry, id, [drafted, ...calls], start);
      expect(problems).toEqual([]);
      expect(await contentOf(id, '1.0.1')).toBe(end.versions['1.0.1']?.content);
    }
  });

  it('archive no version that a channel points to, and point no channel to an archived one', async () => {
    const version = '1.0.0';
    for (let round = 0; round < 6; round += 1) {
      const id = fresh();
      const start = await publishFirst(id, version, '1.0.1');
      const calls: EntryCall[] = [
        { do: 'setChannel', channel: 'stable', version },
        { do: 'archive', version },
        { do: 'setChannel', channel: 'beta', version },
        { do: 'unarchive', version },
        { do: 'removeChannel', channel: 'stable' },
        { do: 'archive', version },
      ];
      const made = await make(id, calls.slice(round % 3).concat(calls.slice(0, round % 3)));
      const { problems, end } = await unexplained(registry, id, made, start);
      expect(problems).toEqual([]);
      expect(await rowsOf(registry, id)).toEqual(rowsIn(end));
    }
  });

  it('of all kinds give the results of one order of the calls', async () => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const id = fresh();
      const random = seededRandom(seed);
      const start = seed % 3 === 0 ? newEntry : await publishFirst(id, '1.0.0', '1.0.1', '1.0.2');
      const version = () => `1.0.${random.below(5)}`;
      const maybe = (value: string) => (random.below(2) === 0 ? { expected: value } : {});
      const calls = Array.from({ length: 20 }, (): EntryCall => {
        switch (random.below(16)) {
          case 0:
          case 1:
          case 2:
          case 3:
            return { do: 'publish', version: version(), content: random.one(['a', 'b']), draft: random.below(3) === 0 };
          case 4:
            return { do: 'promote', version: version(), ...maybe(version()) };
          case 5:
            return { do: 'rollback', ...(random.below(2) === 0 ? { to: version() } : {}), ...maybe(version()) };
          case 6:
            return {
              do: 'setStatus',
              status: random.one(['ACTIVE', 'DEPRECATED', 'DISABLED']),
              inBulk: random.below(2) === 0,
            };
          case 7:
            return { do: 'setVisibility', visibility: random.one(['PUBLIC', 'PRIVATE']) };
          case 8:
          case 9:
            return { do: random.one(['archive', 'unarchive', 'discard'] as const), version: version() };
          case 10:
          case 11:
          case 12:
            return { do: 'setChannel', channel: random.one(['stable', 'beta']), version: version() };
          case 13:
            return { do: 'removeChannel', channel: random.one(['stable', 'beta']) };
          case 14:
            return { do: 'rate', by: 'admin', stars: 1 + random.below(5) };
          default:
            return { do: 'instantiate' };
        }
      });
      if (seed % 4 === 0) calls.splice(random.below(calls.length), 1, { do: 'remove' });
      const made = await make(id, calls);
      const { problems, end } = await unexplained(registry, id, made, start);
      expect({ seed, problems }).toEqual({ seed, problems: [] });
      expect({ seed, rows: await rowsOf(registry, id) }).toEqual({ seed, rows: rowsIn(end) });
    }
  });

  it('count each rating of one rater and of many once', async () => {
    const raters = await Promise.all(
      Array.from({ length: 4 }, (_, at) => registry.actor({ role: 'viewer', subject: raterId(at) })),
    );
    for (let round = 0; round < 4; round += 1) {
      const id = fresh();
      const start = await publishFirst(id, '1.0.0');
      const calls = Array.from({ length: 16 }, (_, at) => ({
        do: 'rate' as const,
        by: raterId(at % 4),
        stars: 1 + ((at * 7 + round) % 5),
      }));
      const made = await Promise.all(
        calls.map((call, at) => {
          const rater = raters[at % 4];
          if (!rater) throw new Error('There are four raters.');
          return callEntry(through(bothWays(rater), at >> 2), id, call, `${id}:${at}`);
        }),
      );
      const { problems, end } = await unexplained(registry, id, made, start);
      expect(problems).toEqual([]);
      const [kept] = (await registry.database.asOwner(
        `select counts from nofx.template_rating_counts where template_id = (select id from nofx.template_registry where slug = $1)`,
        [id],
      )) as { counts: number[] }[];
      const counts = [0, 0, 0, 0, 0];
      for (const stars of Object.values(end.ratings)) counts[stars - 1] = (counts[stars - 1] ?? 0) + 1;
      expect(kept?.counts).toEqual(counts);
    }
  });

  const raterId = (at: number) => `00000000-0000-4000-9000-00000000000${at}`;

  async function currentOf(id: string): Promise<string | null> {
    const [row] = (await registry.database.asOwner(
      `select version from nofx.template_registry entry
       left join nofx.template_versions version on version.id = entry.current_version_id where slug = $1`,
      [id],
    )) as { version: string | null }[];
    return row?.version ?? null;
  }
  async function contentOf(id: string, version: string): Promise<string | undefined> {
    const [row] = (await registry.database.asOwner(
      `select manifest ->> 'description' as content from nofx.template_versions
       where version = $2 and entry_id = (select id from nofx.template_registry where slug = $1)`,
      [id, version],
    )) as { content: string }[];
    return row?.content;
  }
});
