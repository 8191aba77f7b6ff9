import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Database, Query } from '../../src/db/database.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import type { User } from '../../src/viewer.ts';
import { connect } from '../policies/attempt.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Pgbouncer, startPgbouncer } from '../support/pgbouncer.ts';
import { asUser } from '../support/supabaseDatabase.ts';

/** The database port through a real PgBouncer: each transaction may use another of two connections. */
let database: TestDatabase;
let pooler: Pgbouncer;
let address: string;
let db: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  pooler = await startPgbouncer(inject('postgres') ?? '', 2);
  address = pooler.before(database.url ?? '');
  db = openPostgres({ url: address, schema: 'nofx', connections: 50 });
  await database.asOwner(
    `insert into nofx.agent_registry (namespace, slug, name, description)
     select tenant, 'agent-' || number, 'Agent', '' from unnest(array['acme', 'globex']) as tenant, generate_series(1, 20) as number`,
  );
});
afterAll(async () => {
  await db?.close();
  await pooler?.stop();
  await database?.close();
});

const statement = <Row>(sql: string, ...parameters: unknown[]) => ({ sql, parameters }) as unknown as Query<Row>;
const publisherOf = (namespace: string): User => ({ kind: 'user', id: randomUUID(), role: 'publisher', namespace });
const whoAmI = (token: number) =>
  statement<{ id: string; namespaces: string[]; entries: number; token: number }>(
    `select auth.uid() as id, $1::int as token, count(*)::int as entries, array_agg(distinct namespace) as namespaces
     from nofx.agent_registry`,
    token,
  );

it('never shows one tenant the rows of another: 2,000 reads, 50 concurrent, with failures and writes among them', async () => {
  const tenants = [publisherOf('acme'), publisherOf('globex')];
  const reader = async (number: number) => {
    const viewer = tenants[number % 2] ?? publisherOf('acme');
    for (let round = 0; round < 40; round += 1) {
      const token = number * 100 + round;
      const own = [{ id: viewer.id, token, entries: 20, namespaces: [viewer.namespace] }];
      expect(await db.read(viewer, whoAmI(token))).toEqual(own);
      if (round % 10 === 3) expect(await db.transact(viewer, (tx) => tx.run(whoAmI(token)))).toEqual(own);
      if (round % 10 === 6)
        await expect(db.read(viewer, statement('select 1 / $1::int', 0))).rejects.toThrow(/cannot be stored/);
    }
  };
  await Promise.all(Array.from({ length: 50 }, (_, number) => reader(number)));
});

it('leaves no state of a viewer on a connection for the next one', async () => {
  await db.read(publisherOf('acme'), whoAmI(1));
  const [left] = await database.asOwner(
    `select count(*)::int as connections from pg_stat_activity where usename = 'authenticator' and datname = current_database()`,
  );
  expect(left).toEqual({ connections: 2 });
  const sessions = await Promise.all(
    Array.from({ length: 20 }, () =>
      asUser(
        address,
        `select current_setting('role') as role, coalesce(current_setting('request.jwt.claims', true), '') as claims`,
      ),
    ),
  );
  // A connection that had claims keeps the setting, with an empty value.
  expect(sessions).toEqual(Array(20).fill([{ role: 'none', claims: '' }]));
});

it('reads its own tables where another client of the pool left temporary ones with their names', async () => {
  const alice = publisherOf('acme');
  const clients = await Promise.all([1, 2].map(() => connect(address)));
  for (const client of clients)
    await client.query('begin; set local role anon; create temporary table agent_registry ()');
  for (const client of clients) await client.query('commit');
  const rows = await Promise.all(
    Array.from({ length: 10 }, () =>
      db.read(alice, statement<{ entries: number }>('select count(*)::int as entries from agent_registry')),
    ),
  );
  await Promise.all(clients.map((client) => client.end()));
  expect(rows).toEqual(Array(10).fill([{ entries: 20 }]));
});

it('continues after an error in a pipeline, and rolls back what came before it', async () => {
  const alice = publisherOf('acme');
  const before = await db.read(alice, whoAmI(1));
  await expect(
    db.transact(alice, async (tx) => {
      await tx.run(
        statement(
          `insert into nofx.agent_registry (namespace, slug, name, description) values ('acme', 'half', '', '')`,
        ),
      );
      await tx.run(statement('select 1 / $1::int', 0));
    }),
  ).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  const again = await Promise.all(Array.from({ length: 10 }, () => db.read(alice, whoAmI(1))));
  for (const rows of again) expect(rows).toEqual(before);
});

it('would fail with prepared statements, which another connection does not have', async () => {
  const prepared = openPostgres({ url: address, schema: 'nofx', connections: 20, prepared: true });
  const alice = publisherOf('acme');
  const outcomes = await Promise.allSettled(
    Array.from({ length: 200 }, (_, token) => prepared.read(alice, whoAmI(token))),
  );
  await prepared.close();
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
  expect(refusals.length).toBeGreaterThan(0);
  for (const refusal of refusals) expect(refusal).toMatch(/prepared statement "\w+" (already exists|does not exist)/);
});

it('reports UNAVAILABLE when the pooler goes down during a query, and recovers', async () => {
  const alice = publisherOf('acme');
  const reads = [1, 2, 3].map((token) => db.read(alice, statement('select pg_sleep(2), $1::int', token)));
  const write = db.transact(alice, (tx) => tx.run(statement('select pg_sleep(2)')));
  const broken = Promise.allSettled([...reads, write]);
  await pause(300);
  await pooler.kill();
  for (const outcome of await broken) expect(outcome).toMatchObject({ reason: { code: 'UNAVAILABLE' } });
  await expect(db.read(alice, whoAmI(1))).rejects.toMatchObject({ code: 'UNAVAILABLE' });

  await pooler.start();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, token) => db.read(alice, whoAmI(token))));
  expect(answers.map(([row]) => row?.token)).toEqual(Array.from({ length: 50 }, (_, token) => token));
});

it('reports UNAVAILABLE when the server behind the pooler closes the connections, and recovers', async () => {
  const alice = publisherOf('acme');
  const running = Promise.allSettled(
    [1, 2].map((token) => db.read(alice, statement('select pg_sleep(2), $1::int', token))),
  );
  await pause(300);
  await database.asOwner(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'authenticator' and datname = current_database()`,
  );
  for (const outcome of await running) expect(outcome).toMatchObject({ reason: { code: 'UNAVAILABLE' } });
  const answers = await Promise.all(Array.from({ length: 20 }, (_, token) => db.read(alice, whoAmI(token))));
  expect(answers.every(([row]) => row?.entries === 20)).toBe(true);
});
