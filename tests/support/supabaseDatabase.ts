import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { runScript } from '../../src/db/postgres.ts';
import { startPostgres } from './postgres.ts';

export interface SupabaseServer {
  /** URL of a database without migrations, for the project's `postgres` unless another user is named. */
  newDatabase(): Promise<(user?: string) => string>;
  stop(): Promise<void>;
}

/** A Postgres with the roles, schemas and limits of a Supabase project, without the services themselves. */
export async function startSupabaseServer(): Promise<SupabaseServer> {
  const postgres = await startPostgres();
  const script = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
  await asUser(postgres.url(), await script('supabaseRoles.sql'));
  const empty = await script('supabaseDatabase.sql');
  return {
    async newDatabase() {
      const name = `project_${randomUUID().slice(0, 8)}`;
      await asUser(postgres.url(), `create database ${name}`);
      await asUser(postgres.url(name, 'supabase_admin'), empty.replaceAll(':database', name));
      return (user = 'project_owner') => postgres.url(name, user);
    },
    stop: () => postgres.stop(),
  };
}

/** The rows of a statement, executed as this user. */
export async function asUser(url: string, sql: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  let rows: unknown[] = [];
  await runScript(url, async (run) => {
    rows = await run(sql, values);
  });
  return rows as Record<string, unknown>[];
}
