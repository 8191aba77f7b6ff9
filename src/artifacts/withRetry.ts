import { setTimeout as pause } from 'node:timers/promises';

export interface RetryPolicy {
  /** Maximum number of attempts. */
  attempts: number;
  /** Milliseconds before the second attempt. Doubled for each further one; half of it is random. */
  firstWaitMs: number;
  /** No attempt starts later than this many milliseconds after the first. */
  maxMs: number;
}

/**
 * Retries after transient errors, with exponential backoff.
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
