import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countsBy, wholeList } from '../../src/db/count.ts';
import type { Database, Query } from '../../src/db/database.ts';
import { type EntryFilter, type EntryOrder, entriesPage } from '../../src/db/entriesPage.ts';
import { type Entry, entriesByIds, entriesBySlugs } from '../../src/db/entry.ts';
import type { Page } from '../../src/db/page.ts';
import { versionsOfEntries } from '../../src/db/version.ts';
import type { Viewer } from '../../src/viewer.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const anyone: Viewer = { kind: 'anonymous' };
const userOf = (namespace: string): Viewer => ({
  kind: 'user',
  id: '00000000-0000-4000-8000-000000000001',
  role: 'publisher',
  namespace,
});

const slugs = Array.from({ length: 24 }, (_, index) => `agent-${String(index).padStart(2, '0')}`);
/** Every third agent is private. */
const isPrivate = (slug: string) => slugs.indexOf(slug) % 3 === 0;

describe.skipIf(!hasEngine)('reads of one turn of the event loop', () => {
  let registry: TestRegistry;
  /** As the gateway reads. */
  let db: Database;

  beforeAll(async () => {
    registry = await openRegistry();
    db = registry.services.db;
    for (const namespace of ['acme', 'globex']) {
      const publisher = await registry.actor({ namespace });
      for (const slug of namespace === 'acme' ? slugs : slugs.slice(0, 5)) {
        const visibility = isPrivate(slug) ? 'private' : 'public';
        await publisher.do(publishAgent, {
          input: agent({ agentId: slug, name: `Name ${slug.toUpperCase()}`, visibility }),
        });
      }
    }
  }, 120_000);
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const bySlug = (slug: string, namespace = 'acme') => entriesBySlugs('AGENT', [namespace], [slug]);

  /** What the statement returned, and how many of its sort were sent. */
  async function together<Row>(queries: readonly [Viewer, Query<Row>][]) {
    registry.statements();
    const rows = await Promise.all(queries.map(([viewer, query]) => db.read(viewer, query)));
    const sent = registry.statements().filter((text) => queries.some(([, { sql }]) => sql === text));
    return { rows, sent: sent.length };
  }
  const slugsIn = (rows: readonly Entry[][]) => rows.map((each) => each.map(({ slug }) => slug));

  it('are one statement, and each has its own rows', async () => {
    const asked = ['agent-07', 'agent-01', 'nothing', 'agent-10'];
    const { rows, sent } = await together(asked.map((slug) => [anyone, bySlug(slug)]));
    expect(sent).toBe(1);
    expect(slugsIn(rows)).toEqual([['agent-07'], ['agent-01'], [], ['agent-10']]);
  });

  it('never have rows of another viewer', async () => {
    const { rows, sent } = await together(
      [anyone, userOf('acme'), userOf('globex')].flatMap((viewer) =>
        ['acme', 'globex'].flatMap((namespace) =>
          ['agent-00', 'agent-01'].map((slug) => [viewer, bySlug(slug, namespace)] as [Viewer, Query<Entry>]),
        ),
      ),
    );
    expect(sent).toBe(3);
    const found = rows.map((each) => each.map(({ namespace, slug }) => `${namespace}/${slug}`));
    expect(found).toEqual([
      ...[[], ['acme/agent-01'], [], ['globex/agent-01']],
      ...[['acme/agent-00'], ['acme/agent-01'], [], ['globex/agent-01']],
      ...[[], ['acme/agent-01'], ['globex/agent-00'], ['globex/agent-01']],
    ]);
  });

  it('are apart where users differ only in their role or their id', async () => {
    const one = userOf('acme') as Viewer & { kind: 'user' };
    const viewers: Viewer[] = [one, { ...one, role: 'admin' }, { ...one, id: one.id.replace('1', '2') }, { ...one }];
    expect((await together(viewers.map((viewer) => [viewer, bySlug('agent-00')]))).sent).toBe(3);
  });

  it('have rows of their own where they ask for the same', async () => {
    const { rows, sent } = await together([
      [anyone, bySlug('agent-01')],
      [anyone, bySlug('agent-01')],
    ]);
    expect(sent).toBe(1);
    expect(rows[0]).toEqual(rows[1]);
    expect(slugsIn(rows)).toEqual([['agent-01'], ['agent-01']]);
    expect(rows[0]?.[0]).not.toBe(rows[1]?.[0]);
  });

  it('keep the order of the rows of each item', async () => {
    const acme = userOf('acme');
    const ids = (await db.read(acme, entriesPage('AGENT', { namespace: 'acme' }, byName, page({ limit: 3 })))).map(
      ({ id }) => id,
    );
    const versions = (id: string) =>
      versionsOfEntries('AGENT', [id], { status: null, content: 'head', page: page({ limit: 5 }) });
    const { rows, sent } = await together(ids.map((id) => [acme, versions(id)]));
    expect(sent).toBe(1);
    expect(rows.map((each) => each.map(({ entryId, version }) => [entryId, version]))).toEqual(
      ids.map((id) => [[id, '1.0.0']]),
    );
  });

  it('are refused one by one where one of them is not valid', async () => {
    const [{ id = '' } = {}] = await db.read(anyone, bySlug('agent-01'));
    const outcomes = await Promise.allSettled(
      [id, 'not a uuid', id].map((each) => db.read(anyone, entriesByIds('AGENT', [each]))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: { code: 'BAD_USER_INPUT' } });
  });

  it('are at most 16 reads and 100 items a statement', async () => {
    const many = await together(slugs.concat(slugs).map((slug) => [anyone, bySlug(slug)]));
    expect(many.sent).toBe(3);
    const long = entriesBySlugs('AGENT', Array(60).fill('acme'), [...slugs, ...Array(36).fill('nothing')]);
    const asked = [long, bySlug('agent-01'), long].map((query): [Viewer, Query<Entry>] => [anyone, query]);
    expect((await together(asked)).sent).toBe(2);
  });

  it('are apart where they differ in a value besides what they ask for', async () => {
    const [{ id = '' } = {}] = await db.read(anyone, bySlug('agent-01'));
    const { rows, sent } = await together(
      (['ACTIVE', 'ARCHIVED'] as const).map((status) => [
        anyone,
        versionsOfEntries('AGENT', [id], { status, content: 'head', page: page({}) }),
      ]),
    );
    expect(sent).toBe(2);
    expect(rows.map((each) => each.map(({ status }) => status))).toEqual([['ACTIVE'], []]);
  });

  it('leave counts alone', async () => {
    const [{ id = '' } = {}] = await db.read(anyone, bySlug('agent-01'));
    const count = countsBy(
      'entry_id',
      versionsOfEntries('AGENT', [id], { status: null, content: 'head', page: wholeList }),
    );
    const { rows, sent } = await together([
      [anyone, count],
      [anyone, count],
    ]);
    expect(sent).toBe(2);
    expect(rows).toEqual([[{ parent: id, count: 1 }], [{ parent: id, count: 1 }]]);
  });

  const byName: EntryOrder = { field: 'NAME', direction: 'ASC' };
  const page = (different: Partial<Page>): Page => ({
    limit: 4,
    after: null,
    before: null,
    backwards: false,
    ...different,
  });

  it.each(['NAME', 'CREATED_AT', 'UPDATED_AT', 'POPULAR', 'TRENDING'] as const)(
    'have their own pages in the order by %s, as long as they ask for, combined where an index has the order',
    async (field) => {
      const acme = userOf('acme');
      for (const filter of [{}, { namespace: 'acme' }] satisfies EntryFilter[]) {
        for (const direction of ['ASC', 'DESC'] as const) {
          const order: EntryOrder = { field, direction };
          const statements = 'namespace' in filter && field !== 'NAME' ? 3 : 1;
          const whole = await db.read(acme, entriesPage('AGENT', filter, order, page({ limit: 101 })));
          const isSeen = ({ namespace, slug }: Entry) => namespace === 'acme' || !isPrivate(slug);
          expect(whole).toHaveLength('namespace' in filter ? 24 : 27);
          expect(whole.every(isSeen)).toBe(true);
          const at = (entry: Entry | undefined) => [positionOf(field, entry), entry?.id ?? ''] as const;
          const after = [1, 5, 9].map((index) => [index, at(whole[index])] as const);
          const { rows, sent } = await together(
            after.map(([index, position]) => [
              acme,
              entriesPage('AGENT', filter, order, page({ after: position, limit: index + 1 })),
            ]),
          );
          expect(sent).toBe(statements);
          expect(slugsIn(rows)).toEqual(after.map(([index]) => slugsIn([whole.slice(index + 1, 2 * index + 2)])[0]));
          const back = await together(
            after.map(([, position]) => [
              acme,
              entriesPage('AGENT', filter, order, page({ before: position, backwards: true, limit: 3 })),
            ]),
          );
          expect(back.sent).toBe(statements);
          expect(slugsIn(back.rows)).toEqual(
            after.map(([index]) => slugsIn([whole.slice(Math.max(0, index - 3), index).reverse()])[0]),
          );
        }
      }
    },
  );
});

const positionOf = (field: EntryOrder['field'], entry: Entry | undefined) =>
  ({
    NAME: entry?.sortName,
    CREATED_AT: entry?.createdAt.toISOString(),
    UPDATED_AT: entry?.updatedAt.toISOString(),
    RATING: entry?.rank,
    POPULAR: entry?.rank,
    TRENDING: entry?.rank,
  })[field] ?? '';
