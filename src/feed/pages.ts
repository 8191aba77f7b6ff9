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

/** Events per statement. */
export const pageSize = 500;

/**
 * Reads pages of the log, with one statement for all identical requests: a thousand anonymous readers that are woken by
 * one event cost as much as one. Requests are identical if the statement, its values, the claims of the viewer and the
 * `version` of the log are equal. Pages are cached for a second, and only a few of them.
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
