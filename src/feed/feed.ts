import { withTimeout } from '../../packages/node/timers.ts';
import type { Database } from '../db/database.ts';
import { type AdvancedLog, advanceLog, type EventFilter, logPosition, type RegistryEvent } from '../db/event.ts';
import { RequestError } from '../errors.ts';
import { anonymous, type Viewer } from '../viewer.ts';
import {
  type CursorName,
  cursorPurpose,
  decodeFeedCursor,
  encodeFeedCursor,
  type FeedPosition,
  numberIn,
} from './cursor.ts';
import { createHolds } from './holds.ts';
import { openPages, type Page, pageSize } from './pages.ts';
import { createRounds, createWaiters, type Waiter } from './rounds.ts';
import { stream } from './streams.ts';
import type { Wakeups } from './wakeups.ts';

/** The event feed: reads the log by event number, and delivers new events when the log grows. */
export interface Feed {
  /** Assigns numbers to all committed events. Returns the newest number. */
  advance(): Promise<number>;
  /**
   * The event number of a cursor, or the newest one without a cursor. Everything committed until now has its number then.
   * Throws STALE_CURSOR or BAD_USER_INPUT.
   */
  positionOf(cursor: string | null, name?: CursorName): Promise<number>;
  /** The cursor of an event. */
  cursorOf(event: FeedPosition): Promise<string>;
  /**
   * The events after a cursor that the viewer may see, then new events, without gaps or duplicates. Starts from the
   * beginning with "0", and with new events without a cursor. Has no buffer: a slow reader continues by event number. Ends
   * when a new epoch starts (a backup was restored); a client that resumes with its cursor gets STALE_CURSOR.
   */
  subscribe(viewer: Viewer, after: string | null, filter: EventFilter): Promise<AsyncIterableIterator<RegistryEvent>>;
  /** Number of subscriptions to the log in this process that have their position: what is written from now on is new to them. */
  readers(): number;
  /**
   * Number of changes of the log that this process knows of. What was read while it was the same is exact, unless
   * something was committed since: see `confirm`.
   */
  changes(): number;
  /** Whether `changes` includes everything that was committed until `maxAgeMs` ago. */
  isConfirmed(maxAgeMs: number): boolean;
  /** Makes `isConfirmed` true, by at most one statement at a time. Throws if the database cannot be asked. */
  confirm(maxAgeMs: number): Promise<void>;
  /**
   * Readers who have not been resumed yet wait until what another one makes of the event has settled, at most for a moment,
   * and take it. Does nothing for an event that they have had, or for a value of something else.
   */
  hold(event: { seq?: number }, until: Promise<unknown>): void;
  /** Keeps `changes` up to date by wake-ups, until the returned function is called. */
  follow(): () => void;
  close(): Promise<void>;
}

/** How long the readers of one round may be kept waiting for what the first of them make, in milliseconds. */
const mostHeldMs = 100;

const noEvents: Page = [];

const both = (first: (() => void) | undefined, second: () => void) =>
  first
    ? () => {
        first();
        second();
      }
    : second;

const noAnswer = (): never => {
  throw new RequestError('UNAVAILABLE', 'The database did not respond in time. Try again.');
};

/**
 * @param timeoutMs after which a connection that does not respond is given up, because all readers wait for one round
 */
