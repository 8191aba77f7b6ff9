import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/db/kindTables.ts';
import type { Position } from '../../src/db/page.ts';
import { maxHits, type SearchHit, searchEntries } from '../../src/db/search.ts';
import { anonymous } from '../../src/viewer.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

type Hit = SearchHit & { id: string };

const size = 700;

/** Which hits are examined, and what is reported of the others: 700 agents share a word, 60 have it in the name. */
describe.skipIf(!hasEngine)('a search with too many hits', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase();
    await database.asOwner(`
      insert into nofx.agent_registry (namespace, slug, name, description, visibility, tags, category, keywords)
        select 'default', 'agent-' || n, case when n % 12 = 0 then 'Common agent ' || n else 'Agent ' || n end, 'Something.',
          'PUBLIC', array['tag-' || n % 3], 'category-' || n % 2, 'common thing'
        from generate_series(1, ${size}) as n;
      insert into nofx.agent_versions (entry_id, version, status, manifest, digest)
        select id, '1.0.0', 'ACTIVE', '{}', repeat('0', 64) from nofx.agent_registry;
      update nofx.agent_registry as entry set current_version_id = version.id
        from nofx.agent_versions as version where version.entry_id = entry.id`);
  }, 120_000);
  afterAll(() => database?.close());

  const read = (query: string, most: number, { limit = 21, after = null as Position | null, backwards = false } = {}) =>
    database.db.read(anonymous, searchEntries(query, kinds, {}, { limit, after, before: null, backwards }, most));
  const isHit = (row: SearchHit): row is Hit => row.id !== null;

  async function everything(query: string, most: number, limit: number): Promise<Hit[]> {
    const all: Hit[] = [];
    for (let after: Position | null = null; ; ) {
      const page: Hit[] = (await read(query, most, { limit, after })).filter(isHit);
      all.push(...page);
      const last: Hit | undefined = page.at(-1);
      if (!last) return all;
      after = [last.score, last.id];
    }
  }

  it.each(['common', 'comon', 'comm*', ''])('counts and returns all hits of %j, up to the limit', async (query) => {
    const [row] = await read(query, size);
    expect(row).toMatchObject({ totalCount: size, isExact: true });
    expect(row?.facets.kinds).toEqual([{ value: 'AGENT', count: size }]);
    expect(row?.facets.tags.reduce((sum, { count }) => sum + count, 0)).toBe(size);
    const all = await everything(query, size, 97);
    expect(new Set(all.map(({ id }) => id)).size).toBe(size);
    expect(all).toHaveLength(size);
    const scores = all.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
  });

  it.each(['common', 'comon', 'comm*', ''])('reports for %j that there are more than the limit', async (query) => {
    const [row] = await read(query, 300);
    expect(row).toMatchObject({ totalCount: 300, isExact: false });
    expect(row?.facets.kinds).toEqual([{ value: 'AGENT', count: 300 }]);
    expect(await everything(query, 300, 97)).toHaveLength(300);
  });

  it('ranks names that contain the word first, however many others there are', async () => {
    for (const most of [100, 300, size]) {
      const all = await everything('common', most, 30);
      const named = all.map(({ name }) => name.startsWith('Common'));
      expect(named.lastIndexOf(true)).toBe(Math.floor(size / 12) - 1);
    }
  });

  it('can be read backwards', async () => {
    const forwards = await everything('common', size, 100);
    const backwards = (await read('common', size, { limit: 50, backwards: true })).filter(isHit).map(({ id }) => id);
    expect(backwards.reverse()).toEqual(forwards.slice(-50).map(({ id }) => id));
  });

  it('has a page beyond the end that still has the total', async () => {
    const last = (await everything('common', size, 100)).at(-1);
    if (!last) throw new Error('There are no hits.');
    const rows = await read('common', size, { after: [last.score, last.id] });
    expect(rows).toMatchObject([{ id: null, totalCount: size, isExact: true }]);
  });

  it('examines 2,000 hits', () => expect(maxHits).toBe(2_000));
});
