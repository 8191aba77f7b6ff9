import type { Database } from '../db/database.ts';
import { type EventFilter, eventsAfter, feedHead, type RegistryEvent, sequenceEvents } from '../db/event.ts';
import { anonymous, type Viewer } from '../viewer.ts';
import { decodeFeedCursor } from './cursor.ts';

/** The ordered log of changes: read by number, woken when it grows. */
export interface Feed {
  /** Numbers what was committed until now; returns the newest number. */
  advance(): Promise<number>;
  /**
   * The number that a cursor stands for; the newest for none. What was committed until now is numbered then.
   * Throws STALE_CURSOR or BAD_USER_INPUT.
   */
  positionOf(cursor: string | null): Promise<number>;
  /**
   * The events after a cursor ("0": all of them; none: from now on) that the viewer may see, then those that follow,
   * for ever: none lost, none twice. Holds no buffer: a slow reader reads later, by number.
   */
  subscribe(viewer: Viewer, after: string | null, filter: EventFilter): Promise<AsyncIterableIterator<RegistryEvent>>;
  close(): Promise<void>;
}

/** Events a statement. */
const pageSize = 500;
/** The floor under the wake-ups, which may be lost. */
const pollMs = 1_000;

export async function openFeed(db: Database): Promise<Feed> {
  let head = 0;
  let readers = 0;
  let closed = false;
  const waiting = new Set<() => void>();

  const wakeAll = () => {
    for (const resume of waiting) resume();
  };

  async function round(): Promise<number> {
    const [row] = await db.transact(anonymous, (tx) => tx.run(sequenceEvents));
    if (row && row.head !== head) {
      head = row.head;
      wakeAll();
    }
    return head;
  }

  let running: Promise<number> | undefined;
  let queued: Promise<number> | undefined;
  /** One round at a time: whoever asks while it runs is served by the next, which sees what the asker committed. */
  function advance(): Promise<number> {
    if (!running) {
      running = round().finally(() => {
        running = undefined;
      });
      return running;
    }
    queued ??= running
      .catch(() => {})
      .then(() => {
        queued = undefined;
        return advance();
      });
    return queued;
  }

  const nudge = () => {
    if (!closed && readers > 0) advance().catch(() => {}); // The poll tries again.
  };
  const unlisten = await db.listen(nudge);
  const timer = setInterval(nudge, pollMs);
  timer.unref();

  async function positionOf(cursor: string | null): Promise<number> {
    const newest = await advance();
    if (cursor === null) return newest;
    const [feed] = await db.read(anonymous, feedHead);
    if (!feed) throw new Error('The log has no head.');
    return decodeFeedCursor(cursor, feed.epoch);
  }

  return {
    advance,
    positionOf,

    async subscribe(viewer, after, filter) {
      let position = await positionOf(after);
      let page: RegistryEvent[] = [];
      let index = 0;
      let done = false;
      let resume: (() => void) | undefined;
      readers += 1;

      /** Resolves when the log may have grown, or the reader has gone. */
      const grown = () =>
        new Promise<void>((resolve) => {
          resume = () => {
            if (resume) waiting.delete(resume);
            resume = undefined;
            resolve();
          };
          waiting.add(resume);
          if (done || closed || head > position) resume();
        });

      const stop = () => {
        if (done) return;
        done = true;
        readers -= 1;
        resume?.();
      };

      /** One at a time; resolves to null when the reader has gone. */
      async function next(): Promise<RegistryEvent | null> {
        for (;;) {
          if (done || closed) return null;
          const event = page[index];
          if (event) {
            index += 1;
            return event;
          }
          const known = head > position ? head : await advance();
          if (known <= position) {
            await grown();
            continue;
          }
          page = await db.read(viewer, eventsAfter(position, filter, pageSize));
          index = 0;
          // Everything up to `known` had its number before this read: what is not on the page is not for this viewer.
          position = page.length === pageSize ? (page.at(-1)?.seq ?? known) : Math.max(known, page.at(-1)?.seq ?? 0);
        }
      }

      const events: AsyncIterableIterator<RegistryEvent> = {
        next: () =>
          next().then(
            (value) => (value === null ? { value: undefined, done: true } : { value, done: false }),
            (error) => {
              stop();
              throw error;
            },
          ),
        return: async () => {
          stop();
          return { value: undefined, done: true };
        },
        throw: async (error) => {
          stop();
          throw error;
        },
        [Symbol.asyncIterator]: () => events,
      };
      return events;
    },

    async close() {
      closed = true;
      clearInterval(timer);
      wakeAll();
      await unlisten();
    },
  };
}
