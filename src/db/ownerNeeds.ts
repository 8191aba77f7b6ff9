import pg from 'pg';
import type { RunSql } from './runSql.ts';

/** What a login cannot create in its cluster, and a superuser can. */
export interface OwnerNeeds {
  login: string;
  database: string;
  /** Whether the login may create schemas in the database, as its owner may. */
  isOwner: boolean;
  /** The statements that a superuser must run before this login can migrate. Empty when it needs none. */
  statements: string[];
}

/** Returns what the current login needs from a superuser before it can migrate the database. Changes nothing. */
export async function ownerNeeds(run: RunSql): Promise<OwnerNeeds> {
  const [row] = (await run(look)) as { facts: Facts }[];
  if (!row) throw new Error('The server did not return the rights of the current user.');
  const { database, login, missing, isMember, createsRoles, creates } = row.facts;
  return {
    login,
    database,
    isOwner: creates,
    statements: [
      ...(createsRoles ? [] : missing.map((role) => `create role ${role} ${attributes(role)};`)),
      ...(createsRoles || isMember ? [] : ['grant anon, authenticated to authenticator;']),
      ...(creates
        ? []
        : [`grant create on database ${pg.escapeIdentifier(database)} to ${pg.escapeIdentifier(login)};`]),
    ],
  };
}

/** Says which statements a superuser must run first. */
export const askSuperuser = ({ login, statements }: OwnerNeeds): string =>
  `The login "${login}" cannot create what the registry needs in this cluster. As a superuser, run first: ${statements.join(' ')}`;

const attributes = (role: string) => (role === 'authenticator' ? 'login noinherit' : 'nologin noinherit');

interface Facts {
  database: string;
  login: string;
  missing: string[];
  /** Whether `authenticator` may become anon and authenticated. */
  isMember: boolean;
  createsRoles: boolean;
  creates: boolean;
}

const look = `
  select json_build_object(
    'database', current_database(),
    'login', current_user,
    'missing', (select coalesce(json_agg(name order by place), '[]'::json) from unnest(array['anon', 'authenticated',
      'service_role', 'authenticator', 'registry_search']) with ordinality as wanted (name, place)
      where not exists (select from pg_roles where rolname = name)),
    'isMember', coalesce((select bool_and(pg_has_role(login.oid, role.oid, 'member')) from pg_roles as login, pg_roles as role
      where login.rolname = 'authenticator' and role.rolname in ('anon', 'authenticated')), false),
    'createsRoles', (select rolsuper or rolcreaterole from pg_roles where rolname = current_user),
    'creates', has_database_privilege(current_database(), 'CREATE')
  ) as facts`;
