import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeList } from '../../src/db/count.ts';
import { entriesPage } from '../../src/db/entriesPage.ts';
import { entriesBySlugs } from '../../src/db/entry.ts';
import { db as build } from '../../src/db/kysely.ts';
import type { Page } from '../../src/db/page.ts';
import type { Viewer } from '../../src/viewer.ts';
import { engine, hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

const userOf = (namespace: string): Viewer => ({
  kind: 'user',
  id: '00000000-0000-4000-8000-000000000001',
  role: 'publisher',
  namespace,
});

interface Seen {
  token: number;
  role: string;
  namespace: string | null;
  timeout: string;
  readOnly: string;
}
const whoReads = (token: number) =>
  sql<Seen>`select ${token}::int as token, current_user::text as role,
    nullif(current_setting('request.jwt.claims', true), '')::jsonb #>> '{app_metadata,namespace}' as namespace,
    current_setting('statement_timeout') as timeout, current_setting('transaction_read_only') as read_only`.compile(
    build,
  );

describe.skipIf(!hasEngine)('a read in one round trip', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database?.close());

  it('runs as its viewer, read only, and leaves no state to the next one on the connection', async () => {
    const { db } = database;
    const viewers = ['acme', 'globex', null] as const;
    const reads = Array.from({ length: 300 }, (_, token) => {
      const namespace = viewers[token % 3] ?? null;
      const purpose = token % 2 ? 'search' : 'read';
      return db.read(namespace === null ? { kind: 'anonymous' } : userOf(namespace), whoReads(token), purpose);
    });
    expect((await Promise.all(reads)).flat()).toEqual(
      reads.map((_, token) => ({
        token,
        role: viewers[token % 3] ? 'authenticated' : 'anon',
        namespace: viewers[token % 3] ?? null,
        timeout: token % 2 ? '2s' : '3s',
        readOnly: 'on',
      })),
    );
  });

  it.skipIf(engine !== 'postgres')(
    'plans a read by ids once a connection, and one whose values decide its plan each time',
    async () => {
      const { db } = database;
      const modes = sql<{ mode: string }>`select current_setting('plan_cache_mode') as mode`.compile(build);
      const readers = Array.from({ length: 40 }, (_, number) => (number % 2 ? { ...modes, hasOnePlan: true } : modes));
      const answers = await Promise.all(readers.map((query) => db.read(userOf('acme'), query)));
      expect(answers.flat().map(({ mode }) => mode)).toEqual(
        readers.map((_, number) => (number % 2 ? 'force_generic_plan' : 'auto')),
      );
      const page = (limit: number): Page => ({ limit, after: null, before: null, backwards: false });
      const byName = { field: 'NAME', direction: 'ASC' } as const;
      expect([
        entriesBySlugs('AGENT', ['acme'], ['ada']).hasOnePlan,
        entriesPage('AGENT', {}, byName, page(101)).hasOnePlan,
        entriesPage('AGENT', { category: 'billing' }, byName, page(21)).hasOnePlan,
        entriesPage('AGENT', {}, byName, wholeList).hasOnePlan,
        // Only by name: in the order of another index, a plan for all namespaces would look for a small one in the whole registry.
        entriesPage('AGENT', { namespace: 'acme' }, byName, page(101)).hasOnePlan,
        entriesPage('AGENT', { namespace: 'acme' }, { ...byName, field: 'CREATED_AT' }, page(101)).hasOnePlan,
        entriesPage('AGENT', { namespace: 'acme' }, { ...byName, field: 'POPULAR' }, page(101)).hasOnePlan,
        entriesPage('AGENT', {}, { ...byName, field: 'POPULAR' }, page(101)).hasOnePlan,
      ]).toEqual([true, true, false, false, true, false, false, true]);
    },
  );

  it('cannot write, and cannot leave read-only mode', async () => {
    const { db } = database;
    const alice = userOf('acme');
    const insert = sql`insert into nofx.agent_registry (namespace, slug, name, description)
      values ('acme', 'sneaky', '', '')`.compile(build);
    await expect(db.read(alice, insert)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('read-only'),
    });
    const back = sql`select set_config('transaction_read_only', 'off', true)`.compile(build);
    await expect(db.read(alice, back)).rejects.toMatchObject({ code: '25001' });
    expect(await database.asOwner(`select from nofx.agent_registry where slug = 'sneaky'`)).toEqual([]);
  });

  it.each([
    ['fails while it runs', 'select 1 / $1::int', 0],
    ['cannot be parsed', 'select nonsense from nowhere where $1::int = 0', 0],
    ['has a value of another type', 'select $1::uuid', 'no uuid'],
  ])('leaves its connection usable when it %s, repeatedly', async (_, text, value) => {
    const { db } = database;
    const broken = { ...whoReads(0), sql: text, parameters: [value] };
    for (let round = 0; round < 3; round += 1) {
      const outcomes = await Promise.allSettled([
        ...Array.from({ length: 20 }, () => db.read(userOf('acme'), broken)),
        ...Array.from({ length: 20 }, (_, token) => db.read(userOf('globex'), whoReads(token))),
      ]);
      expect(outcomes.slice(0, 20).map(({ status }) => status)).toEqual(Array(20).fill('rejected'));
      const first = outcomes.slice(0, 20).map((outcome) => (outcome as PromiseRejectedResult).reason.cause?.code);
      expect(new Set(first).size).toBe(1);
      expect(outcomes.slice(20)).toMatchObject(
        Array.from({ length: 20 }, (_, token) => ({ value: [{ token, namespace: 'globex', role: 'authenticated' }] })),
      );
    }
    const written = await db.transact(userOf('acme'), (tx) => tx.run(whoReads(7)));
    expect(written).toMatchObject([{ token: 7, readOnly: 'off', timeout: '10s' }]);
  });
});
