import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** Stores a link of the caller, by the hash of its code. */
export const insertConsoleLink = (codeHash: Buffer, sealedToken: Buffer, seconds: number): Query<{ expiresAt: Date }> =>
  sql<{
    expiresAt: Date;
  }>`select create_console_link(${bytes(codeHash)}, ${bytes(sealedToken)}, ${seconds}::integer) as expires_at`.compile(
    db,
  );

/** Takes a link, which then no longer exists: its token in hexadecimal; null for a code that is unknown, used or expired. */
export const takeConsoleLink = (codeHash: Buffer): Query<{ sealedToken: string | null }> =>
  sql<{
    sealedToken: string | null;
  }>`select encode(redeem_console_link(${bytes(codeHash)}), 'hex') as sealed_token`.compile(db);

/** Removes up to `limit` links that have expired. Only the system user may. */
export const cleanUpConsoleLinks = (limit: number): Query<{ removed: number }> =>
  sql<{ removed: number }>`select clean_up_console_links(${limit}::integer) as removed`.compile(db);

/** Drivers write bytes differently, and text alike. */
const bytes = (value: Buffer) => sql`decode(${value.toString('hex')}, 'hex')`;
