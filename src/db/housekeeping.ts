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

/** Forgets up to `most` rows of each that are over; only the registry itself may. Needs a transaction that may write. */
export const cleanUpRows = (most: number): Query<CleanupResult> =>
  sql<CleanupResult>`select forgotten_keys, forgotten_spending, forgotten_claims, more from keep_house(${most})`.compile(
    db,
  );
