import { setTimeout as pause } from 'node:timers/promises';

export interface RetryPolicy {
  /** How often it is tried at most. */
  attempts: number;
  /** Milliseconds before the second attempt; doubled for each that follows, and half of it by chance. */
  firstWaitMs: number;
  /** No attempt begins later than this many milliseconds after the first. */
  maxMs: number;
}

/**
 * Tries again, with growing pauses, what failed for a passing reason.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export async function withRetry<Result>(
  { attempts, firstWaitMs, maxMs }: RetryPolicy,
  isTransient: (error: unknown) => boolean,
  work: () => Promise<Result>,
): Promise<Result> {
  const until = Date.now() + maxMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const full = firstWaitMs * 2 ** (attempt - 1);
      const wait = full / 2 + (full / 2) * Math.random();
      if (attempt >= attempts || Date.now() + wait > until || !isTransient(error)) throw error;
      await pause(wait);
    }
  }
}
