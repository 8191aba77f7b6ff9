/** Hints that something was written. One may come late, twice, or without a reason; at the latest each second comes one. */
export interface Wakeups {
  /** Calls `wake` from now on, until the function that comes back is called. */
  on(wake: () => void): () => void;
  close(): Promise<void>;
}

/** Where hints come from: calls `wake` until it is told to stop. It mends itself; its silence is no harm. */
export type WakeupSource = (wake: () => void) => Promise<() => Promise<void>>;

/** Hints of one moment are one: the first is passed on at once, those that follow within this time together. */
const togetherMs = 10;

/**
 * Merges hints from several sources. Opens them when somebody first asks to be woken.
 *
 * @param pollMs the floor under the hints, which may be lost
 */
export function openWakeups(sources: readonly WakeupSource[], { pollMs = 1_000 } = {}): Wakeups {
  const sleepers = new Set<() => void>();
  let opened: Promise<() => Promise<void>>[] | undefined;
  let poll: NodeJS.Timeout | undefined;
  let pause: NodeJS.Timeout | undefined;
  let missed = false;
  let closed = false;

  const wakeAll = () => {
    for (const wake of [...sleepers]) wake();
  };

  function hint() {
    if (closed || sleepers.size === 0) return;
    if (pause) {
      missed = true;
      return;
    }
    pause = setTimeout(() => {
      pause = undefined;
      if (!missed) return;
      missed = false;
      hint();
    }, togetherMs);
    pause.unref();
    wakeAll();
  }

  /** A source that cannot be opened leaves the poll. */
  const open = () => sources.map((source) => source(hint).catch(() => async () => {}));

  return {
    on(wake) {
      if (closed) return () => {};
      const own = () => wake(); // The same function twice is two sleepers.
      sleepers.add(own);
      opened ??= open();
      poll ??= setInterval(hint, pollMs).unref();
      return () => {
        sleepers.delete(own);
        if (sleepers.size > 0) return;
        clearInterval(poll);
        poll = undefined;
      };
    },

    async close() {
      closed = true;
      sleepers.clear();
      clearInterval(poll);
      clearTimeout(pause);
      await Promise.all((opened ?? []).map(async (source) => (await source)().catch(() => {})));
    },
  };
}
