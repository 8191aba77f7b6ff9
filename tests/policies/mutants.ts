import { loosen, tighten } from './expressions.ts';

/** Runs SQL as the owner and gives its rows. */
export type Ask = <Row>(sql: string) => Promise<Row[]>;

/** One thing that is done to the policies, of which the checks must take notice. */
export interface Mutant {
  group: 'policy' | 'condition' | 'trigger' | 'refusal' | 'function' | 'view' | 'row security' | 'grant';
  /** What it is called in the list of survivors. */
  name: string;
  /** The table that it is about; '' for all. */
  table: string;
  sql: string;
}

/** Every mutant of the database as it is migrated. */
export async function mutantsOf(ask: Ask): Promise<Mutant[]> {
  return [
    ...(await ofPolicies(ask)),
    ...(await ofTriggers(ask)),
    ...(await ofGuards(ask)),
    ...ofFunctions,
    ...(await ofSearch(ask)),
    ...(await ofRowSecurity(ask)),
    ...(await ofGrants(ask)),
  ];
}

interface PolicyRow {
  policy: string;
  table: string;
  using: string | null;
  check: string | null;
  owners: boolean;
}

/** Each expression becomes `true`; then each condition in it falls away, and each way to meet it. */
async function ofPolicies(ask: Ask): Promise<Mutant[]> {
  const policies = await ask<PolicyRow>(`
    select policyname as policy, tablename as "table", qual as using, with_check as "check",
      not roles && '{anon,authenticated}'::name[] as owners
    from pg_policies where schemaname = 'nofx' order by 2, 1`);
  return policies.flatMap(({ policy, table, using, check, owners }) => {
    const alter = (clause: string, expression: string) =>
      `alter policy ${policy} on nofx.${table} ${clause} (${expression})`;
    const mutant = (group: Mutant['group'], what: string, sql: string): Mutant => ({
      group,
      table,
      name: `${policy}: ${what}`,
      sql,
    });
    const expressions = [
      ['using', using],
      ['with check', check],
    ] as const;
    return expressions.flatMap(([clause, expression]) =>
      expression === null || expression === 'true' || owners
        ? []
        : [
            mutant('policy', `${clause} (true)`, alter(clause, 'true')),
            ...loosen(expression).map((each) =>
              mutant('condition', `${clause} without ${each.part}`, alter(clause, each.expression)),
            ),
            ...tighten(expression).map((each) =>
              mutant('condition', `${clause} never by ${each.part}`, alter(clause, each.expression)),
            ),
          ],
    );
  });
}

async function ofTriggers(ask: Ask): Promise<Mutant[]> {
  const triggers = await ask<{ trigger: string; table: string }>(`
    select tgname as trigger, relname as "table" from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = 'nofx'::regnamespace and not tgisinternal
      and (tgname like 'guard%' or tgname like 'keep%' or tgname in ('settle_visibility', 'narrow_audience', 'tell_others', 'add_search_entries', 'rank_rating', 'rank_use'))
    order by 2, 1`);
  return triggers.map(({ trigger, table }) => ({
    group: 'trigger',
    name: `${trigger} on ${table}: dropped`,
    table,
    sql: `drop trigger ${trigger} on nofx.${table}`,
  }));
}

/** Each refusal of a guard, and of a function that runs as the owner, does nothing. */
async function ofGuards(ask: Ask): Promise<Mutant[]> {
  const guards = await ask<{ name: string; source: string }>(`
    select proname as name, pg_get_functiondef(oid) as source from pg_proc
    where pronamespace = 'nofx'::regnamespace and prosrc like '%raise exception%' order by 1`);
  return guards.flatMap(({ name, source }) =>
    [...source.matchAll(/raise exception '([^']*)'[^;]*;/g)].map(({ 0: statement, 1: message, index }) => ({
      group: 'refusal' as const,
      name: `${name}: without “${message}”`,
      table: '',
      sql: `${source.slice(0, index)}null;${source.slice(index + statement.length)}`,
    })),
  );
}

