import type { Database } from '../../src/db/database.ts';

/** An open database. Nothing from here on depends on which one it is, or who migrated it. */
export interface OpenDatabase {
  db: Database;
  /** The migrations that were applied at this start. */
  migrated: string[];
  /** Aborted when this process must no longer write, because another process may own the folder. */
  lost?: AbortSignal;
  /** Releases the locks it holds, when it is closed. */
  release(): Promise<void>;
}
