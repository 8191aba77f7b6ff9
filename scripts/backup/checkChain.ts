import type { RunSql } from '../../src/db/migrate.ts';
import { BackupProblem } from './problem.ts';

/** Whether every numbered event is there, has the hash over the one before it, and the head is the last. */
export async function checkChain(run: RunSql, schema: string): Promise<void> {
  const [found] = (await run(`
    with chain as (
      select seq, hash, row_number() over (order by seq) as place,
        ${schema}.event_hash(lag(hash, 1, ${schema}.first_hash()) over (order by seq), seq, event) as computed
      from ${schema}.registry_events as event where seq is not null
    )
    select (select min(seq)::int from chain where seq <> place or hash is distinct from computed) as broken,
      (select feed.head = coalesce(max(seq), 0) from chain) as "isWhole"
    from ${schema}.registry_feed as feed`)) as { broken: number | null; isWhole: boolean }[];
  if (found?.broken != null) {
    throw new BackupProblem(
      `The event log is broken at event ${found.broken}: \`registry verify\` on the registry that was backed up says how.`,
    );
  }
  if (!found?.isWhole) throw new BackupProblem('The event log does not end where its head says.');
}
