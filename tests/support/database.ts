import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inject } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import type { RunSql } from '../../src/db/migrate.ts';
import { createPglite, openPglite, runOnPglite } from '../../src/db/pglite.ts';
import { openPostgres, runScript } from '../../src/db/postgres.ts';

export const engine = process.env.TEST_ENGINE === 'postgres' ? 'postgres' : 'pglite';

/** Whether the engine of this run is installed: always in CI. */
export const hasEngine = engine === 'pglite' || inject('postgres') !== null;

export interface TestDatabase {
  db: Database;
  /** Runs SQL as the owner, past every policy: to inspect, and to set up what no caller may. */
  asOwner: RunSql;
  /** Several statements as the owner, on one connection: for transactions, and for many statements. */
  onOneConnection(work: (run: RunSql) => Promise<void>): Promise<void>;
  /** URL of the database for another process, as the gateway's login role; null for the embedded one. */
  url: string | null;
  /** The same as the owner, who migrates. */
  ownerUrl: string | null;
  close(): Promise<void>;
}

/** An empty, migrated database on the engine of this run. */
export const openTestDatabase = (): Promise<TestDatabase> => (engine === 'postgres' ? native() : embedded());

async function embedded(): Promise<TestDatabase> {
  const dump = new Blob([new Uint8Array(await readFile(inject('pglite')))]);
  const pglite = await createPglite({ dump });
  const db = openPglite(pglite, 'nofx');
  const run = runOnPglite(pglite);
  return { db, asOwner: run, onOneConnection: (work) => work(run), url: null, ownerUrl: null, close: () => db.close() };
}

/** The gateway logs in as `authenticator`, who owns nothing and bypasses nothing, as it would on Supabase. */
async function native(): Promise<TestDatabase> {
  const admin = inject('postgres');
  if (!admin) throw new Error('There is no native Postgres.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const owner = new URL(admin);
  owner.pathname = `/${name}`;
  const login = new URL(owner);
  login.username = 'authenticator';
  await runScript(admin, async (run) => void (await run(`create database ${name} template nofx_template`)));
  const db = openPostgres({ url: login.href, schema: 'nofx' });
  return {
    db,
    url: login.href,
    ownerUrl: owner.href,
    asOwner: async (sql, values) => {
      let rows: unknown[] = [];
      await runScript(owner.href, async (run) => {
        rows = await run(sql, values);
      });
      return rows;
    },
    onOneConnection: (work) => runScript(owner.href, work),
    async close() {
      await db.close();
      await runScript(admin, async (run) => void (await run(`drop database ${name} with (force)`)));
    },
  };
}
