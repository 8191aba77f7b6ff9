import { LRUCache } from 'lru-cache';
import type { Database } from '../db/database.ts';
import { type EventFilter, eventsAfter, type RegistryEvent } from '../db/event.ts';
import type { Viewer } from '../viewer.ts';

/** A page of the log for one reader. */
export type ReadPage = (
  viewer: Viewer,
  after: number,
  filter: EventFilter,
  version: string,
) => Promise<readonly RegistryEvent[]>;

/** Events a statement. */
export const pageSize = 500;

/**
 * Reads pages of the log, one statement for all who ask for the same: a thousand anonymous readers that one event wakes
 * up cost what one costs. The same is the same statement, the same values, the same claims to the letter, and the same
 * `version` of the log: then Postgres would answer the same to each. Kept for a second, and never many.
 */
export function openPages(db: Database): ReadPage {
  const pages = new LRUCache<string, Promise<readonly RegistryEvent[]>>({ max: 32, ttl: 1_000, ttlAutopurge: true });
  return (viewer, after, filter, version) => {
    const query = eventsAfter(after, filter, pageSize);
    const key = JSON.stringify([viewer, query.sql, query.parameters, version]);
    const kept = pages.get(key);
    if (kept) return kept;
    const read = db.read(viewer, query);
    pages.set(key, read);
    read.catch(() => pages.delete(key));
    return read;
  };
}
