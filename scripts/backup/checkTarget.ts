import { listMigrations, type RunSql } from '../../src/db/migrate.ts';
import { BackupProblem } from './problem.ts';

/**
 * Looks whether a backup can be restored here, before anything is changed.
 *
 * @throws BackupProblem for a database that is not empty, and for roles or rights that this login cannot make, with the
 *   statements that a superuser runs first
 */
export async function checkTarget(run: RunSql, schema: string): Promise<void> {
  const [row] = (await run(look, [schema])) as { facts: Facts }[];
  if (!row) throw new BackupProblem('The server does not say what it is. It must be Postgres.');
  const { database, login, relations, missing, isMember, createsRoles, creates } = row.facts;
  if (relations > 0) {
    throw new BackupProblem(
      `The target is not empty: the schema ${schema} of the database "${database}" has ${relations} tables. Restore into a new database (create database …), or, if its content is no longer needed: drop schema ${schema} cascade; drop table if exists supabase_migrations.schema_migrations;`,
    );
  }
  if (await hasJournal(run, schema)) {
    throw new BackupProblem(
      `The target is not empty: its journal of migrations says that they are applied, but the schema ${schema} has no tables. Restore into a new database (create database …), or, if its content is no longer needed: drop schema if exists ${schema} cascade; drop table supabase_migrations.schema_migrations;`,
    );
  }
  const statements = [
    ...(createsRoles ? [] : missing.map((role) => `create role ${role} ${attributes(role)};`)),
    ...(createsRoles || isMember ? [] : ['grant anon, authenticated to authenticator;']),
    ...(creates ? [] : [`grant create on database "${database}" to "${login}";`]),
  ];
  if (statements.length > 0) {
    throw new BackupProblem(
      `The login "${login}" cannot make what the registry needs in this cluster. As a superuser, run first: ${statements.join(' ')}`,
    );
  }
}

/** Whether migrations of this registry are recorded as applied. The record of a preview is among its tables. */
async function hasJournal(run: RunSql, schema: string): Promise<boolean> {
  if (schema !== 'nofx') return false;
  const [there] = (await run(
    `select to_regclass('supabase_migrations.schema_migrations') is not null as "isThere"`,
  )) as {
    isThere: boolean;
  }[];
  if (!there?.isThere) return false;
  const versions = (await listMigrations()).map(({ version }) => version);
  const query = 'select from supabase_migrations.schema_migrations where version = any ($1)';
  return (await run(query, [versions])).length > 0;
}

const attributes = (role: string) => (role === 'authenticator' ? 'login noinherit' : 'nologin noinherit');

interface Facts {
  database: string;
  login: string;
  relations: number;
  missing: string[];
  /** Whether `authenticator` may become anon and authenticated. */
  isMember: boolean;
  createsRoles: boolean;
  /** Whether the login may make schemas. */
  creates: boolean;
}

const look = `
  select json_build_object(
    'database', current_database(),
    'login', current_user,
    'relations', (select count(*) from pg_class where relnamespace = to_regnamespace($1) and relkind in ('r', 'p', 'v', 'm')),
    'missing', (select coalesce(json_agg(name order by place), '[]'::json) from unnest(array['anon', 'authenticated',
      'service_role', 'authenticator', 'registry_search']) with ordinality as wanted (name, place)
      where not exists (select from pg_roles where rolname = name)),
    'isMember', coalesce((select bool_and(pg_has_role(login.oid, role.oid, 'member')) from pg_roles as login, pg_roles as role
      where login.rolname = 'authenticator' and role.rolname in ('anon', 'authenticated')), false),
    'createsRoles', (select rolsuper or rolcreaterole from pg_roles where rolname = current_user),
    'creates', has_database_privilege(current_database(), 'CREATE')
  ) as facts`;
