import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

describe.skipIf(!hasEngine)('the migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database?.close());

  const count = async (sql: string) => ((await database.asOwner(sql)) as { count: number }[])[0]?.count;

  it('change nothing the second time', async () => {
    await database.onOneConnection(async (run) => expect(await migrate(run)).toEqual([]));
  });

  it('are read from the journal in one statement when all are applied', async () => {
    await database.onOneConnection(async (run) => {
      const statements: string[] = [];
      await migrate((sql, values) => {
        statements.push(sql);
        return run(sql, values);
      });
      expect(statements.filter((sql) => sql.includes('supabase_migrations.schema_migrations'))).toEqual([
        expect.stringMatching(/^create table if not exists/),
        expect.stringMatching(/^select made\.name from/),
        'select version from supabase_migrations.schema_migrations',
      ]);
    });
  });

  it('apply from zero in a separate schema beside the other, and are removed with it', async () => {
    const files = (await readdir('supabase/migrations')).filter((name) => name.endsWith('.sql'));
    await database.onOneConnection(async (run) => {
      expect(await migrate(run, 'preview_7')).toHaveLength(files.length);
      expect(await migrate(run, 'preview_7')).toEqual([]);
    });
    const tables = (schema: string) =>
      count(`select count(*)::int from pg_tables where schemaname = '${schema}' and tablename <> 'schema_migrations'`);
    expect(await tables('preview_7')).toBe(await tables('nofx'));
    await database.asOwner('drop schema preview_7 cascade');
    await database.onOneConnection(async (run) => expect(await migrate(run)).toEqual([]));
  });

  it.each(['x; drop', 'Public', '', '1a', 'a'.repeat(60)])('refuse the schema %j', async (schema) => {
    await expect(migrate(database.asOwner, schema)).rejects.toThrow(/REGISTRY_SCHEMA must be a lower-case name/);
  });

  it('enable row level security, and force it, for every table', async () => {
    const open = await database.asOwner(
      `select relname from pg_class where relnamespace = 'nofx'::regnamespace and relkind in ('r', 'p')
         and not (relrowsecurity and relforcerowsecurity)`,
    );
    expect(open).toEqual([]);
  });

  it('index every foreign key', async () => {
    const bare = await database.asOwner(
      `select conrelid::regclass::text as table, conname from pg_constraint
       where contype = 'f' and connamespace = 'nofx'::regnamespace and not exists (
         select from pg_index where indrelid = conrelid and (indkey::int2[])[0] = any(conkey)
           and (indpred is null or pg_get_expr(indpred, indrelid) = format('(%I IS NOT NULL)', (
             select attname from pg_attribute where attrelid = conrelid and attnum = (indkey::int2[])[0]))))`,
    );
    expect(bare).toEqual([]);
  });
});
