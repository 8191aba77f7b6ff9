import { LRUCache } from 'lru-cache';
import type { Feed } from '../../../src/feed/feed.ts';
import type { Keeping, KeptAnswer } from '../../access/keptAnswer.ts';

export interface AnswerCache {
  /** The answer of the key, if the log has not grown since it was read. Asks the database where that is not known. */
  find(key: string): KeptAnswer | undefined | Promise<KeptAnswer | undefined>;
  /** Call it before anything is read for the answer. */
  begin(key: string): Keeping;
  stats(): AnswerCacheStats;
  close(): void;
}

export interface AnswerCacheStats {
  hits: number;
  misses: number;
  bytes: number;
  entries: number;
}

export interface AnswerCacheOptions {
  /** What all kept answers may be, with their keys. */
  maxBytes: number;
  /** How long ago the log may have been looked at; 0 looks at it for every answer. Wake-ups make it shorter. */
  maxAgeMs: number;
}

/** A larger answer is not kept: it would push out many that are asked for more often. */
const maxEntryBytes = 1024 * 1024;
/** About what an entry takes beside its text. */
const entryOverhead = 512;
/** Changes that an owner makes by SQL have no event; they show after this time. */
const maxTimeMs = 60_000;
/** Without a request for so long, the log is no longer followed; the next request looks at it. */
const idleMs = 30_000;

/**
 * Answers of reads, until the log grows. A position of the log is known before an answer is read, and a change is
 * numbered after its commit: so an answer that was read at one position is exact as long as that is the newest one.
 */
export function openAnswerCache(
  feed: Pick<Feed, 'changes' | 'isConfirmed' | 'confirm' | 'follow'>,
  { maxBytes, maxAgeMs }: AnswerCacheOptions,
): AnswerCache {
  const kept = new LRUCache<string, KeptAnswer>({
    maxSize: maxBytes,
    maxEntrySize: Math.min(maxEntryBytes, maxBytes),
    sizeCalculation: ({ body }, key) => body.length + key.length + entryOverhead,
    ttl: maxTimeMs,
    perf: { now: () => performance.now() }, // The clock that tests replace.
  });
  let changes = feed.changes();
  let hits = 0;
  let misses = 0;
  let unfollow: (() => void) | undefined;
  let isUsed = false;
  let idle: NodeJS.Timeout | undefined;

  function dropOutdated(): void {
    if (feed.changes() === changes) return;
    kept.clear();
    changes = feed.changes();
  }
  function follow(): void {
    isUsed = true;
    if (unfollow || maxAgeMs === 0) return;
    unfollow = feed.follow();
    idle = setInterval(() => {
      if (!isUsed) stop();
      isUsed = false;
    }, idleMs).unref();
  }
  function stop(): void {
    unfollow?.();
    unfollow = undefined;
    clearInterval(idle);
  }
  function take(key: string): KeptAnswer | undefined {
    dropOutdated();
    const found = kept.get(key);
    if (found) hits += 1;
    return found;
  }

  return {
    find(key) {
      dropOutdated();
      if (!kept.has(key)) return undefined;
      follow();
      if (feed.isConfirmed(maxAgeMs)) return take(key);
      return feed.confirm(maxAgeMs).then(
        () => take(key),
        () => undefined,
      );
    },
    begin(key) {
      const begunAt = feed.changes();
      return {
        keep(answer) {
          misses += 1;
          if (feed.changes() !== begunAt) return;
          dropOutdated();
          kept.set(key, answer);
          follow();
        },
      };
    },
    stats: () => ({ hits, misses, bytes: kept.calculatedSize, entries: kept.size }),
    close() {
      stop();
      kept.clear();
    },
  };
}
