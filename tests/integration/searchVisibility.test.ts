import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/db/kindTables.ts';
import { db as kysely } from '../../src/db/kysely.ts';
import { searchEntries } from '../../src/db/search.ts';
import { anonymous, type Viewer } from '../../src/viewer.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { seededRandom } from '../support/seededRandom.ts';

const { one, below } = seededRandom(1301);
const inPercent = (share: number) => below(100) < share;

const namespaces = ['acme', 'globex', 'initech', 'default'] as const;
const words = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'] as const;
const roles = ['viewer', 'publisher', 'admin', null] as const;

/** An entry in any state that the registry can bring it into, and then in another. */
function entryInAnyState(number: number): string {
  const table = one(['agent', 'template']);
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const version = `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const some = () => `${one(words)} ${one(words)}`;
  const changes = [
    `visibility = '${one(['PUBLIC', 'PRIVATE'])}'`,
    `status = '${one(['ACTIVE', 'DEPRECATED', 'DISABLED'])}'`,
    `name = '${some()}', description = '${some()}'`,
    `removed_at = ${one(['now()', 'null', 'null'])}`,
  ];
  return `
    insert into nofx.${table}_registry (id, namespace, slug, name, description, visibility)
      values ('${id}', '${one(namespaces)}', 'entry-${number}', '${some()}', '${some()}', '${one(['PUBLIC', 'PRIVATE'])}');
    insert into nofx.${table}_versions (id, entry_id, version, status, manifest, digest, visibility)
      values ('${version}', '${id}', '1.0.0', '${one(['ACTIVE', 'ACTIVE', 'ACTIVE', 'DRAFT'])}', '{}', repeat('0', 64), '${one(['PUBLIC', 'PUBLIC', 'PRIVATE'])}');
    ${inPercent(85) ? `update nofx.${table}_registry set current_version_id = '${version}' where id = '${id}' and exists (select from nofx.${table}_versions where id = '${version}' and status = 'ACTIVE');` : ''}
    ${changes
      .filter(() => inPercent(40))
      .map((change) => `update nofx.${table}_registry set ${change} where id = '${id}';`)
      .join('\n')}`;
}

/** A search reads its own tables past row level security: for every caller it must find what the policies allow. */
describe.skipIf(!hasEngine)('the visibility of hits', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase();
    for (let number = 0; number < 240; number += 1) await database.asOwner(entryInAnyState(number));
  }, 120_000);
  afterAll(() => database?.close());

  const viewers: [string, Viewer][] = [
    ['anonymous', anonymous],
    ...roles.flatMap((role) =>
      [...namespaces, 'elsewhere'].map((namespace): [string, Viewer] => [
        `${role ?? 'no role'} of ${namespace}`,
        { kind: 'user', id: '00000000-0000-4000-8000-0000000000aa', role, namespace },
      ]),
    ),
  ];

  const visible = (viewer: Viewer, query: string) =>
    database.db.read<{ id: string }>(
      viewer,
      sql<{ id: string }>`
        select id from (
          select id, removed_at, search_vector from agent_registry union all
          select id, removed_at, search_vector from template_registry
        ) as entry
        where removed_at is null and (${query} = '' or search_vector @@ (search_query(${query})).every)`.compile(
        kysely,
      ),
    );
  const found = (viewer: Viewer, query: string) =>
    database.db.read(
      viewer,
      searchEntries(query, kinds, {}, { limit: 1_000, after: null, before: null, backwards: false }),
    );
  const ids = (rows: readonly { id: string | null }[]) => rows.flatMap(({ id }) => id ?? []).sort();

  it.each(viewers)('%s finds what the policies allow, and counts no more', async (_, viewer) => {
    for (const query of ['', one(words), `${one(words)} ${one(words)}`]) {
      const [expected, rows] = [ids(await visible(viewer, query)), await found(viewer, query)];
      // Where nothing has all words, what has one of them is found; that too is visible.
      const all = expected.length > 0 ? expected : ids(await visible(viewer, ''));
      if (expected.length > 0) expect(ids(rows)).toEqual(expected);
      else expect(all).toEqual(expect.arrayContaining(ids(rows)));
      expect(rows[0]?.totalCount).toBe(ids(rows).length);
      expect(rows[0]?.facets.kinds.reduce((sum, { count }) => sum + count, 0) ?? 0).toBe(ids(rows).length);
    }
  });

  it('differs between callers', async () => {
    const counts = await Promise.all(viewers.map(async ([, viewer]) => ids(await found(viewer, '')).length));
    expect(new Set(counts).size).toBeGreaterThan(5);
  });
});