const returning = (name: string, type: string, body: string): Mutant => ({
  group: 'function',
  name: `${name}(): ${body}`,
  table: '',
  sql: `create or replace function nofx.${name}() returns ${type} language sql stable set search_path = pg_catalog, pg_temp as $$ select ${body} $$`,
});

/** What every policy asks. */
const ofFunctions: Mutant[] = [
  returning('is_publisher', 'boolean', 'true'),
  returning('is_publisher', 'boolean', 'nofx.viewer_role() is not null'),
  returning('is_publisher', 'boolean', `coalesce(nofx.viewer_role() = 'publisher', false)`),
  returning('is_admin', 'boolean', 'true'),
  returning('is_admin', 'boolean', 'nofx.is_publisher()'),
  returning('viewer_namespace', 'text', `auth.jwt() -> 'app_metadata' ->> 'namespace'`),
  returning('viewer_namespace', 'text', `'acme'`),
  returning('viewer_role', 'text', `coalesce(auth.jwt() -> 'app_metadata' ->> 'registry_role', 'viewer')`),
  returning(
    'viewer_role',
    'text',
    `coalesce(auth.jwt() -> 'user_metadata' ->> 'registry_role', auth.jwt() -> 'app_metadata' ->> 'registry_role')`,
  ),
  returning('viewer_role', 'text', `auth.jwt() -> 'app_metadata' ->> 'registry_role'`),
  returning(
    'search_namespace',
    'text',
    `nullif(current_setting('request.jwt.claims', true), '')::jsonb -> 'app_metadata' ->> 'namespace'`,
  ),
  returning('search_namespace', 'text', `'acme'`),
  returning('search_drafts', 'boolean', 'true'),
  returning('search_drafts', 'boolean', 'false'),
  returning('viewer_id', 'uuid', `(auth.jwt() -> 'user_metadata' ->> 'sub')::uuid`),
];

/** The view that says what a search may find: as a policy of one expression. */
async function ofSearch(ask: Ask): Promise<Mutant[]> {
  const [view] = await ask<{ definition: string }>(`select pg_get_viewdef('nofx.searchable') as definition`);
  const [, columns = '', rule = ''] = /^(.*?)\bWHERE\b(.*);\s*$/s.exec(view?.definition ?? '') ?? [];
  const mutant = (what: string, expression: string): Mutant => ({
    group: 'view',
    table: 'search_entries',
    name: `searchable: ${what}`,
    sql: `create or replace view nofx.searchable with (security_invoker = true) as ${columns} where ${expression}`,
  });
  return [
    mutant('everything', 'true'),
    ...loosen(rule).map(({ part, expression }) => mutant(`without ${part}`, expression)),
    ...tighten(rule).map(({ part, expression }) => mutant(`never by ${part}`, expression)),
  ];
}

async function ofRowSecurity(ask: Ask): Promise<Mutant[]> {
  const tables = await tablesOf(ask);
  return tables.flatMap((table) =>
    ['disable row level security', 'no force row level security'].map((what) => ({
      group: 'row security' as const,
      name: `${table}: ${what}`,
      table,
      sql: `alter table nofx.${table} ${what}`,
    })),
  );
}

/** Each privilege that a role does not have on a whole table. */
async function ofGrants(ask: Ask): Promise<Mutant[]> {
  const missing = await ask<{ table: string; role: string; privilege: string }>(`
    select relname as "table", role, lower(privilege) as privilege
    from pg_class, unnest(array['anon', 'authenticated', 'service_role', 'authenticator', 'registry_search']) as role,
      unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as privilege
    where relnamespace = 'nofx'::regnamespace and relkind = 'r' and not has_table_privilege(role, pg_class.oid, privilege)
    order by 1, 2, 3`);
  return missing.map(({ table, role, privilege }) => ({
    group: 'grant',
    name: `${table}: ${privilege} for ${role}`,
    table,
    sql: `grant ${privilege} on nofx.${table} to ${role}`,
  }));
}

const tablesOf = async (ask: Ask) =>
  (
    await ask<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'nofx'::regnamespace and relkind = 'r' order by 1`,
    )
  ).map(({ name }) => name);
