import type { Meter } from '../../packages/manifest/index.ts';
import type { RunSql } from '../../src/db/migrate.ts';

/** A record that this exporter has claimed, with what is to be sent. */
export interface ClaimedRecord {
  id: string;
  meter: Meter;
  /** Whole units: what the meter grew by, or its level for a meter of what is there now. */
  value: number;
  /** Seconds since 1970. */
  timestamp: number;
  customer: string;
  /** Of this record, with this one. */
  attempts: number;
  /** Whether an earlier attempt may have arrived. */
  isRepeated: boolean;
}

/** How long Stripe surely knows an identifier, with an hour to spare; and how old an event may be, with an hour to spare. */
const limits = { identifier: '23 hours', event: '34 days 23 hours' };

/**
 * What is sent for a record. Meters of what is there now have their level, for meters with the formula `last`. Seconds are sent
 * as whole ones: each record has the difference of the rounded totals, so that the sum is right however many there are.
 */
const value = `case record.meter
  when 'RUNS' then record.quantity
  when 'STEP_SECONDS' then floor(record.total) - floor(record.total - record.quantity)
  when 'EVENTS_DELIVERED' then record.quantity
  else record.total
end`;
const isSum = `record.meter in ('RUNS', 'STEP_SECONDS', 'EVENTS_DELIVERED')`;

/** The statements of the exporter. Each is one transaction: what it claims is kept before anything is sent. */
export function exportTable(run: RunSql, schema: string, leaseSeconds: number) {
  const table = `${schema}.billing_exports`;
  /** Changes records that are still this exporter's: no other one has claimed them since. */
  const settle = async (records: readonly ClaimedRecord[], change: string, error: string) => {
    if (records.length === 0) return;
    await run(
      `update ${table} as export set claimed_until = null, error = nullif($3, ''), ${change}
       from unnest($1::uuid[], $2::int[]) as mine (record_id, attempts)
       where export.record_id = mine.record_id and export.attempts = mine.attempts and export.status = 'SENDING'`,
      [records.map(({ id }) => id), records.map(({ attempts }) => attempts), error.slice(0, 1_000)],
    );
  };

  return {
    /** Takes note of the records that are new, once, in their order. Returns whether there are more. */
    async enqueue(most = 5_000): Promise<boolean> {
      await run(`select ${schema}.sequence_usage()`);
      const [row] = (await run(
        `with position as (select seq from ${schema}.billing_position for update),
         found as (
           select record.id, record.seq, record.namespace, ${isSum} and (${value}) = 0 as is_nothing
           from ${schema}.usage_records record, position
           where record.seq > position.seq order by record.seq limit ${most}
         ),
         added as (
           insert into ${table} (record_id, seq, namespace, status)
           select id, seq, namespace, case when is_nothing then 'NOTHING' else 'PENDING' end from found
           on conflict do nothing
         ),
         moved as (
           update ${schema}.billing_position set seq = (select max(seq) from found) where exists (select from found)
         )
         select count(*)::int as added from found`,
      )) as { added: number }[];
      return (row?.added ?? 0) === most;
    },

    /**
     * Claims records whose namespace has a customer. Those that may have arrived so long ago that Stripe may have forgotten them
     * become UNSURE; those that are too old for Stripe, REFUSED.
     */
    async claim(most: number): Promise<ClaimedRecord[]> {
      await run(
        `update ${table} set status = 'UNSURE', claimed_until = null
         where status = 'SENDING' and claimed_until < now() and unsure_since < now() - interval '${limits.identifier}'
           or status = 'PENDING' and unsure_since < now() - interval '${limits.identifier}'`,
      );
      await run(
        `update ${table} as export set status = 'REFUSED', claimed_until = null,
           error = 'The record is older than 35 days, which Stripe does not take.'
         from ${schema}.usage_records record
         where record.id = export.record_id and record.occurred_at < now() - interval '${limits.event}'
           and export.status = 'PENDING' and export.unsure_since is null`,
      );
      return (await run(
        `with chosen as (
           select export.record_id, export.unsure_since is not null as is_repeated, customer.customer
           from ${table} export join ${schema}.billing_customers customer using (namespace)
           where export.status = 'PENDING' or export.status = 'SENDING' and export.claimed_until < now()
           order by export.seq limit $1 for update of export skip locked
         ),
         claimed as (
           update ${table} as export set status = 'SENDING', attempts = attempts + 1,
             unsure_since = coalesce(unsure_since, now()), claimed_until = now() + make_interval(secs => $2)
           from chosen where export.record_id = chosen.record_id
           returning export.record_id, export.seq, export.attempts, chosen.is_repeated, chosen.customer
         )
         select record.id, record.meter, (${value})::float8 as value, claimed.customer, claimed.attempts, claimed.is_repeated as "isRepeated",
           floor(extract(epoch from record.occurred_at))::float8 as timestamp
         from claimed join ${schema}.usage_records record on record.id = claimed.record_id order by claimed.seq`,
        [most, leaseSeconds],
      )) as ClaimedRecord[];
    },

    /** Stripe has them, whoever else has claimed them since. */
    async sent(records: readonly ClaimedRecord[]): Promise<void> {
      await run(
        `update ${table} set status = 'SENT', sent_at = now(), claimed_until = null, error = null
         where record_id = any ($1::uuid[]) and status <> 'SENT'`,
        [records.map(({ id }) => id)],
      );
    },
    /** It is unknown whether they arrived: they are sent again while Stripe knows their identifiers. */
    unknown: (records: readonly ClaimedRecord[], error: string) => settle(records, `status = 'PENDING'`, error),
    /** They surely did not arrive this time. */
    async released(records: readonly ClaimedRecord[], error: string): Promise<void> {
      const before = records.filter(({ isRepeated }) => isRepeated);
      await settle(before, `status = 'PENDING'`, error);
      const never = records.filter(({ isRepeated }) => !isRepeated);
      await settle(never, `status = 'PENDING', unsure_since = null`, error);
    },
    refused: (records: readonly ClaimedRecord[], error: string) =>
      settle(records, `status = 'REFUSED', unsure_since = null`, error),
  };
}

/** How many records have each status; PENDING ones of namespaces without a customer as `WAITING`. */
export async function exportCounts(run: RunSql, schema: string): Promise<Record<string, number>> {
  const rows = (await run(
    `select case when export.status = 'PENDING' and customer.namespace is null then 'WAITING' else export.status end as status,
       count(*)::int as count
     from ${schema}.billing_exports export left join ${schema}.billing_customers customer using (namespace) group by 1 order by 1`,
  )) as { status: string; count: number }[];
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
