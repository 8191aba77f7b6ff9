import { withTimeout } from '../../packages/node/timers.ts';

/** What readers who have been resumed are making for all others, too: these are not resumed before it is there. */
export interface Holds {
  add(until: Promise<unknown>): void;
  /**
   * For one round: what it returns waits until nothing is being made, but no longer than so many milliseconds in all. It
   * returns undefined when there is nothing to wait for.
   */
  within(ms: number): () => Promise<void> | undefined;
}

export function createHolds(): Holds {
  const held = new Set<Promise<unknown>>();
  return {
    add(until) {
      held.add(until);
      const release = () => held.delete(until);
      until.then(release, release);
    },

    within(ms) {
      let left = ms;
      return () => {
        if (held.size === 0 || left <= 0) return undefined;
        const startedAt = performance.now();
        const all = Promise.allSettled(held).then(() => {});
        return withTimeout(left, all, () => {}).finally(() => {
          left -= performance.now() - startedAt;
        });
      };
    },
  };
}
