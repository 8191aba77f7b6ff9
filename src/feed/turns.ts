/** Lets what thousands of readers do at the same moment happen a few at a time, so that others are answered in between. */
export interface Turns {
  /** Resolves when it is the caller's turn; undefined when that is now. Turns come in the order in which they were taken. */
  take(): Promise<void> | undefined;
}

/** How many turns there are before the event loop does something else: about 2 ms of work. */
const perLoop = 64;

export function createTurns(most = perLoop): Turns {
  let left = most;
  let scheduled = false;
  const waiting: (() => void)[] = [];

  function next() {
    scheduled = false;
    const now = waiting.splice(0, most);
    left = most - now.length;
    if (now.length > 0) schedule();
    for (const go of now) go();
  }
  function schedule() {
    if (scheduled) return;
    scheduled = true;
    setImmediate(next);
  }

  return {
    take() {
      schedule();
      if (left > 0) {
        left -= 1;
        return undefined;
      }
      return new Promise<void>((resolve) => void waiting.push(resolve));
    },
  };
}
