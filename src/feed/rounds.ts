import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

/** How many are resumed before the event loop does something else. */
const atOnce = 64;

/**
 * Resumes all who wait now, a few at a time. One who is resumed removes itself from `waiting`.
 *
 * @param wait called before each but the first few, until it returns nothing more to wait for
 */
export async function resumeAll(
  waiting: ReadonlySet<() => void>,
  wait?: () => Promise<void> | undefined,
): Promise<void> {
  const all = [...waiting];
  for (let from = 0; from < all.length; from += atOnce) {
    if (from > 0) await beforeNext(wait);
    for (const resume of all.slice(from, from + atOnce)) if (waiting.has(resume)) resume();
  }
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
