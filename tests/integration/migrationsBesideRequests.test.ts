import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { listMigrations, migrate } from '../../src/db/migrate.ts';
import { engine } from '../support/database.ts';
import type { EmptyDatabase } from '../support/emptyDatabase.ts';
import { openOlderDatabase } from '../support/olderDatabase.ts';

/** The embedded Postgres has one connection: a migration meets no request there. */
describe.skipIf(engine !== 'postgres' || !inject('postgres'))('a migration while a gateway serves', () => {
  let database: EmptyDatabase;
  const clients: pg.Client[] = [];
  const rows = async (sql: string) => (await database.asOwner(sql)) as Record<string, unknown>[];

  async function connect(): Promise<pg.Client> {
    const [{ name = '' } = {}] = await rows('select current_database() as name');
    const url = Object.assign(new URL(inject('postgres') ?? ''), { pathname: `/${name}` });
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    clients.push(client);
    return client;
  }

  beforeAll(async () => {
    database = await openOlderDatabase('e50e9b0');
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await database?.close();
  });

  it('makes way for requests that wait behind it, and is tried again until it gets its tables', async () => {
    const [request, observer] = [await connect(), await connect()];
    await request.query('begin; lock table nofx.agent_registry in row exclusive mode');
    const migration = migrate(database.asOwner);
    const attempts = new Set<string>();
    await expect
      .poll(
        async () => {
          const { rows: waiting } = await observer.query(
            `select virtualtransaction from pg_locks where not granted and relation = 'nofx.agent_registry'::regclass`,
          );
          for (const { virtualtransaction } of waiting) attempts.add(virtualtransaction);
          return attempts.size;
        },
        { timeout: 50_000 },
      )
      .toBeGreaterThan(1);
    await request.query('commit');
    await migration;
    const applied = await rows('select version from supabase_migrations.schema_migrations order by 1');
    expect(applied).toEqual((await listMigrations()).map(({ version }) => ({ version })));
  });
});
