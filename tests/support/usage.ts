import type { Actor } from './actor.ts';
import type { TestDatabase } from './database.ts';

export interface UsageNode {
  recordId: string;
  number: number;
  namespace: string;
  meter: string;
  quantity: number;
  total: number;
  occurredAt: string;
  sourceType: string;
  sourceId: string | null;
}

export const usageRecords = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: UsageRecordFilter) {
  usageRecords(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    totalCount
    edges { cursor node { id recordId number namespace meter quantity total occurredAt sourceType sourceId } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

/** A reader that keeps its cursor, as a biller does. */
export function usageReader(actor: Actor, first = 7) {
  const seen: UsageNode[] = [];
  let after: string | null = null;
  return {
    seen,
    /** Reads everything that there is after the cursor. */
    async drain() {
      for (;;) {
        const { edges, pageInfo } = await actor.do(usageRecords, { first, after });
        seen.push(...edges.map(({ node }: { node: UsageNode }) => node));
        after = pageInfo.endCursor;
        if (!pageInfo.hasNextPage) return seen;
      }
    },
  };
}

/** The sum of each meter in records. */
export const sumOf = (records: readonly Pick<UsageNode, 'meter' | 'quantity'>[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { meter, quantity } of records) sums[meter] = Math.round(((sums[meter] ?? 0) + quantity) * 1000) / 1000;
  return sums;
};

/** The totals that the gateway tells. */
export const totalsOf = async (actor: Actor): Promise<Record<string, number>> => {
  const { totals } = await actor.do('{ namespaceUsage { totals { meter total } } }');
  return Object.fromEntries(totals.map(({ meter, total }: { meter: string; total: number }) => [meter, total]));
};

/** The same, counted from the tables themselves. */
export async function countedByHand({ asOwner }: TestDatabase, namespace: string): Promise<Record<string, number>> {
  const [row] = (await asOwner(
    `with versions as (
       select version.status, version.files, version.visibility, entry.visibility as of_entry, entry.removed_at
       from nofx.agent_versions version join nofx.agent_registry entry on entry.id = version.entry_id
       where entry.namespace = $1
       union all
       select version.status, version.files, version.visibility, entry.visibility, entry.removed_at
       from nofx.template_versions version join nofx.template_registry entry on entry.id = version.entry_id
       where entry.namespace = $1
     ),
     stored as (select * from versions where removed_at is null)
     select
       (select count(*) from nofx.runs where namespace = $1)::float8 as "RUNS",
       (select coalesce(sum(extract(epoch from finished_at - started_at)), 0) from nofx.steps where namespace = $1)::float8
         as "STEP_SECONDS",
       (select count(*) from stored)::float8 as "VERSIONS",
       (select count(*) from stored where status = 'ACTIVE' and 'PRIVATE' in (visibility, of_entry))::float8
         as "ACTIVE_PRIVATE_VERSIONS",
       (select coalesce(sum((file ->> 'size')::bigint), 0) from stored, jsonb_array_elements(stored.files) as file)::float8
         as "STORED_BYTES",
       0::float8 as "EVENTS_DELIVERED"`,
    [namespace],
  )) as Record<string, number>[];
  if (!row) throw new Error('Nothing was counted.');
  return row;
}
