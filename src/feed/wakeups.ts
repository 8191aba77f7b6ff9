/** Wake-ups: hints that something was written. They can be late, repeated or unnecessary, but come at least once a second. */
export interface Wakeups {
  /** Calls `wake` for each wake-up, until the returned function is called. */
  on(wake: () => void): () => void;
  close(): Promise<void>;
}

/**
 * A source of wake-ups: calls `wake` until the returned function is called. It recovers on its own, and may be silent.
 */
export type WakeupSource = (wake: () => void) => Promise<() => Promise<void>>;

/** The first wake-up is passed on immediately; those that follow within this time are combined. */
const togetherMs = 10;

/**
 * Merges wake-ups from several sources. Opens the sources for the first listener.
 *
 * @param pollMs interval of additional wake-ups, because those of sources may be lost
 */
export function openWakeups(sources: readonly WakeupSource[], { pollMs = 1_000 } = {}): Wakeups {
  const listeners = new Set<() => void>();
  let opened: Promise<() => Promise<void>>[] | undefined;
  let poll: NodeJS.Timeout | undefined;
  let pause: NodeJS.Timeout | undefined;
  let missed = false;
  let closed = false;

  const wakeAll = () => {
    for (const wake of [...listeners]) wake();
  };

  function hint() {
    if (closed || listeners.size === 0) return;
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

  /** If a source cannot be opened, the interval remains. */
  const open = () => sources.map((source) => source(hint).catch(() => async () => {}));

  return {
    on(wake) {
      if (closed) return () => {};
      const own = () => wake(); // The same function may be registered twice.
      listeners.add(own);
      opened ??= open();
      poll ??= setInterval(hint, pollMs).unref();
      return () => {
        listeners.delete(own);
        if (listeners.size > 0) return;
        clearInterval(poll);
        poll = undefined;
      };
    },

    async close() {
      closed = true;
      clearInterval(poll);
      clearTimeout(pause);
      await Promise.all((opened ?? []).map(async (source) => (await source)().catch(() => {})));
    },
  };
}
