import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** What was forgotten, in rows. */
export interface CleanupResult {
  forgottenKeys: number;
  forgottenSpending: number;
  forgottenClaims: number;
  /** There is still some. */
  more: boolean;
}

/** Settles up to `most` words of searches that are in doubt; only the registry itself may. */
export const settleWordsOf = (most: number): Query<{ settled: number }> =>
  sql<{ settled: number }>`select settle_search_words(${most}) as settled`.compile(db);

/** Forgets up to `most` rows of each that are over; only the registry itself may. Needs a transaction that may write. */
export const cleanUpRows = (most: number): Query<CleanupResult> =>
  sql<CleanupResult>`select forgotten_keys, forgotten_spending, forgotten_claims, more from keep_house(${most})`.compile(
    db,
  );
