/** Writes src/db/types.ts: the row types of the migrated database. With --check, only says whether it would change. */
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
await pglite.close();
/** Both drivers read int8 as a number. */
const int8 = 'ColumnType<string, bigint | number | string, bigint | number | string>';
await writeOrCheck('src/db/types.ts', types.replace(int8, 'ColumnType<number, number, number>'));
