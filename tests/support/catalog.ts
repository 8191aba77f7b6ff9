import type { RunSql } from '../../src/db/migrate.ts';

const own = `('nofx'::regnamespace, to_regnamespace('nofx_api'), to_regnamespace('auth'))`;
const sorted = (acl: string) => `coalesce(array(select item::text from unnest(${acl}) as item order by 1)::text, '')`;

/** What a migration can leave in a database, a line each. */
const parts = {
  schemas: `select 'schema ' || nspname || ' ' || ${sorted('nspacl')} as line from pg_namespace where oid in ${own}`,
  extensions: `select 'extension ' || extname || ' in ' || extnamespace::regnamespace as line from pg_extension`,
  relations: `select concat_ws(' ', 'relation', oid::regclass, relkind, relrowsecurity, relforcerowsecurity, reloptions,
      relreplident, ${sorted('relacl')}, case when relkind in ('v', 'm') then pg_get_viewdef(oid) end) as line
    from pg_class where relnamespace in ${own} and relkind in ('r', 'p', 'v', 'm', 'S', 'f')`,
  columns: `select concat_ws(' ', 'column', attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), attnotnull,
      attidentity, attgenerated, attcollation::regcollation, attstorage, attcompression, ${sorted('attacl')},
      (select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = attrelid and adnum = attnum)) as line
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace in ${own} and relkind in ('r', 'p', 'v') and attnum > 0 and not attisdropped`,
  constraints: `select concat_ws(' ', 'constraint', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid)) as line
    from pg_constraint where connamespace in ${own} and contype <> 'n'`,
  indexes: `select concat_ws(' ', 'index', indisvalid, pg_get_indexdef(indexrelid)) as line
    from pg_index join pg_class on pg_class.oid = indexrelid where relnamespace in ${own}`,
  triggers: `select concat_ws(' ', 'trigger', tgenabled, pg_get_triggerdef(pg_trigger.oid)) as line
    from pg_trigger join pg_class on pg_class.oid = tgrelid where relnamespace in ${own} and not tgisinternal`,
  policies: `select concat_ws(' ', 'policy', tablename, policyname, permissive, roles, cmd, 'using', qual, 'check', with_check) as line
    from pg_policies where schemaname in ('nofx', 'nofx_api', 'storage')`,
  functions: `select concat_ws(' ', 'function', ${sorted('proacl')}, pg_get_functiondef(oid)) as line
    from pg_proc where pronamespace in ${own} and prokind in ('f', 'p')`,
  types: `select concat_ws(' ', 'type', oid::regtype, typtype, ${sorted('typacl')},
      array(select enumlabel from pg_enum where enumtypid = pg_type.oid order by enumsortorder)) as line
    from pg_type where typnamespace in ${own} and typtype in ('e', 'd', 'r', 'm')`,
  comments: `select concat_ws(' ', 'comment', objoid::regclass, objsubid, description) as line
    from pg_description join pg_class on pg_class.oid = objoid and classoid = 'pg_class'::regclass where relnamespace in ${own}`,
};

/** Everything of the registry that a database has beside its rows, in an order of its own, to compare with another's. */
export async function catalogOf(run: RunSql): Promise<string[]> {
  const lines: string[] = [];
  for (const sql of Object.values(parts))
    for (const { line } of (await run(sql)) as { line: string }[]) lines.push(line);
  return lines.sort();
}
