import { type RawBuilder, sql } from 'kysely';
import type { Meter, UsageSource } from '../../packages/manifest/index.ts';
import type { Query } from './database.ts';
import { db } from './kysely.ts';
import { keysetCondition, type Ordering, orderByClause, type Page } from './page.ts';
import { anyOf } from './sql.ts';

/** A row of usage_records that has its number. */
export interface UsageRecord {
  id: string;
  /** Position among all records, from 1, assigned in order after the commit. */
  seq: number;
  namespace: string;
  meter: Meter;
  /** By how much the meter changed; less than 0 for what is given back. */
  quantity: number;
  /** The sum of the meter of this namespace up to and with this record. */
  total: number;
  occurredAt: Date;
  sourceType: UsageSource;
  /** The uuid of the run, step, version or entry. Null for what was there before usage was recorded. */
  sourceId: string | null;
}

export interface UsageRecordFilter {
  meters?: readonly Meter[] | null;
  /** Inclusive. */
  since?: Date | null;
  /** Exclusive. */
  until?: Date | null;
}

const columns = sql`record.id, record.seq, record.namespace, record.meter, record.quantity::float8 as quantity,
  record.total::float8 as total, record.occurred_at, record.source_type, record.source_id`;

const oldestFirst: Ordering = { value: sql`record.seq`, id: sql`record.id`, type: 'bigint', descending: false };

/** The numbered records that the viewer may read, oldest first. */
export const usageRecordsPage = (filter: UsageRecordFilter, page: Page): Query<UsageRecord> => {
  const conditions: RawBuilder<unknown>[] = [
    sql`record.namespace = (select viewer_namespace())`,
    keysetCondition(page, oldestFirst),
  ];
  if (filter.meters?.length) conditions.push(sql`record.meter = any(${filter.meters}::text[])`);
  if (filter.since) conditions.push(sql`record.occurred_at >= ${filter.since}::timestamptz`);
  if (filter.until) conditions.push(sql`record.occurred_at < ${filter.until}::timestamptz`);
  return sql<UsageRecord>`select ${columns} from usage_records record
    where ${sql.join(conditions, sql` and `)} ${orderByClause(page, oldestFirst)}`.compile(db);
};

export const usageRecordsByIds = (ids: readonly string[]): Query<UsageRecord> =>
  sql<UsageRecord>`select ${columns} from usage_records record where record.id = ${anyOf(ids)}`.compile(db);

/** Assigns numbers to committed records that have none. Run it with `call`, because all others wait for its lock. */
export const sequenceUsage: Query<{ head: number }> = sql<{ head: number }>`select sequence_usage() as head`.compile(
  db,
);

/** The sum of a meter of a namespace. */
export interface UsageTotal {
  meter: Meter;
  total: number;
}

/** The sums of the viewer's namespace, up to the newest number. */
export const usageTotals: Query<UsageTotal> = sql<UsageTotal>`
  select meter, total::float8 as total from usage_totals where namespace = (select viewer_namespace())`.compile(db);
