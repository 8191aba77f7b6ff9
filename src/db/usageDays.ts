import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** How an agent, a template, or a version of one was used in some days. */
export interface SubjectUsage {
  /** Of the entry or the version. */
  subjectId: string;
  /** Runs that were created with it. */
  runs: number;
  /** Of a template its runs, of an agent its steps, that ended. */
  succeeded: number;
  failed: number;
  /** Null if no step reported its tokens. */
  inputTokens: number | null;
  outputTokens: number | null;
  /** Seconds from start to end, within 5 %. Null if nothing has ended. */
  p50Seconds: number | null;
  p95Seconds: number | null;
  /** Null across namespaces. */
  lastUsedAt: Date | null;
  /** In UTC. Empty across namespaces. */
  perDay: { date: string; count: number }[];
}

/**
 * How these were used in the last days, including today: by the viewer's namespace; or across all namespaces, where the
 * viewer's owns them, in 1, 7, 30 or 90 days, and if at least three namespaces used them.
 */
export const usageInDays = (ids: readonly string[], days: number, across: boolean): Query<SubjectUsage> =>
  sql<SubjectUsage>`select * from usage_in_days(${ids}::uuid[], ${days}::integer, ${across}::boolean)`.compile(db);

/** Removes up to `limit` days that are no longer shown. Only the system user may. */
export const cleanUpUsageDays = (limit: number): Query<{ removed: number }> =>
  sql<{ removed: number }>`select clean_up_usage_days(${limit}::integer) as removed`.compile(db);
