import { join } from 'node:path';
import type { RunSql } from '../../src/db/migrate.ts';
import { archivePaths, type Manifest } from './archive.ts';
import { BackupProblem } from './problem.ts';
import { readTableFile } from './tableFile.ts';
import { insertLines, listTables, quoted, type TableShape } from './tables.ts';

const bytesAtOnce = 1_000_000;
const rowsAtOnce = 1_000;

/**
 * Fills the tables, in the transaction that has just made them. Meanwhile their triggers are off, since they guard
 * changes and this is none, `force` is off for the owner, and references are checked at the end, since entries and
 * versions refer to each other.
 *
 * @param check looks at what was loaded, while the owner sees all of it
 */
export async function loadTables(
  run: RunSql,
  schema: string,
  folder: string,
  manifest: Manifest,
  check: () => Promise<void>,
): Promise<void> {
  const tables = await listTables(run, schema);
  refuseOtherTables(tables, manifest);
  const keys = (await run(
    `select conrelid::regclass::text as "table", quote_ident(conname) as name from pg_constraint
     where contype = 'f' and connamespace = to_regnamespace($1) and not condeferrable order by 1, 2`,
    [schema],
  )) as { table: string; name: string }[];
  const each = async (statements: (table: TableShape, name: string) => readonly string[]) => {
    for (const table of tables) {
      for (const statement of statements(table, `${schema}.${quoted(table.name)}`)) await run(statement);
    }
  };

  await each((table, name) => [
    `alter table ${name} disable trigger user`,
    ...(table.isForced ? [`alter table ${name} no force row level security`] : []),
  ]);
  for (const { table, name } of keys) {
    await run(`alter table ${table} alter constraint ${name} deferrable initially deferred`);
  }
  await run(`truncate ${tables.map(({ name }) => `${schema}.${quoted(name)}`).join(', ')}`);
  for (const table of tables) await loadTable(run, schema, folder, table);
  await check();
  await run('set constraints all immediate');
  for (const { table, name } of keys) await run(`alter table ${table} alter constraint ${name} not deferrable`);
  await each((table, name) => [
    ...(table.isForced ? [`alter table ${name} force row level security`] : []),
    `alter table ${name} enable trigger user`,
  ]);
}

/** The migrations that the backup had seen make the tables that it has; else they were edited since, or these were. */
function refuseOtherTables(tables: readonly TableShape[], manifest: Manifest) {
  const shape = (name: string, columns: readonly string[]) => `${name} (${columns.join(', ')})`;
  const made = tables.map(({ name, columns }) =>
    shape(
      name,
      columns.map((column) => column.name),
    ),
  );
  const kept = Object.entries(manifest.tables).map(([name, { columns }]) => shape(name, columns));
  const different = [
    ...made.filter((each) => !kept.includes(each)).map((each) => `the migrations make ${each}`),
    ...kept.filter((each) => !made.includes(each)).map((each) => `the backup has ${each}`),
  ];
  if (different.length > 0) {
    throw new BackupProblem(
      `The tables of the backup are not those that its migrations make: ${different.join('; ')}. Restore it with the release that it was made with.`,
    );
  }
}

async function loadTable(run: RunSql, schema: string, folder: string, table: TableShape) {
  const insert = insertLines(schema, table);
  let lines: string[] = [];
  let bytes = 0;
  const flush = async () => {
    if (lines.length > 0) await run(insert, [`[${lines.join(',')}]`]);
    lines = [];
    bytes = 0;
  };
  for await (const line of readTableFile(join(folder, archivePaths.table(table.name)))) {
    lines.push(line);
    bytes += line.length;
    if (bytes > bytesAtOnce || lines.length >= rowsAtOnce) await flush();
  }
  await flush();
  const name = `${schema}.${quoted(table.name)}`;
  for (const column of table.columns.filter(({ isIdentity }) => isIdentity)) {
    await run(
      `select setval(pg_get_serial_sequence('${name}', '${column.name}'), coalesce(max(${quoted(column.name)}), 0) + 1, false) from ${name}`,
    );
  }
}
