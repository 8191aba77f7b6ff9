import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** What an account has spent on all instances, in the current ten seconds and in the ten before. */
export interface Settled {
  account: string;
  spent: number;
  spentBefore: number;
  /** The clock of the database, in milliseconds since 1970. */
  atMs: number;
}

/** Adds what each account has spent. Only the system user may. Needs a transaction that may write. */
export const settleRateLimits = (accounts: readonly string[], amounts: readonly number[]): Query<Settled> =>
  sql<Settled>`select account, spent, spent_before, at_ms
    from settle_rate_limits(${accounts}::text[], ${amounts}::bigint[])`.compile(db);
