import { type Backoff, pause, waitMs } from './backoff.ts';
import type { Connection } from './connection.ts';
import { GatewayRefused, GatewayUnreachable } from './errors.ts';

export interface RetryOptions {
  signal?: AbortSignal | undefined;
  /** Whether it may be sent again when its outcome is unknown. */
  repeatable: boolean;
  /** The number of retries after a missing response. */
  retries: number;
}

const backoff: Backoff = { firstMs: 200, maxMs: 2_000 };
/** A gateway that is down this long is not expected back soon. */
const maxAwayMs = 60_000;

/**
 * Repeats what is safe to repeat: up to `retries` times after no response, and within the connection's `maxWaitMs`
 * after RATE_LIMITED and UNAVAILABLE, each time after the wait that the gateway states (`retryAfter`, `Retry-After`).
 *
 * @throws the error of the last attempt; the reason of the signal
 */
export async function withRetry<Result>(
  attempt: () => Promise<Result>,
  { maxWaitMs = 0, onWait }: Pick<Connection, 'maxWaitMs' | 'onWait'>,
  { signal, repeatable, retries }: RetryOptions,
): Promise<Result> {
  let waited = 0;
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof GatewayRefused || error instanceof GatewayUnreachable)) throw error;
      const isLimited = error instanceof GatewayRefused && error.code === 'RATE_LIMITED';
      const isAway = error instanceof GatewayRefused ? error.code === 'UNAVAILABLE' : error.isAnswer;
      if (!isLimited && !repeatable) throw error;
      const shortMs = waitMs(count, backoff);
      const saidMs = Math.max(shortMs, (error.retryAfter ?? 0) * 1_000);
      const budget = isLimited ? maxWaitMs : isAway ? Math.min(maxWaitMs, maxAwayMs) : 0;
      const mayWait = waited + saidMs <= budget;
      // Brief network failures: a few attempts, whatever the budget is.
      const mayTry = error instanceof GatewayUnreachable && count <= retries;
      if (!mayWait && !mayTry) throw error;
      const pauseMs = mayWait ? saidMs : shortMs;
      waited += pauseMs;
      if (mayWait) onWait?.({ ms: pauseMs, error });
      await pause(pauseMs, signal);
      signal?.throwIfAborted();
    }
  }
}
