import type { Database } from '../../src/db/database.ts';

/** A database that is open. Which one it is, and who migrated it, nobody needs to know from here on. */
export interface OpenDatabase {
  db: Database;
  /** The migrations that were applied at this start. */
  migrated: string[];
  /** Aborted when this process must not write any more: another may have what it wrote to. */
  lost?: AbortSignal;
  /** Gives back what was taken to have it, when it is closed. */
  release(): Promise<void>;
}
