import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSql } from '../src/db/migrate.ts';
import { postgresBinaries } from '../tests/support/postgres.ts';
import { openConnection } from './connection.ts';
import type { Prepared } from './verify.ts';

/** The server settings that let statements be counted; none where the extension is not installed. */
export async function countingSettings(): Promise<Record<string, string>> {
  const library = join((await postgresBinaries()) ?? '', '../lib/pg_stat_statements.so');
  const installed = await access(library).then(
    () => true,
    () => false,
  );
  return installed ? { shared_preload_libraries: 'pg_stat_statements' } : {};
}

export interface Counted {
  /** Statements that read data, a request. */
  statements: number;
  transactions: number;
  /** What is sent around them: BEGIN, COMMIT, the viewer's settings. */
  around: number;
}

/** What a peer sends to the database for one request, on average over a few; null where it cannot be counted. */
export async function countStatements(
  run: RunSql,
  port: number,
  requests: readonly Prepared[],
): Promise<Counted | null> {
  if (!(await canCount(run))) return null;
  await track(run, 'top');
  const connection = openConnection(port);
  const asked = requests.slice(0, 10);
  for (const { request } of asked) await connection.send(request);
  connection.close();
  const rows = (await run(`
    select query, calls::integer as calls from public.pg_stat_statements statement join pg_roles on pg_roles.oid = statement.userid
    where rolname <> 'postgres'`)) as { query: string; calls: number }[];
  await track(run, 'none');
  const callsOf = (pattern: RegExp) =>
    rows.reduce((sum, { query, calls }) => sum + (pattern.test(query) ? calls : 0), 0) / asked.length;
  const around = callsOf(/^\s*(begin|commit|rollback|select set_config)/i);
  return { statements: callsOf(/./) - around, transactions: callsOf(/^\s*begin/i), around };
}

async function canCount(run: RunSql): Promise<boolean> {
  const [row] = await run(`select current_setting('shared_preload_libraries') like '%pg_stat_statements%' as can`);
  if (!(row as { can: boolean }).can) return false;
  await run('create extension if not exists pg_stat_statements schema public');
  return true;
}

/** Counting costs a little, so it is off while time is measured. */
async function track(run: RunSql, what: 'top' | 'none') {
  await run(`alter system set pg_stat_statements.track = '${what}'`);
  await run('select pg_reload_conf(), pg_sleep(0.1)');
  if (what === 'top') await run('select public.pg_stat_statements_reset()');
}
