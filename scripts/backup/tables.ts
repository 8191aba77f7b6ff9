import type { RunSql } from '../../src/db/migrate.ts';

/** A table whose rows are kept, with the columns that are stored and not generated. */
export interface TableShape {
  name: string;
  columns: { name: string; type: string; isIdentity: boolean }[];
  /** Of the primary key. */
  key: string[];
  isForced: boolean;
}

/** The tables of a schema. Unlogged ones are left out: they count what passes in seconds. */
export async function listTables(run: RunSql, schema: string): Promise<TableShape[]> {
  const rows = (await run(look, [schema])) as { tables: TableShape[] | null }[];
  return rows[0]?.tables ?? [];
}

/**
 * Each row as a JSON array of its columns' texts (null as null), in an order that does not depend on the database's
 * collation: equal rows give equal lines, in equal order.
 */
export const linesOf = (schema: string, { name, columns, key }: TableShape) => {
  const texts = columns.map((column) => `${quoted(column.name)}::text`).join(', ');
  const order = key.map((column) => `${quoted(column)}::text collate "C"`).join(', ');
  return `select json_build_array(${texts})::text as line from ${schema}.${quoted(name)} order by ${order || '1'}`;
};

/** Writes the lines of `$1`, a JSON array of them. */
export const insertLines = (schema: string, { name, columns }: TableShape) =>
  `insert into ${schema}.${quoted(name)} (${columns.map((column) => quoted(column.name)).join(', ')})
   overriding system value
   select ${columns.map(({ type }, index) => `(line->>${index})::${type}`).join(', ')}
   from json_array_elements($1::text::json) as line`;

const rowsAtOnce = 200;

/** The rows of a table in the transaction that is open, a few at a time. */
export async function* readLines(run: RunSql, schema: string, table: TableShape): AsyncGenerator<string> {
  await run(`declare backup_rows no scroll cursor for ${linesOf(schema, table)}`);
  for (;;) {
    const rows = (await run(`fetch ${rowsAtOnce} from backup_rows`)) as { line: string }[];
    for (const { line } of rows) yield line;
    if (rows.length < rowsAtOnce) break;
  }
  await run('close backup_rows');
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

const look = `
  select json_agg(json_build_object(
    'name', relname,
    'isForced', relforcerowsecurity,
    'columns', (
      select json_agg(json_build_object(
        'name', attname, 'type', format_type(atttypid, atttypmod), 'isIdentity', attidentity <> '') order by attnum)
      from pg_attribute where attrelid = relation.oid and attnum > 0 and not attisdropped and attgenerated = ''),
    'key', coalesce((
      select json_agg(attname order by place)
      from pg_index, unnest(indkey::int2[]) with ordinality as keys (number, place), pg_attribute
      where indrelid = relation.oid and indisprimary and attrelid = relation.oid and attnum = number), '[]'::json)
  ) order by relname collate "C") as tables
  from pg_class as relation
  where relnamespace = to_regnamespace($1) and relkind = 'r' and relpersistence = 'p' and relname <> 'schema_migrations'`;
