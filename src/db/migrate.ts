import { readdir, readFile } from 'node:fs/promises';
import pRetry from 'p-retry';
import { DatabaseUnfit } from './checkServer.ts';
import { fixSettings } from './database.ts';
import { halfRestored, restoreAgain } from './halfRestored.ts';
import type { RunSql } from './runSql.ts';

export type { RunSql };

const folder = new URL('../../supabase/', import.meta.url);

/**
 * A migration does not wait longer than this for a table that requests are using, since all later requests wait behind
 * it: it is rolled back and tried again, after pauses that double, for about two minutes in all.
 */
const lockTimeout = '3s';
const retries = { retries: 30, minTimeout: 250, maxTimeout: 4_000, randomize: true };

/**
 * Migrates a database: creates what Supabase would provide (on any other Postgres), then applies each file of
 * `supabase/migrations` that is missing, in its own transaction. Two processes at the same time take turns, and a gateway may serve meanwhile.
 *
 * @param schema schema of the registry; the files use `nofx`, a preview has its own
 * @returns the names of the migrations that were applied
 */
export async function migrate(run: RunSql, schema = 'nofx'): Promise<string[]> {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(schema))
    throw new Error(`REGISTRY_SCHEMA must be a lower-case name such as nofx; got "${schema}".`);
  /** The lock ends with its transaction. A session lock could remain in a pooled session that another client gets. */
  const exclusively = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await run('begin isolation level read committed read write');
    try {
      await run(fixSettings);
      await run('select pg_advisory_xact_lock(hashtext($1))', [`migrate ${schema}`]);
      const result = await work();
      await run('commit');
      return result;
    } catch (error) {
      await run('rollback');
      throw error;
    }
  };

  const journal = await exclusively(() => openJournal(run, schema));
  await refuseJournalWithoutTables(run, schema, journal);
  const applied: string[] = [];
  const before = new Set(
    (await run(`select version from ${journal}`)).map((row) => (row as { version: string }).version),
  );
  for (const migration of (await listMigrations()).filter(({ version }) => !before.has(version))) {
    const seen = async () => (await run(`select from ${journal} where version = $1`, [migration.version])).length > 0;
    const isNew = await pRetry(
      () =>
        exclusively(async () => {
          if (await seen()) return false;
          await run(`set local lock_timeout = '${lockTimeout}'`);
          await applyMigration(run, schema, journal, migration);
          return true;
        }),
      { ...retries, shouldRetry: ({ error }) => metRequests(error) },
    );
    if (isNew) applied.push(migration.name);
  }
  return applied;
}

/** True for a migration that was rolled back because of locks that requests hold: deadlock_detected, lock_not_available. */
const metRequests = ({ cause }: Error): boolean =>
  ['40P01', '55P03'].includes((cause as { code?: string } | undefined)?.code ?? '');

/** Applies one migration, in the transaction that is open. Throws an Error that names it. */
export async function applyMigration(run: RunSql, schema: string, journal: string, migration: Migration) {
  const { file, version, name } = migration;
  const sql = await readFile(new URL(`migrations/${file}`, folder), 'utf8');
  try {
    await run(schema === 'nofx' ? sql : sql.replaceAll(/\bnofx\b/g, schema));
    await run(`insert into ${journal} (version, name) values ($1, $2)`, [version, name]);
  } catch (error) {
    const failed = new Error(`The migration ${file} failed: ${(error as Error).message}`, { cause: error });
    if (metRequests(failed))
      failed.message += '. Other connections hold its tables: end long transactions, then start again.';
    throw failed;
  }
}

export interface Migration {
  file: string;
  version: string;
  name: string;
}

/** The migrations of this source, oldest first. */
export async function listMigrations(): Promise<Migration[]> {
  const files = (await readdir(new URL('migrations/', folder))).filter((name) => name.endsWith('.sql')).sort();
  return files.map((file) => {
    const version = file.slice(0, file.indexOf('_'));
    return { file, version, name: file.slice(version.length + 1, -'.sql'.length) };
  });
}

/**
 * Creates what Supabase would provide, and the journal of migrations.
 *
 * @returns the name of its table, which is that of the Supabase CLI, so that either can migrate. A preview has its own
 */
export async function openJournal(run: RunSql, schema: string): Promise<string> {
  const [platform] = await run(`select to_regprocedure('auth.jwt()') is not null as here`);
  if (!(platform as { here: boolean }).here) await run(await readFile(new URL('local/platform.sql', folder), 'utf8'));
  const home = schema === 'nofx' ? 'supabase_migrations' : schema;
  await run(`create schema if not exists ${home}`);
  await run(
    `create table if not exists ${home}.schema_migrations (version text primary key, statements text[], name text)`,
  );
  return `${home}.schema_migrations`;
}

/** What remains of a restore that failed: no migration would ever make the tables again. */
async function refuseJournalWithoutTables(run: RunSql, schema: string, journal: string) {
  const missing = (await run(
    `select made.name from (values ('agent_registry', '20261122000003'), ('template_registry', '20261122000004'),
       ('registry_events', '20261122000006')) as made (name, version)
     where exists (select from ${journal} as applied where applied.version = made.version)
       and to_regclass('${schema}.' || made.name) is null order by 1`,
  )) as { name: string }[];
  if (missing.length > 0) {
    throw new DatabaseUnfit(
      `${halfRestored} The journal ${journal} says that the migrations are applied, but these tables are missing: ${missing.map(({ name }) => name).join(', ')}. ${restoreAgain}`,
    );
  }
}
