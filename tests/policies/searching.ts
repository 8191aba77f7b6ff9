import { actorNames, actors } from './actors.ts';
import type { Attempts } from './attempt.ts';
import type { Check } from './checks.ts';
import { entryId, tenants } from './world.ts';

/**
 * A search reads rows of its own, past row level security. It must find what the policies of the registries show, and
 * the role that it runs as must be able to do nothing else.
 */
const page = `'{"limit": 1000, "after": null, "before": null, "backwards": false}'`;
const found = (query: string) => `search_page('${query}', null, '{AGENT,TEMPLATE}', '{}', ${page}, 1000)`;
const visible = `
  select id, namespace from agent_registry where removed_at is null
  union all select id, namespace from template_registry where removed_at is null`;

/** Rows of either that the other lacks, and a count that is not that of the rows. */
const difference = (query: string, condition: string) => `
  with seen as (select id from (${visible}) as entry where ${condition}),
    hits as (select id, total_count from ${found(query)})
  select coalesce(seen.id, hits.id)::text as id from seen full join hits on hits.id = seen.id
    where seen.id is null and hits.id is not null or hits.id is null and seen.id is not null
  union all
  select total_count::text from (select distinct total_count from hits) as counted
    where total_count <> (select count(*) from seen)`;

const callers = actorNames.filter((name) => name !== 'owner' && name !== 'service');

async function differences(attempts: Attempts, query: string, condition: string): Promise<string[]> {
  const each = callers.map(async (name) => {
    const outcome = await attempts.attempt(actors[name], [difference(query, condition)]);
    if (outcome.result !== 'done') return [`${name}: ${outcome.message}`];
    return outcome.rows.map(({ id }) => `${name}: “${query}” and the policy differ in ${id}`);
  });
  return (await Promise.all(each)).flat();
}

/** What the registries say, and what a search would read, after changes of both registries. */
const followed = `
  select coalesce(entry.id, found.id)::text as id
  from (
    select id, is_public, current_version_id is not null as is_published, status, visibility, search_text,
      featured_at is not null as is_featured from agent_registry where removed_at is null
    union all
    select id, is_public, current_version_id is not null, status, visibility, search_text, featured_at is not null
      from template_registry where removed_at is null
  ) as entry
  full join search_entries as found on found.id = entry.id
  where (entry.id, entry.is_public, entry.is_published, entry.status, entry.visibility, entry.search_text, entry.is_featured)
    is distinct from (found.id, found.is_public, found.is_published, found.status, found.visibility, found.search_text,
      found.is_featured)`;

const changes = (['agent', 'template'] as const).flatMap((kind) => [
  `update ${kind}_registry set status = 'DISABLED' where id = '${entryId(kind, 'acme', 'open')}'`,
  `update ${kind}_registry set removed_at = now() where id = '${entryId(kind, 'globex', 'open')}'`,
  `update ${kind}_registry set name = 'Renamed' where slug = 'inner'`,
  `insert into ${kind}_registry (namespace, slug, name, description) values ('acme', 'fresh', 'Fresh', '')`,
]);

const featured = ['agent', 'template'].map(
  (kind) => `update ${kind}_registry set featured_at = now() where is_public and status = 'ACTIVE'`,
);

/** Words that were public and no longer are must be in doubt: a word is told to who sees an entry that has it. */
const doubted = ['agent', 'template'].map(
  (kind) => `
    select word from search_words where audience = '' and word = 'only${kind}' and not in_doubt
    union all
    select 'not listed before' where not exists (select from search_words where audience = '' and word = 'only${kind}')`,
);
const withdrawal = (['agent', 'template'] as const).flatMap((kind) => [
  `update ${kind}_registry set keywords = 'only${kind}' where id = '${entryId(kind, 'acme', 'open')}'`,
  `update ${kind}_registry set visibility = 'PRIVATE' where id = '${entryId(kind, 'acme', 'open')}'`,
]);

const asOwner =
  (statements: readonly string[]): Check['run'] =>
  async (attempts) => {
    const outcome = await attempts.attempt(actors.owner, statements);
    if (outcome.result !== 'done') return [outcome.message];
    return outcome.rows.map((row) => JSON.stringify(row));
  };

/** Everything that the role of searches may touch, in any schema of the registry. */
const rights = `
  select 'may ' || lower(privilege) || ' ' || relname as found
    from pg_class, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege
    where relnamespace = 'nofx'::regnamespace and relkind in ('r', 'v', 'm', 'p')
      and (has_table_privilege('registry_search', oid, privilege)
        or privilege in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege('registry_search', oid, privilege))
      and (privilege, relname) not in (('SELECT', 'search_entries'), ('SELECT', 'search_words'), ('SELECT', 'searchable'))
  union all
  select 'is a member of ' || rolname from pg_roles
    where rolname <> 'registry_search' and pg_has_role('registry_search', oid, 'MEMBER')
  union all
  select 'may log in, or has an attribute' from pg_roles where rolname = 'registry_search'
    and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit)
  union all
  select 'creates in nofx' where has_schema_privilege('registry_search', 'nofx', 'CREATE')
  union all
  select 'owns ' || relname from pg_class where relowner = 'registry_search'::regrole
  union all
  select rolname || ' may call ' || proname from pg_proc, pg_roles
    where pronamespace = 'nofx'::regnamespace and proowner = 'registry_search'::regrole and proname <> 'search_page'
      and rolname in ('anon', 'authenticated', 'service_role', 'authenticator') and has_function_privilege(rolname, pg_proc.oid, 'EXECUTE')`;

export const searchChecks: Check[] = [
  {
    table: 'search_entries',
    name: 'a search for nothing finds what the policies show, for everybody',
    run: (attempts) => differences(attempts, '', 'true'),
  },
  ...tenants.map((namespace) => ({
    table: 'search_entries',
    name: `a search for the words of ${namespace} finds of them what the policies show, for everybody`,
    run: (attempts: Attempts) => differences(attempts, namespace, `namespace = '${namespace}'`),
  })),
  { table: 'search_entries', name: 'the rows of a search follow the registries', run: asOwner([...changes, followed]) },
  {
    table: 'search_entries',
    name: 'the rows of a search follow what is featured, and what is so no longer',
    run: async (attempts) => [
      ...(await asOwner([...featured, followed])(attempts)),
      ...(await asOwner([...featured, ...changes, followed])(attempts)),
    ],
  },
  ...doubted.map((question, at) => ({
    table: 'search_words',
    name: `words of what was public are in doubt, in ${at === 0 ? 'agents' : 'templates'}`,
    run: asOwner([...withdrawal, question]),
  })),
  {
    table: '',
    name: 'the role of searches reads what searches read, and may do nothing else',
    run: asOwner([rights]),
  },
];
