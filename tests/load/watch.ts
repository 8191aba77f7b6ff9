import type { RunSql } from '../../src/db/migrate.ts';
import { memoryOf } from '../support/memoryOf.ts';

/** A look at the gateway while it is under load. */
export interface Look {
  /** Since the load began, in seconds. */
  at: number;
  /** Resident memory, in megabytes. */
  megabytes: number;
  /** Connections to the database. */
  connections: number;
}

/** Looks each second until it is stopped. */
export function watch(pid: number, run: RunSql) {
  const looks: Look[] = [];
  const start = performance.now();
  let looking: Promise<void> | undefined;
  const look = async () => {
    const [megabytes, [row]] = await Promise.all([
      memoryOf(pid),
      run(`select count(*)::int as count from pg_stat_activity where usename = 'authenticator'`),
    ]);
    const at = (performance.now() - start) / 1_000;
    looks.push({ at, megabytes, connections: (row as { count: number }).count });
  };
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }, 1_000);
  return {
    async stop(): Promise<Look[]> {
      clearInterval(timer);
      await looking;
      return looks;
    },
  };
}
