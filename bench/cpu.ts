import { readFile } from 'node:fs/promises';
import type { RunSql } from '../src/db/migrate.ts';

/** CPU seconds that a process has used, of Linux's hundredths; 0 where /proc is not. */
export async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (!stat) return 0;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** CPU seconds of each of the database's processes that serve a peer. */
export async function cpuOfBackends(run: RunSql): Promise<Map<number, number>> {
  const rows = (await run(`select pid from pg_stat_activity where usename = 'authenticator'`)) as { pid: number }[];
  return new Map(await Promise.all(rows.map(async ({ pid }) => [pid, await cpuOf(pid)] as const)));
}

/** What was used between two such readings. */
export function cpuBetween(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [pid, seconds] of after) sum += seconds - (before.get(pid) ?? 0);
  return sum;
}
