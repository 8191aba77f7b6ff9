import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/db/kindTables.ts';
import { runScript } from '../../src/db/postgres.ts';
import { type SearchHit, searchEntries } from '../../src/db/search.ts';
import { anonymous } from '../../src/viewer.ts';
import { type Judged, judged } from '../fixtures/search/judged.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { fillSearchCatalog, ndcg } from '../support/searchCatalog.ts';

/**
 * The results of the former search for the same queries and entries, when it compared every entry of both registries
 * by similarity: the first ten, and their quality.
 */
type Before = Record<string, { ndcg: number; top: string[] }>;

/** 1,000 agents, 1,000 templates and some more: for every query, the ranking must be as good as before. */
describe.skipIf(!hasEngine)('the ranking of a search', () => {
  let database: TestDatabase;
  let before: Before;
  let slugs: string[];

  beforeAll(async () => {
    database = await openTestDatabase();
    // One session for all of it: it makes settings that its statements use.
    const { ownerUrl } = database;
    await (ownerUrl ? runScript(ownerUrl, fillSearchCatalog) : fillSearchCatalog(database.asOwner));
    before = JSON.parse(await readFile(new URL('../fixtures/search/before.json', import.meta.url), 'utf8'));
    const rows = await database.asOwner(`
      select slug from nofx.agent_registry where is_public union all select slug from nofx.template_registry where is_public`);
    slugs = (rows as { slug: string }[]).map(({ slug }) => slug);
  }, 180_000);
  afterAll(() => database?.close());

  async function search(query: string): Promise<{ found: string[]; rows: SearchHit[] }> {
    const page = { limit: 21, after: null, before: null, backwards: false };
    const rows = await database.db.read(anonymous, searchEntries(query, kinds, {}, page));
    return { rows, found: rows.filter(({ id }) => id !== null).map(({ slug }) => slug) };
  }

  const whole = (pattern: RegExp | null | undefined, slug: string) =>
    pattern ? new RegExp(`^(?:${pattern.source})$`).test(slug) : false;
  const gradeOf =
    ({ best, good }: Judged) =>
    (slug: string) =>
      whole(best, slug) ? 3 : whole(good, slug) ? 1 : 0;

  it('is measured with at least 60 queries', () => {
    const queries = Object.values(judged).flat();
    expect(queries.length).toBeGreaterThanOrEqual(60);
    expect(Object.keys(before).sort()).toEqual(queries.map(({ query }) => query).sort());
  });

  describe.each(Object.entries(judged))('of %s', (_, queries) => {
    it.each(queries)('is as good as before for $query', async (each) => {
      const { found } = await search(each.query);
      const grade = gradeOf(each);
      expect(found.filter((slug) => whole(each.never, slug))).toEqual([]);
      const now = Number(ndcg(found.map(grade), slugs.map(grade)).toFixed(4));
      expect(now, `now ${found.slice(0, 10)}; before ${before[each.query]?.top}`).toBeGreaterThanOrEqual(
        before[each.query]?.ndcg ?? Number.NaN,
      );
    });
  });

  it.each(['kubernetes', 'Payment Auditor', 'security audit', 'triage', 'explain ledger', '"weekly check" backup'])(
    'is unchanged, entry by entry, for %j, which has no typing error',
    async (query) => {
      expect((await search(query)).found.slice(0, 10)).toEqual(before[query]?.top);
    },
  );
});
