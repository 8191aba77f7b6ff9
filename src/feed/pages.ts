import { LRUCache } from 'lru-cache';
import type { Database } from '../db/database.ts';
import { type EventFilter, eventsAfter, type RegistryEvent } from '../db/event.ts';
import type { Viewer } from '../viewer.ts';
import { audienceOf } from './audience.ts';

export type Page = readonly RegistryEvent[];

/** Pages of the log for one reader: the events after a number, as the log was at a `version`. No promise for a kept page. */
export type ReadPage = (after: number, version: string) => Page | Promise<Page>;

/** Events per statement. */
export const pageSize = 500;

/**
 * Reads pages of the log, with one statement for all identical requests: a thousand readers that are woken by one event
 * cost as much as one. Requests are identical if the audience, the filter, the position and the `version` of the log are
 * equal. Pages are cached for a second, and only a few of them. Readers of one page get the same objects.
 */
export function openPages(db: Database): (viewer: Viewer, filter: EventFilter) => ReadPage {
  /** A number in place of the long text of an audience and a filter. */
  const numbers = new LRUCache<string, number>({ max: 1_000 });
  let count = 0;
  const pages = new LRUCache<string, { page: Page | Promise<Page> }>({ max: 32, ttl: 1_000, ttlAutopurge: true });
  return (viewer, filter) => {
    const audience = audienceOf(viewer);
    const text = JSON.stringify([audience, filter]);
    const reader = numbers.get(text) ?? ++count;
    numbers.set(text, reader);
    return (after, version) => {
      const key = `${reader} ${after} ${version}`;
      const kept = pages.get(key);
      if (kept) return kept.page;
      const reading = db.read(audience, eventsAfter(after, filter, pageSize));
      const keeping: { page: Page | Promise<Page> } = { page: reading };
      pages.set(key, keeping);
      reading.then(
        (page) => {
          keeping.page = page;
        },
        () => pages.delete(key),
      );
      return reading;
    };
  };
}
