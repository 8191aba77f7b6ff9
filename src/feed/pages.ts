import { LRUCache } from 'lru-cache';
import type { Database } from '../db/database.ts';
import { type EventFilter, eventsAfter, type RegistryEvent } from '../db/event.ts';
import type { Viewer } from '../viewer.ts';
import { audienceOf } from './audience.ts';

export type Page = readonly RegistryEvent[];

/**
 * Pages of the log for one reader: the events after a number, as the log was in an epoch when its newest event had the
 * number `head`. No promise for a kept page.
 */
export type ReadPage = (after: number, epoch: number, head: number) => Page | Promise<Page>;

/** Events per statement. */
export const pageSize = 500;

/** A page that is kept, and for whom. */
interface Kept {
  after: number;
  epoch: number;
  head: number;
  page: Page | Promise<Page>;
  readers: Readers;
}

/** All who see the same events and ask for the same. */
interface Readers {
  number: number;
  /** The page that was read last: it is what the next of them asks for, too. */
  last?: Kept;
}

/**
 * Reads pages of the log, with one statement for all identical requests: a thousand readers that are woken by one event
 * cost as much as one. Requests are identical if the audience, the filter, the position and the epoch and head are
 * equal. Pages are cached for a second, and only a few of them. Readers of one page get the same objects.
 */
export function openPages(db: Database): (viewer: Viewer, filter: EventFilter) => ReadPage {
  /** In place of the long text of an audience and a filter. */
  const known = new LRUCache<string, Readers>({ max: 1_000 });
  let count = 0;
  const pages = new LRUCache<string, Kept>({
    max: 32,
    ttl: 1_000,
    ttlAutopurge: true,
    dispose(kept) {
      if (kept.readers.last === kept) delete kept.readers.last;
    },
  });

  return (viewer, filter) => {
    const audience = audienceOf(viewer);
    const text = JSON.stringify([audience, filter]);
    const readers: Readers = known.get(text) ?? { number: ++count };
    known.set(text, readers);
    return (after, epoch, head) => {
      const { last } = readers;
      if (last && last.after === after && last.head === head && last.epoch === epoch) return last.page;
      const key = `${readers.number} ${after} ${epoch} ${head}`;
      const kept = pages.get(key);
      if (kept) return kept.page;
      const reading = db.read(audience, eventsAfter(after, filter, pageSize));
      const keeping: Kept = { epoch, head, after, page: reading, readers };
      pages.set(key, keeping);
      readers.last = keeping;
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
