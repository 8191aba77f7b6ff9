import type { Database } from '../../src/db/database.ts';
import type { SearchGate } from '../../src/resolvers/context.ts';
import { RateLimited } from '../access/rateLimited.ts';

export interface SearchLimits {
  /** The maximum number of waiting searches, and the longest wait, in milliseconds. */
  waiting: number;
  timeoutMs: number;
}

const defaultLimits: SearchLimits = { waiting: 32, timeoutMs: 3_000 };

/**
 * A search may examine every entry, which other statements never do: searches share less than half of the connections,
 * so that slow ones delay only searches. Throws RATE_LIMITED when too many wait, or one has waited too long.
 */
export function createSearchGate(db: Pick<Database, 'connections'>, limits: SearchLimits = defaultLimits): SearchGate {
  const atOnce = Math.max(1, Math.floor((db.connections?.().most ?? 1) * 0.4));
  const waiting = new Set<() => void>();
  let running = 0;

  async function enter(): Promise<void> {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (waiting.size >= limits.waiting) throw new RateLimited(2);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(go);
        reject(new RateLimited(2));
      }, limits.timeoutMs);
      const go = () => {
        clearTimeout(timer);
        waiting.delete(go);
        resolve();
      };
      waiting.add(go);
    });
  }
  function leave() {
    const [next] = waiting;
    if (next) next();
    else running -= 1;
  }

  return async (search) => {
    await enter();
    try {
      return await search();
    } finally {
      leave();
    }
  };
}
