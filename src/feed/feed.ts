import { setImmediate as othersToo } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import { type AdvancedLog, advanceLog, type EventFilter, logPosition, type RegistryEvent } from '../db/event.ts';
import { streamOf } from '../streams.ts';
import { anonymous, type Viewer } from '../viewer.ts';
import {
  type CursorName,
  cursorPurpose,
  decodeFeedCursor,
  encodeFeedCursor,
  type FeedPosition,
  numberIn,
} from './cursor.ts';
import { openPages, pageSize } from './pages.ts';
import type { Wakeups } from './wakeups.ts';
import { withTimeout } from './withTimeout.ts';

/** The ordered log of changes: read by number, woken when it grows. */
export interface Feed {
  /** Numbers what was committed until now; returns the newest number. */
  advance(): Promise<number>;
  /**
   * The number that a cursor stands for; the newest for none. What was committed until now is numbered then.
   * Throws STALE_CURSOR or BAD_USER_INPUT.
   */
  positionOf(cursor: string | null, name?: CursorName): Promise<number>;
  /** Where an event is, for who wants to go on after it. */
  cursorOf(event: FeedPosition): Promise<string>;
  /**
   * The events after a cursor ("0": all of them; none: from now on) that the viewer may see, then those that follow,
   * for ever: none lost, none twice. Holds no buffer: a slow reader reads later, by number. Ends when the log has become
   * another one (a backup was restored): who comes back with a cursor is told then.
   */
  subscribe(viewer: Viewer, after: string | null, filter: EventFilter): Promise<AsyncIterableIterator<RegistryEvent>>;
  /** How many subscriptions read the log in this process. */
  readers(): number;
  close(): Promise<void>;
}

/**
 * @param timeoutMs after which a connection that says nothing is given up: everybody waits for the one round
 */
export function openFeed(db: Database, wakeups: Wakeups, { timeoutMs = 15_000 } = {}): Feed {
  const readPage = openPages(db);
  let head = 0;
  let log: AdvancedLog | undefined;
  /** How often the log has become another one since this process looks at it. */
  let epochCount = 0;
  let closed = false;
  const waiting = new Set<() => void>();

  const wakeAll = () => {
    for (const resume of waiting) resume();
  };

  async function round(): Promise<number> {
    const [now] = await withTimeout(timeoutMs, db.call(anonymous, advanceLog(head)));
    if (!now) return head; // Somebody removed it: `verifyLog` says so.
    const isAnother = log && (now.epoch !== log.epoch || (log.head > 0 && now.knownMark !== log.headMark));
    if (isAnother) epochCount += 1;
    const hasGrown = now.head !== head;
    log = now;
    head = now.head;
    if (hasGrown || isAnother) wakeAll();
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

  let stopListening: (() => void) | undefined;
  let readers = 0;
  function enter() {
    readers += 1;
    stopListening ??= wakeups.on(() => void advance().catch(() => {})); // The next wake-up tries again.
  }
  function leave() {
    readers -= 1;
    if (readers > 0) return;
    stopListening?.();
    stopListening = undefined;
  }

  /** Of the epoch that was asked for last: a log has one at a time. */
  let key: { epoch: string; bytes: Promise<Buffer> } | undefined;
  function keyOf(epoch: string): Promise<Buffer> {
    if (key?.epoch !== epoch) {
      const bytes = db.keyFor(cursorPurpose(epoch));
      key = { epoch, bytes };
      bytes.catch(() => {
        key = undefined;
      });
    }
    return key.bytes;
  }

  /** One statement where nothing waits for its number, as is usual: whoever writes numbers. */
  async function placeOf(cursor: string | null, name?: CursorName): Promise<{ position: number; newest: number }> {
    const number = cursor === null ? 0 : numberIn(cursor, name);
    const [place] = await db.read(anonymous, logPosition(number));
    if (!place) throw new Error('The log has no head.');
    // A log that is shorter than it was known to be has been restored: who reads it already must be told, too.
    const newest = place.pending || place.head < head ? await advance() : place.head;
    const position = cursor === null ? newest : decodeFeedCursor(cursor, place, await keyOf(place.epoch), name);
    return { position, newest };
  }

  /** A reader begins: its place, with this process knowing of everything up to the newest event. */
  async function begin(after: string | null): Promise<number> {
    enter(); // First: what is written from now on wakes it.
    try {
      const { position, newest } = await placeOf(after);
      if (newest > head) await advance();
      return position;
    } catch (error) {
      leave();
      throw error;
    }
  }

  return {
    advance,
    readers: () => readers,

    positionOf: async (cursor, name) => (await placeOf(cursor, name)).position,

    cursorOf: async (event) => encodeFeedCursor(event, await keyOf(event.epoch)),

    async subscribe(viewer, after, filter) {
      let position = await begin(after);
      const epoch = epochCount;
      let page: readonly RegistryEvent[] = [];
      let index = 0;
      let done = false;
      let resume: (() => void) | undefined;

      /** Resolves when the log may have grown, or the reader has gone. */
      const grown = () =>
        new Promise<void>((resolve) => {
          resume = () => {
            if (resume) waiting.delete(resume);
            resume = undefined;
            resolve();
          };
          waiting.add(resume);
          if (done || closed || epoch !== epochCount || head > position) resume();
        });

      const stop = () => {
        if (done) return;
        done = true;
        leave();
        resume?.();
      };

      /** One at a time; resolves to null when there will be no more. */
      async function next(): Promise<RegistryEvent | null> {
        for (;;) {
          if (done || closed || epoch !== epochCount) return null;
          const event = page[index];
          if (event) {
            index += 1;
            return event;
          }
          const known = head;
          if (known <= position) {
            page = [];
            await grown();
            continue;
          }
          page = await readPage(viewer, position, filter, `${epochCount} ${known}`);
          await othersToo(); // A page may come without any waiting: from memory, from the embedded database.
          index = 0;
          // Everything up to `known` had its number before this read: what is not on the page is not for this viewer.
          position = page.length === pageSize ? (page.at(-1)?.seq ?? known) : Math.max(known, page.at(-1)?.seq ?? 0);
        }
      }

      return streamOf(next, stop);
    },

    async close() {
      closed = true;
      stopListening?.();
      wakeAll();
    },
  };
}
