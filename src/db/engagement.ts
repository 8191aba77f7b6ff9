import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';
import { json } from './sql.ts';

/** Reads of an entry on a day by a namespace. */
export interface EngagementCount {
  /** The uuid of the entry. */
  entry: string;
  /** In UTC, such as 2026-11-22. */
  day: string;
  /** Empty for readers without a token. */
  namespace: string;
  views: number;
  pulls: number;
}

/** Adds to what was counted before. Only the system user may. Needs a transaction that may write. */
export const recordEngagement = (counts: readonly EngagementCount[]): Query<{ recorded: number }> =>
  sql<{ recorded: number }>`select record_engagement(${json(counts)}) as recorded`.compile(db);

/** How often an entry was read, downloaded and instantiated in some days. */
export interface EntryEngagement {
  entryId: string;
  views: number;
  pulls: number;
  instantiations: number;
  includesOthers: boolean;
  perDay: { date: string; views: number; pulls: number; instantiations: number }[];
}

/** Of those entries that the viewer can see, in the last days, including today. */
export const engagementInDays = (entryIds: readonly string[], days: number): Query<EntryEngagement> =>
  sql<EntryEngagement>`select * from engagement_in_days(${entryIds}::uuid[], ${days}::integer)`.compile(db);
