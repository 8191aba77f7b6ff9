import { fixSettings } from '../../src/db/database.ts';
import { applyMigration, listMigrations, openJournal, type RunSql } from '../../src/db/migrate.ts';
import type { Manifest } from './archive.ts';
import { checkChain } from './checkChain.ts';
import { readLog } from './dumpDatabase.ts';
import { loadTables } from './loadTables.ts';
import { BackupProblem } from './problem.ts';
import { measure } from './tableFile.ts';
import { listTables, readLines } from './tables.ts';

/**
 * Creates the schema with the migrations of the backup, loads its rows, compares them with the manifest, and applies
 * newer migrations: all in one transaction, so that the database is complete or unchanged. The roles, policies and
 * functions come from the migrations; their owner is the user who runs this.
 *
 * @param run as the future owner, in a database in which checkTarget found nothing
 * @returns the names of the migrations that are newer than the backup
 * @throws BackupProblem when something differs; nothing was changed then
 */
export async function restoreDatabase(
  run: RunSql,
  schema: string,
  folder: string,
  manifest: Manifest,
): Promise<string[]> {
  const migrations = await listMigrations();
  const [before, after] = [true, false].map((isBefore) =>
    migrations.filter(({ version }) => manifest.migrations.includes(version) === isBefore),
  ) as [typeof migrations, typeof migrations];
  await run('begin isolation level read committed read write');
  try {
    await run(fixSettings);
    await run('select pg_advisory_xact_lock(hashtext($1))', [`migrate ${schema}`]);
    const journal = await openJournal(run, schema);
    for (const migration of before) await applyMigration(run, schema, journal, migration);
    await loadTables(run, schema, folder, manifest, () => compare(run, schema, manifest));
    for (const migration of after) await applyMigration(run, schema, journal, migration);
    await run('commit');
    return after.map(({ name }) => name);
  } catch (error) {
    await run('rollback').catch(() => {});
    throw error;
  }
}

/** What was written, read again: the rows of each table, the end of the log, its chain. */
async function compare(run: RunSql, schema: string, manifest: Manifest) {
  for (const table of await listTables(run, schema)) {
    const wanted = manifest.tables[table.name];
    const measured = measure(readLines(run, schema, table));
    for await (const _ of measured.lines);
    const { rows, sha256 } = measured.result();
    if (rows !== wanted?.rows || sha256 !== wanted.sha256) {
      throw new BackupProblem(
        `${table.name} has ${rows} rows with the digest ${sha256}; the backup has ${wanted?.rows} with ${wanted?.sha256}. Nothing was restored.`,
      );
    }
  }
  const { head, hash, pending } = await readLog(run, schema);
  if (head !== manifest.log.head || hash !== manifest.log.hash || pending !== manifest.log.pending) {
    throw new BackupProblem(
      `The event log ends at event ${head} (${hash}); that of the backup at event ${manifest.log.head} (${manifest.log.hash}). Nothing was restored.`,
    );
  }
  await checkChain(run, schema);
}
