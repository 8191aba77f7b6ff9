import { actors } from './actors.ts';
import type { Attempts } from './attempt.ts';
import type { Check } from './checks.ts';
import { columns, definerFunctions, matrix } from './matrix.ts';
import { tries } from './statements.ts';
import { worldRows } from './world.ts';

/** Checks of the catalog, where an attempt would come too late: for a table that has no attempts yet. */
export const structureChecks: Check[] = [
  {
    table: '',
    name: 'every table of the schema is in the matrix, in the columns, in the world and in the statements',
    run: async (attempts) => {
      const tables = await names(attempts, `select relname from pg_class where relkind in ('r', 'p') and ${inSchema}`);
      const missing = tables.flatMap((table) => [
        ...(matrix[table] ? [] : [`${table} is not in the matrix (tests/policies/matrix.ts)`]),
        ...(columns[table] ? [] : [`${table} is not among the columns (tests/policies/matrix.ts)`]),
        ...(worldRows.some((row) => row.table === table) ? [] : [`${table} has no rows (tests/policies/world.ts)`]),
        ...(tries[table] ? [] : [`${table} has no statements (tests/policies/statements.ts)`]),
      ]);
      const gone = Object.keys(matrix).filter((table) => !tables.includes(table));
      return [...missing, ...gone.map((table) => `${table} is in the matrix, and not in the database`)];
    },
  },
  {
    table: '',
    name: 'row level security is on and forced, on every table',
    run: (attempts) =>
      names(
        attempts,
        `select relname from pg_class where relkind in ('r', 'p') and ${inSchema} and not (relrowsecurity and relforcerowsecurity)`,
      ),
  },
  {
    table: '',
    name: 'a view runs as whoever asks',
    run: (attempts) =>
      names(
        attempts,
        `select relname from pg_class where ${inSchema} and (relkind = 'm'
           or relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false))`,
      ),
  },
  {
    table: '',
    name: 'only what is named runs with the rights of the owner',
    run: async (attempts) => {
      const found = await names(
        attempts,
        `select proname || '(' || pg_get_function_identity_arguments(oid) || ')'
         from pg_proc where prosecdef and pronamespace = 'nofx'::regnamespace`,
      );
      return symmetricDifference(found, definerFunctions);
    },
  },
  {
    table: '',
    name: 'every function names its search path, with temporary types and tables last',
    run: (attempts) =>
      names(
        attempts,
        `select oid::regprocedure from pg_proc where pronamespace = 'nofx'::regnamespace
           and prolang in (select oid from pg_language where lanname in ('sql', 'plpgsql'))
           and not coalesce(proconfig @> array['search_path=pg_catalog, pg_temp'], false)`,
      ),
  },
  {
    table: '',
    name: 'a policy speaks to no more than anon, authenticated, the role of searches and the owner',
    run: (attempts) =>
      names(
        attempts,
        `select policyname || ' to ' || role from pg_policies, unnest(roles) as role
         where schemaname = 'nofx' and role not in ('anon', 'authenticated', 'registry_search', (select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'nofx'))`,
      ),
  },
  {
    table: '',
    name: 'the login owns nothing, bypasses nothing, inherits nothing, and can become anon or authenticated only',
    run: async (attempts) => {
      const becomes = await names(
        attempts,
        `select rolname from pg_roles where rolname <> 'authenticator' and pg_has_role('authenticator', oid, 'member')`,
      );
      const attributes = await names(
        attempts,
        `select attribute from pg_roles, unnest(array[
           case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end, case when rolinherit then 'inherits' end,
           case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
           case when rolreplication then 'replication' end]) as attribute
         where rolname in ('authenticator', 'anon', 'authenticated') and attribute is not null and (rolname = 'authenticator' or attribute <> 'inherits')`,
      );
      return [...symmetricDifference(becomes, ['anon', 'authenticated']), ...attributes];
    },
  },
  ...Object.entries(columns).map(([table, { insert, update }]) => ({
    table,
    name: `${table}: the columns that may be named`,
    run: async (attempts: Attempts) => {
      const granted = await names(
        attempts,
        `select role || ' ' || lower(privilege) || ' ' || attname
         from unnest(array['anon', 'authenticated', 'service_role', 'authenticator', 'public']) as role,
           unnest(array['INSERT', 'UPDATE', 'REFERENCES']) as privilege, pg_attribute
         where attrelid = 'nofx.${table}'::regclass and attnum > 0 and not attisdropped
           and has_column_privilege(role, attrelid, attnum, privilege)
         union all
         select role || ' ' || lower(privilege)
         from unnest(array['anon', 'authenticated', 'service_role', 'authenticator', 'public']) as role,
           unnest(array['SELECT', 'DELETE', 'TRUNCATE', 'TRIGGER']) as privilege
         where has_table_privilege(role, 'nofx.${table}', privilege)
           and (privilege in ('TRUNCATE', 'TRIGGER') or role in ('authenticator', 'public'))`,
      );
      const words = (text: string) => text.split(' ').filter(Boolean);
      return symmetricDifference(granted, [
        ...words(insert).map((column) => `authenticated insert ${column}`),
        ...words(update).map((column) => `authenticated update ${column}`),
      ]);
    },
  })),
];

const inSchema = `relnamespace = 'nofx'::regnamespace`;

async function names(attempts: Attempts, query: string): Promise<string[]> {
  const outcome = await attempts.attempt(actors.owner, [
    `select found.name::text from (${query}) as found (name) order by 1`,
  ]);
  if (outcome.result !== 'done') throw new Error(outcome.message);
  return outcome.rows.map(({ name }) => String(name));
}

const symmetricDifference = (found: readonly string[], expected: readonly string[]): string[] => [
  ...found.filter((each) => !expected.includes(each)).map((each) => `not meant to be: ${each}`),
  ...expected.filter((each) => !found.includes(each)).map((each) => `missing: ${each}`),
];
