import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** Numbers of removed rows. */
export interface CleanupResult {
  removedKeys: number;
  removedSpending: number;
  removedReservations: number;
  /** Whether there are more rows to remove. */
  more: boolean;
}

/** Settles up to `limit` search words that may be unused. Only the system user may. */
export const settleWordsOf = (limit: number): Query<{ settled: number }> =>
  sql<{ settled: number }>`select settle_search_words(${limit}) as settled`.compile(db);

/** Removes up to `limit` expired rows of each kind. Only the system user may. Needs a transaction that may write. */
export const cleanUpRows = (limit: number): Query<CleanupResult> =>
  sql<CleanupResult>`select * from clean_up_rows(${limit})`.compile(db);
