import { checkRestored } from '../../src/db/checkRestored.ts';
import { DatabaseUnfit } from '../../src/db/checkServer.ts';
import type { Database } from '../../src/db/database.ts';

const pauseMs = 10_000;

/**
 * Tells for readiness why the database is not whole, since another may have been restored under a running gateway. Asks
 * again only when it was whole ten seconds ago: probes come often.
 *
 * @returns the reason; null for a database that is whole, or that does not answer
 */
export function openRestoredCheck(db: Pick<Database, 'read'>): () => Promise<string | null> {
  let wholeUntil = 0;
  return async () => {
    if (performance.now() < wholeUntil) return null;
    try {
      await checkRestored(db);
      wholeUntil = performance.now() + pauseMs;
      return null;
    } catch (error) {
      return error instanceof DatabaseUnfit ? error.message : null;
    }
  };
}
