import pg from 'pg';
import { DatabaseUnfit } from './checkServer.ts';
import type { RunSql } from './migrate.ts';

interface LoginFacts {
  login: string;
  /** Superuser, or has BYPASSRLS. */
  bypasses: boolean;
  /** Whether it owns the schema. */
  owns: boolean;
  schemaIsHere: boolean;
  loginMayUse: boolean;
  roles: RoleFacts[];
}

interface RoleFacts {
  role: string;
  isHere: boolean;
  /** Whether the login may `set role` to it. */
  becomes: boolean;
  mayUse: boolean;
  /** Row level security would not apply to it. */
  bypasses: boolean;
  /** Grants that its policies need, such as `select on nofx.runs`. */
  lacks: string[];
}

/**
 * Checks that the login can serve requests: that it may assume the roles of viewers, and that these have the grants of the
 * migrations. Otherwise every request would fail with a misleading FORBIDDEN.
 *
 * @param run runs SQL as that login
 * @returns security warnings
 * @throws DatabaseUnfit with the statement that fixes it
 */
export async function checkLogin(run: RunSql, schema: string): Promise<string[]> {
  const [row] = (await run(look, [schema])) as { facts: LoginFacts }[];
  if (!row) throw new DatabaseUnfit('The server of DATABASE_URL did not return its current user.');
  const { login, bypasses, owns, schemaIsHere, loginMayUse, roles } = row.facts;
  const as = (statement: string) => `As the owner of the database, run: ${statement}`;
  const named = pg.escapeIdentifier(login);

  const missing = roles.filter(({ isHere }) => !isHere).map(({ role }) => role);
  if (missing.length > 0) {
    const made = missing.map((role) => `create role ${role} nologin noinherit;`).join(' ');
    throw new DatabaseUnfit(
      `The database has no role ${missing.join(' and no role ')}. Run \`npm run migrate\` with DATABASE_ADMIN_URL. ${as(made)}`,
    );
  }
  const others = roles.filter(({ becomes }) => !becomes).map(({ role }) => role);
  if (others.length > 0) {
    const grant = `grant ${others.join(', ')} to ${named};`;
    if (owns) {
      throw new DatabaseUnfit(
        `The login "${login}" of DATABASE_URL owns the schema ${schema} and may not assume the role ${others.join(' or ')}. Use the login authenticator in DATABASE_URL, and "${login}" in DATABASE_ADMIN_URL. Or, as a superuser, run: ${grant}`,
      );
    }
    throw new DatabaseUnfit(
      `The login "${login}" of DATABASE_URL may not assume the role ${others.join(' or ')}, so every request would be refused. ${as(grant)}`,
    );
  }
  const unsafe = roles.find((role) => role.bypasses);
  if (unsafe) {
    throw new DatabaseUnfit(
      `The role ${unsafe.role} is a superuser, has BYPASSRLS, or owns tables of the registry, so row level security would not apply to it. ${as(`alter role ${unsafe.role} nosuperuser nobypassrls;`)}`,
    );
  }
  if (schemaIsHere) refuseMissingGrants(schema, login, named, loginMayUse, roles, as);
  return bypasses
    ? [
        `The login "${login}" of DATABASE_URL is a superuser or has BYPASSRLS. Row level security still applies, because every request assumes the role anon or authenticated first. A login without these rights is safer, such as authenticator.`,
      ]
    : [];
}

function refuseMissingGrants(
  schema: string,
  login: string,
  named: string,
  loginMayUse: boolean,
  roles: readonly RoleFacts[],
  as: (statement: string) => string,
) {
  const outside = roles.filter(({ mayUse }) => !mayUse).map(({ role }) => role);
  const grantees = [...outside, ...(loginMayUse ? [] : [named])];
  if (grantees.length > 0) {
    throw new DatabaseUnfit(
      `${[...outside, ...(loginMayUse ? [] : [`the login "${login}"`])].join(' and ')} may not use the schema ${schema}. ${as(`grant usage on schema ${schema} to ${grantees.join(', ')};`)}`,
    );
  }
  const lacking = roles.flatMap(({ role, lacks }) => lacks.map((what) => `grant ${what} to ${role};`));
  if (lacking.length === 0) return;
  const more = lacking.length > 3 ? ` (and ${lacking.length - 3} more)` : '';
  throw new DatabaseUnfit(
    `Grants of the migrations are missing in the schema ${schema}, perhaps because a backup was restored without privileges. Restore it with privileges. ${as(`${lacking.slice(0, 3).join(' ')}${more}`)}`,
  );
}

/** Returns one row. A policy for a role without the matching grant means that the grant was lost. */
const look = `
  select json_build_object(
    'login', current_user,
    'bypasses', (select rolsuper or rolbypassrls from pg_roles where rolname = current_user),
    'owns', coalesce((select pg_get_userbyid(nspowner) = current_user from pg_namespace where oid = to_regnamespace($1)), false),
    'schemaIsHere', to_regnamespace($1) is not null,
    'loginMayUse', coalesce(has_schema_privilege(to_regnamespace($1), 'USAGE'), true),
    'roles', (select json_agg(json_build_object(
      'role', wanted.name,
      'isHere', role.oid is not null,
      'becomes', coalesce(case when current_setting('server_version_num')::int >= 160000
        then pg_has_role(role.oid, 'SET') else pg_has_role(role.oid, 'MEMBER') end, false),
      'mayUse', coalesce(has_schema_privilege(role.oid, to_regnamespace($1), 'USAGE'), true),
      'bypasses', coalesce(role.rolsuper or role.rolbypassrls or exists (
        select from pg_class where relnamespace = to_regnamespace($1) and relkind in ('r', 'p') and relowner = role.oid), false),
      'lacks', coalesce((
        select json_agg(distinct needed.privilege || ' on ' || policy.polrelid::regclass)
        from pg_policy policy
        join pg_class relation on relation.oid = policy.polrelid and relation.relnamespace = to_regnamespace($1)
        join (values ('r'::"char", 'select'), ('a', 'insert'), ('w', 'update')) as needed (command, privilege)
          on needed.command = policy.polcmd
        where role.oid = any(policy.polroles)
          and not has_any_column_privilege(role.oid, policy.polrelid, needed.privilege)
      ), '[]'::json)
    )) from (values ('anon'), ('authenticated')) as wanted (name) left join pg_roles role on role.rolname = wanted.name)
  ) as facts`;