export function openFeed(db: Database, wakeups: Wakeups, { timeoutMs = 15_000 } = {}): Feed {
  const pagesOf = openPages(db);
  let head = 0;
  let log: AdvancedLog | undefined;
  /** Number of times that the epoch has changed since this process started. */
  let epochCount = 0;
  let changes = 0;
  /** Everything that was committed before has its number, and this process knows of it. */
  let confirmedAt = Number.NEGATIVE_INFINITY;
  let closed = false;
  const waiting = createWaiters();
  /** The newest number that readers are told of. Those of one round are told of the same, and share what they read. */
  let told = 0;
  /** The newest number that they were told of before. */
  let toldBefore = 0;
  const holds = createHolds();
  const tellReaders = createRounds(() => {
    toldBefore = told;
    told = head;
    return waiting.resumeAll(holds.within(mostHeldMs));
  });

  async function round(): Promise<number> {
    const startedAt = performance.now();
    const [now] = await withTimeout(timeoutMs, db.call(anonymous, advanceLog(head)), noAnswer).catch((error) => {
      confirmedAt = Number.NEGATIVE_INFINITY; // A write of this process may be what it did not learn of.
      throw error;
    });
    if (!now) return head; // The head was removed, which `verifyLog` reports.
    const isAnother = log && (now.epoch !== log.epoch || (log.head > 0 && now.knownMark !== log.headMark));
    if (isAnother) epochCount += 1;
    const hasGrown = now.head !== head;
    log = now;
    head = now.head;
    if (hasGrown || isAnother) {
      changes += 1;
      tellReaders();
    }
    confirmedAt = startedAt;
    return head;
  }

  let running: Promise<number> | undefined;
  let runningSince = 0;
  let queued: Promise<number> | undefined;
  /** One round at a time. Callers during a round get the next one, which sees what they committed. */
  function advance(): Promise<number> {
    if (!running) {
      runningSince = performance.now();
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
  let followers = 0;
  function listen() {
    followers += 1;
    stopListening ??= wakeups.on(() => void advance().catch(() => {})); // The next wake-up tries again.
  }
  function unlisten() {
    followers -= 1;
    if (followers > 0) return;
    stopListening?.();
    stopListening = undefined;
  }
  function leave() {
    readers -= 1;
    unlisten();
  }

  const isConfirmed = (maxAgeMs: number) => performance.now() - confirmedAt < maxAgeMs;

  /** The key of the latest epoch: a log has one at a time. */
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

  /** Takes one statement if all events have their numbers, which is usual, because writers assign them. */
  async function resolveCursor(
    cursor: string | null,
    name?: CursorName,
  ): Promise<{ position: number; newest: number }> {
    const number = cursor === null ? 0 : numberIn(cursor, name);
    const [found] = await db.read(anonymous, logPosition(number));
    if (!found) throw new Error('The log has no head.');
    // A log that has become shorter was restored. Current readers must be notified, too.
    const newest = found.pending || found.head < head ? await advance() : found.head;
    const position = cursor === null ? newest : decodeFeedCursor(cursor, found, await keyOf(found.epoch), name);
    return { position, newest };
  }

  /** Starts a reader: returns its position once this process has everything up to the newest event. */
  async function begin(after: string | null): Promise<number> {
    listen(); // First, so that everything written from now on wakes it.
    try {
      const { position, newest } = await resolveCursor(after);
      if (newest > head) await advance();
      readers += 1;
      return position;
    } catch (error) {
      unlisten();
      throw error;
    }
  }

  return {
    advance,
    readers: () => readers,
    changes: () => changes,
    isConfirmed,

    hold({ seq = 0 }, until) {
      if (seq > toldBefore) holds.add(until);
    },

    async confirm(maxAgeMs) {
      if (isConfirmed(maxAgeMs)) return;
      // A round that began early enough will do; of one that began before, only the next one.
      await (running && performance.now() - runningSince < maxAgeMs ? running : advance());
    },

    follow() {
      listen();
      let following = true;
      return () => {
        if (following) unlisten();
        following = false;
      };
    },

    positionOf: async (cursor, name) => (await resolveCursor(cursor, name)).position,

    cursorOf: async (event) => encodeFeedCursor(event, await keyOf(event.epoch)),

    async subscribe(viewer, after, filter) {
      let position = await begin(after);
      const readPage = pagesOf(viewer, filter);
      const epoch = epochCount;
      let page: Page = noEvents;
      let index = 0;
      let done = false;
      let reading: Promise<void> | undefined;
      let failure: { error: unknown } | undefined;
      /** Calls back those who wait for the next event: one, unless several were asked for at once. */
      let callBack: (() => void) | undefined;

      const isOver = () => done || closed || epoch !== epochCount;

      /** The log may have grown, or the reader has stopped. */
      function resume() {
        const go = callBack;
        callBack = undefined;
        go?.();
      }
      const waiter: Waiter = { resume, index: -1 };

      function stop() {
        if (done) return;
        done = true;
        leave();
        waiting.remove(waiter);
        resume();
      }

      /** Everything up to `known` had its number before the page was read. What is not on it, this viewer may not see. */
      function turnTo(next: Page, known: number) {
        page = next;
        index = 0;
        const last = page.at(-1)?.seq ?? 0;
        position = page.length === pageSize ? last : Math.max(known, last);
      }

      function read(known: number) {
        const next = readPage(position, epoch, known);
        if (!('then' in next)) return turnTo(next, known);
        reading = next.then(
          (found) => {
            reading = undefined;
            turnTo(found, known);
          },
          (error) => {
            reading = undefined;
            failure = { error };
          },
        );
        // One who is behind reads for itself.
        if (position >= toldBefore) holds.add(reading);
      }

      function take(): IteratorResult<RegistryEvent> | null {
        for (;;) {
          if (failure || isOver()) stop();
          if (failure) {
            const { error } = failure;
            failure = undefined;
            throw error;
          }
          if (done) return { value: undefined, done: true };
          const event = page[index];
          if (event) {
            index += 1;
            return { value: event, done: false };
          }
          if (reading) return null;
          if (told <= position) {
            page = noEvents;
            return null;
          }
          read(told);
        }
      }

      return stream({
        take,
        whenReady(go) {
          if (reading) return void reading.then(go);
          if (isOver() || index < page.length || told > position) return queueMicrotask(go);
          callBack = both(callBack, go);
          waiting.add(waiter);
        },
        end: stop,
      });
    },

    async close() {
      closed = true;
      stopListening?.();
      tellReaders();
    },
  };
}
