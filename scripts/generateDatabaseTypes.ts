/**
 * Writes src/db/types.ts, the row types of the migrated database, and src/db/expectedSchema.ts, what a restored one
 * must have. With --check, only reports whether they would change.
 */
import { Kysely, PGliteDialect } from 'kysely';
import { generate, PostgresDialect } from 'kysely-codegen';
import { migrate } from '../src/db/migrate.ts';
import { createPglite, runOnPglite } from '../src/db/pglite.ts';
import { writeOrCheck } from './writeOrCheck.ts';

const pglite = await createPglite();
await migrate(runOnPglite(pglite));
const types = await generate({
  db: new Kysely({ dialect: new PGliteDialect({ pglite }) }),
  dialect: new PostgresDialect(),
  camelCase: true,
  defaultSchemas: ['nofx'],
  includePattern: 'nofx.*',
  outFile: null,
});
const tables = await pglite.query<{ name: string }>(
  `select relname as name from pg_class where relnamespace = 'nofx'::regnamespace and relkind in ('r', 'p') order by relname collate "C"`,
);
const policies = await pglite.query<{ policy: string }>(`
  select relname || ' ' || polname || ' ' || (
    select string_agg(name, ',' order by name collate "C") from (
      select case when member = relowner then 'owner' when member = 0 then 'public' else pg_get_userbyid(member)::text end as name
      from unnest(polroles) as member) as named) as policy
  from pg_policy join pg_class on pg_class.oid = polrelid where relnamespace = 'nofx'::regnamespace order by relname collate "C", polname collate "C"`);
await pglite.close();
/** Both drivers read int8 as a number. */
const int8 = 'ColumnType<string, bigint | number | string, bigint | number | string>';
await writeOrCheck('src/db/types.ts', types.replace(int8, 'ColumnType<number, number, number>'));

const list = (values: readonly string[]) => values.map((value) => `  '${value}',\n`).join('');
await writeOrCheck(
  'src/db/expectedSchema.ts',
  `/** Written by scripts/generateDatabaseTypes.ts from the migrated database. */

export const expectedTables: readonly string[] = [
${list(tables.rows.map(({ name }) => name))}];

/** Table, policy and roles; the owner of the table as \`owner\`. */
export const expectedPolicies: readonly string[] = [
${list(policies.rows.map(({ policy }) => policy))}];
`,
);
