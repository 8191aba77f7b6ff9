import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

/** How many are resumed before the event loop does something else. */
const atOnce = 64;

/** One who waits to be resumed. */
export interface Waiter {
  resume(): void;
  /** Kept by `Waiters`: its place among those who wait; -1 while it does not wait. */
  index: number;
}

/** Those who wait for a round, each of them once. */
export interface Waiters {
  readonly size: number;
  add(waiter: Waiter): void;
  /** It is not resumed any more. */
  remove(waiter: Waiter): void;
  /**
   * Resumes all who wait now, a few at a time; one who is resumed does not wait any more. Those who come later wait for
   * the next round.
   *
   * @param wait called before each but the first few, until it returns nothing more to wait for
   */
  resumeAll(wait?: () => Promise<void> | undefined): Promise<void>;
}

/** A list, in which each has its place: a set would search for each of thousands, several times an event. */
export function createWaiters(): Waiters {
  let waiting: Waiter[] = [];
  const isListed = (waiter: Waiter) => waiting[waiter.index] === waiter;

  return {
    get size() {
      return waiting.length;
    },

    add(waiter) {
      if (waiter.index === -1) waiter.index = waiting.push(waiter) - 1;
    },

    remove(waiter) {
      const last = waiting.at(-1);
      if (last && isListed(waiter)) {
        waiting[waiter.index] = last;
        last.index = waiter.index;
        waiting.pop();
      }
      waiter.index = -1;
    },

    async resumeAll(wait) {
      const all = waiting;
      waiting = [];
      let index = 0;
      for (const waiter of all) {
        if (index > 0 && index % atOnce === 0) await beforeNext(wait);
        // One who has left in the meantime may wait for the next round by now.
        if (waiter.index === index && !isListed(waiter)) {
          waiter.index = -1;
          waiter.resume();
        }
        index += 1;
      }
    },
  };
}

async function beforeNext(wait?: () => Promise<void> | undefined): Promise<void> {
  for (;;) {
    await yieldToEventLoop();
    const until = wait?.();
    if (!until) return;
    await until;
  }
}

/**
 * Runs rounds, one at a time. The returned function begins one; during a round it causes one more after it, however
 * often it is called.
 */
export function createRounds(round: () => Promise<void>): () => void {
  let running = false;
  let again: boolean;
  const run = async () => {
    do {
      again = false;
      await round();
    } while (again);
    running = false;
  };
  return () => {
    again = true;
    if (running) return;
    running = true;
    void run();
  };
}
