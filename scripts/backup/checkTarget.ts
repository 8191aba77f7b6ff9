import { listMigrations, type RunSql } from '../../src/db/migrate.ts';
import { askSuperuser, ownerNeeds } from '../../src/db/ownerNeeds.ts';
import { BackupProblem } from './problem.ts';

/**
 * Looks whether a backup can be restored here, before anything is changed.
 *
 * @throws BackupProblem for a database that is not empty, and for roles or rights that this login cannot make, with the
 *   statements that a superuser runs first
 */
export async function checkTarget(run: RunSql, schema: string): Promise<void> {
  const [row] = (await run(look, [schema])) as { facts: Facts }[];
  if (!row) throw new BackupProblem('The server does not say what it is. It must be Postgres.');
  const { database, relations } = row.facts;
  if (relations > 0) {
    throw new BackupProblem(
      `The target is not empty: the schema ${schema} of the database "${database}" has ${relations} tables and views. Restore into a new database (create database …), or, if its content is no longer needed: drop schema ${schema} cascade; drop table if exists supabase_migrations.schema_migrations;`,
    );
  }
  if (await hasJournal(run, schema)) {
    throw new BackupProblem(
      `The target is not empty: its journal of migrations says that they are applied, but the schema ${schema} has no tables. Restore into a new database (create database …), or, if its content is no longer needed: drop schema if exists ${schema} cascade; drop table supabase_migrations.schema_migrations;`,
    );
  }
  const needs = await ownerNeeds(run);
  if (needs.statements.length > 0) throw new BackupProblem(askSuperuser(needs));
}

/** Whether migrations of this registry are recorded as applied. The record of a preview is among its tables. */
async function hasJournal(run: RunSql, schema: string): Promise<boolean> {
  if (schema !== 'nofx') return false;
  const [there] = (await run(
    `select to_regclass('supabase_migrations.schema_migrations') is not null as "isThere"`,
  )) as {
    isThere: boolean;
  }[];
  if (!there?.isThere) return false;
  const versions = (await listMigrations()).map(({ version }) => version);
  const query = 'select from supabase_migrations.schema_migrations where version = any ($1)';
  return (await run(query, [versions])).length > 0;
}

interface Facts {
  database: string;
  relations: number;
}

const look = `
  select json_build_object(
    'database', current_database(),
    'relations', (select count(*) from pg_class where relnamespace = to_regnamespace($1) and relkind in ('r', 'p', 'v', 'm'))
  ) as facts`;
