import { readdir, readFile } from 'node:fs/promises';
import { fixSettings } from './database.ts';

/** Runs SQL as the owner of the schema; with values, one statement. */
export type RunSql = (sql: string, values?: unknown[]) => Promise<unknown[]>;

const folder = new URL('../../supabase/', import.meta.url);

/**
 * Brings a database up to date: what Supabase would bring (on any other Postgres), then each file of
 * `supabase/migrations` that it has not seen, in a transaction of its own. Two at once take turns.
 *
 * @param schema where the registry lives; the files say `nofx`, a preview has its own
 * @returns the names of the migrations that were applied now
 */
export async function migrate(run: RunSql, schema = 'nofx'): Promise<string[]> {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(schema)) throw new Error(`"${schema}" cannot be the name of a schema.`);
  /** The lock ends with its transaction: a pooler gives the next one another session, where an older lock would stay. */
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
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

  const journal = await inTurn(async () => {
    const [platform] = await run(`select to_regprocedure('auth.jwt()') is not null as here`);
    if (!(platform as { here: boolean }).here) await run(await readFile(new URL('local/platform.sql', folder), 'utf8'));
    return openJournal(run, schema);
  });
  const applied: string[] = [];
  for (const { file, version, name } of await listMigrations()) {
    const seen = async () => (await run(`select from ${journal} where version = $1`, [version])).length > 0;
    if (await seen()) continue;
    const sql = await readFile(new URL(`migrations/${file}`, folder), 'utf8');
    await inTurn(async () => {
      if (await seen()) return;
      await run(schema === 'nofx' ? sql : sql.replaceAll(/\bnofx\b/g, schema));
      await run(`insert into ${journal} (version, name) values ($1, $2)`, [version, name]);
      applied.push(name);
    }).catch((error) => {
      throw new Error(`The migration ${file} failed: ${error.message}`, { cause: error });
    });
  }
  return applied;
}

/** The migrations of this source, oldest first. */
export async function listMigrations(): Promise<{ file: string; version: string; name: string }[]> {
  const files = (await readdir(new URL('migrations/', folder))).filter((name) => name.endsWith('.sql')).sort();
  return files.map((file) => {
    const version = file.slice(0, file.indexOf('_'));
    return { file, version, name: file.slice(version.length + 1, -'.sql'.length) };
  });
}

/** Where Supabase's own CLI keeps its journal, so that either may migrate; a preview's journal goes with its schema. */
async function openJournal(run: RunSql, schema: string): Promise<string> {
  const home = schema === 'nofx' ? 'supabase_migrations' : schema;
  await run(`create schema if not exists ${home}`);
  await run(
    `create table if not exists ${home}.schema_migrations (version text primary key, statements text[], name text)`,
  );
  return `${home}.schema_migrations`;
}
