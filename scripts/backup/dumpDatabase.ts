import { join } from 'node:path';
import { fixSettings } from '../../src/db/database.ts';
import type { RunSql } from '../../src/db/migrate.ts';
import { archivePaths, type Manifest } from './archive.ts';
import { letOwnerRead } from './letOwnerRead.ts';
import { BackupProblem } from './problem.ts';
import { writeTableFile } from './tableFile.ts';
import { listTables, readLines } from './tables.ts';

export type DatabaseDump = Pick<Manifest, 'schema' | 'migrations' | 'log' | 'tables'> & { digests: string[] };

/**
 * Writes the rows of all tables from one snapshot: one read-only transaction, which takes no locks that block writers.
 *
 * @param run as the owner of the tables
 * @returns their description in the manifest, and the digests of the files that the versions reference
 */
export async function dumpDatabase(run: RunSql, schema: string, folder: string): Promise<DatabaseDump> {
  await letOwnerRead(run, schema);
  await run('begin isolation level repeatable read read only');
  try {
    await run(fixSettings);
    await run(`select set_config('registry.backup', 'on', true)`);
    const migrations = await appliedMigrations(run, schema);
    const tables: Manifest['tables'] = {};
    for (const table of await listTables(run, schema)) {
      const lines = readLines(run, schema, table);
      const written = await writeTableFile(join(folder, archivePaths.table(table.name)), lines);
      tables[table.name] = { columns: table.columns.map(({ name }) => name), ...written };
    }
    const log = await readLog(run, schema);
    const digests = await fileDigests(run, schema);
    return { schema, migrations, log, tables, digests };
  } finally {
    await run('rollback').catch(() => {}); // A broken connection has been reported already.
  }
}

async function appliedMigrations(run: RunSql, schema: string): Promise<string[]> {
  const home = schema === 'nofx' ? 'supabase_migrations' : schema;
  const [found] = (await run(
    `select to_regclass('${home}.schema_migrations') is not null and to_regclass('${schema}.registry_feed') is not null as "isThere"`,
  )) as { isThere: boolean }[];
  const rows = found?.isThere
    ? ((await run(`select version from ${home}.schema_migrations order by version`)) as { version: string }[])
    : [];
  if (rows.length === 0) throw new BackupProblem(`There is no registry in the schema ${schema} of this database.`);
  return rows.map(({ version }) => version);
}

/** How the event log ends. */
export async function readLog(run: RunSql, schema: string): Promise<Manifest['log']> {
  const [log] = (await run(`
    select epoch::text, head::int, encode(hash, 'hex') as hash,
      (select count(*)::int from ${schema}.registry_events where seq is null) as pending
    from ${schema}.registry_feed`)) as Manifest['log'][];
  if (!log) throw new BackupProblem(`${schema}.registry_feed has no row: this database was not restored completely.`);
  return log;
}

/** The files of versions. A sweep may have deleted those of removed entries. */
async function fileDigests(run: RunSql, schema: string): Promise<string[]> {
  const rows = (await run(`
    select distinct file ->> 'sha256' as sha256
    from (
        select files from ${schema}.agent_versions as version
        join ${schema}.agent_registry as entry on entry.id = version.entry_id where entry.removed_at is null
        union all
        select files from ${schema}.template_versions as version
        join ${schema}.template_registry as entry on entry.id = version.entry_id where entry.removed_at is null
      ) as versions,
      jsonb_array_elements(files) as file
    order by 1`)) as { sha256: string }[];
  return rows.map(({ sha256 }) => sha256);
}
