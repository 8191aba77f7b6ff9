import { actorNames, actors } from './actors.ts';
import type { Attempts } from './attempt.ts';
import type { Check } from './checks.ts';
import { kinds } from './world.ts';

/** The views of `nofx_api` run with the rights of the caller: they show what the caller may read of the tables. */
const callers = actorNames.filter((name) => name !== 'owner' && name !== 'service');

/** Rows of the view that the tables do not show to the caller, and the other way round. */
const difference = (kind: string) => {
  const shown = `select namespace, ${kind}_id as slug, version, digest from nofx_api.${kind}_registry`;
  const readable = `
    select entry.namespace, entry.slug, version.version, version.digest from ${kind}_registry entry
    left join ${kind}_versions version on version.id = entry.current_version_id where entry.removed_at is null`;
  return `select row_to_json(found)::text as found from (
    (${shown} except ${readable}) union all (${readable} except ${shown})) as found`;
};

const seen = (kind: string) =>
  `select namespace || '/' || ${kind}_id || '@' || coalesce(version, '') as found from nofx_api.${kind}_registry
   where namespace = 'acme' order by 1`;

const entriesSeen: Partial<Record<(typeof actorNames)[number], string>> = {
  anon: 'open@2.0.0 old@1.0.0',
  otherAdmin: 'lent@1.0.0 open@2.0.0 old@1.0.0 tool@1.0.0',
  viewer: 'closed@1.0.0 covered@2.0.0 inner@1.0.0 lent@1.0.0 off@1.0.0 old@1.0.0 open@2.0.0 tool@1.0.0',
  publisher:
    'closed@1.0.0 covered@2.0.0 early@ inner@1.0.0 lent@1.0.0 off@1.0.0 old@1.0.0 open@2.0.0 secret-sketch@ sketch@ tool@1.0.0',
};

async function found(attempts: Attempts, name: (typeof actorNames)[number], query: string): Promise<string[]> {
  const outcome = await attempts.attempt(actors[name], [query]);
  return outcome.result === 'done' ? outcome.rows.map((row) => String(row.found)) : [outcome.message];
}

const grants = `
  select role || ' may ' || lower(privilege) || ' ' || relname as found
  from unnest(array['anon', 'authenticated', 'service_role', 'authenticator', 'public']) as role,
    unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege, pg_class
  where relnamespace = 'nofx_api'::regnamespace and has_table_privilege(role, pg_class.oid, privilege)
    and not (privilege = 'SELECT' and role in ('anon', 'authenticated'))
  union all
  select relname || ' does not run as whoever asks' from pg_class
  where relnamespace = 'nofx_api'::regnamespace
    and (relkind <> 'v' or not coalesce(reloptions @> '{security_invoker=true}', false))`;

export const viewChecks: Check[] = [
  ...kinds.map((kind) => ({
    table: `${kind}_registry`,
    name: `nofx_api.${kind}_registry shows each caller what the tables do`,
    run: async (attempts: Attempts) =>
      (await Promise.all(callers.map((name) => found(attempts, name, difference(kind))))).flat(),
  })),
  ...kinds.map((kind) => ({
    table: `${kind}_registry`,
    name: `nofx_api.${kind}_registry shows these entries, and none that was removed`,
    run: async (attempts: Attempts) => {
      const problems = Object.entries(entriesSeen).map(async ([name, slugs]) => {
        const rows = await found(attempts, name as (typeof actorNames)[number], seen(kind));
        const expected = [...slugs.split(' '), ...(kind === 'agent' ? ['later@1.0.0'] : [])].map(
          (slug) => `acme/${slug}`,
        );
        return rows.join() === expected.sort().join() ? [] : [`${name} sees ${rows.join(', ')}`];
      });
      return (await Promise.all(problems)).flat();
    },
  })),
  {
    table: '',
    name: 'the views of nofx_api are read only, by anon and authenticated, as whoever asks',
    run: (attempts) => found(attempts, 'owner', grants),
  },
];
