import type { Database } from '../db/database.ts';
import { type EngagementCount, recordEngagement } from '../db/engagement.ts';
import { systemUser } from './systemUser.ts';

/** What a reader does with an entry. */
export type Engagement = 'view' | 'pull';

/** Counts reads of entries in memory, so that no read waits for a write. */
export interface EngagementCounter {
  /** @param namespace of the reader; null without a token */
  count(what: Engagement, entryId: string, namespace: string | null): void;
  /** Writes what was counted. After a failure it is kept for the next time. */
  flush(): Promise<void>;
  /** Writes what was counted, if the database is available. */
  close(): Promise<void>;
}

interface Limits {
  /** How long counts stay in memory. */
  flushMs: number;
  /** Maximum number of combinations of entry, day and namespace in memory. Others are not counted until they are written. */
  maxCounts: number;
}

/** What a process that is killed had not yet written is lost: it is at most that of the last `flushMs`. */
export function openEngagement(
  db: Pick<Database, 'call'>,
  { flushMs, maxCounts }: Limits = { flushMs: 10_000, maxCounts: 10_000 },
): EngagementCounter {
  let counts = new Map<string, EngagementCount>();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  function add({ entry, day, namespace, views, pulls }: EngagementCount): void {
    const key = `${entry} ${day} ${namespace}`;
    const known = counts.get(key);
    if (known) {
      known.views += views;
      known.pulls += pulls;
    } else if (counts.size < maxCounts) counts.set(key, { entry, day, namespace, views, pulls });
  }

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const taken = [...counts.values()];
    counts = new Map();
    if (taken.length === 0) return;
    try {
      await db.call(systemUser, recordEngagement(taken));
    } catch {
      for (const each of taken) add(each); // Readiness reports the outage.
      schedule();
    }
  }

  function flush(): Promise<void> {
    flushing ??= write().finally(() => {
      flushing = undefined;
    });
    return flushing;
  }

  function schedule(): void {
    timer ??= setTimeout(() => void flush(), flushMs).unref();
  }

  return {
    count(what, entryId, namespace) {
      const day = new Date().toISOString().slice(0, 10);
      const [views, pulls] = what === 'view' ? [1, 0] : [0, 1];
      add({ entry: entryId, day, namespace: namespace ?? '', views, pulls });
      schedule();
    },
    flush,
    async close() {
      await flushing;
      await flush();
      clearTimeout(timer);
    },
  };
}
