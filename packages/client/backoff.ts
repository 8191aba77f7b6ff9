/** The wait before the n-th attempt (from 1) to do something again. */
export interface Backoff {
  /** Milliseconds before the first new attempt; doubled for each one after it. */
  firstMs: number;
  maxMs: number;
}

/**
 * The wait in milliseconds: doubled each time, half of it random, so that clients that lost the same gateway do not
 * reconnect at the same moment (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function waitMs(attempt: number, { firstMs, maxMs }: Backoff, random: () => number = Math.random): number {
  const full = Math.min(firstMs * 2 ** Math.min(attempt - 1, 30), maxMs);
  return Math.round(full / 2 + (full / 2) * random());
}

/** Resolves after `ms`, or immediately when the signal is aborted. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
