import { type Backoff, pause, waitMs } from './backoff.ts';
import { GatewayRefused, isTransient } from './errors.ts';

export interface Retry {
  /** 1 for the first since the last success. */
  attempt: number;
  waitMs: number;
  /** Null when the gateway ended the stream normally, as it does when it stops. */
  error: Error | null;
}

export interface ResumeOptions {
  signal?: AbortSignal | undefined;
  backoff?: Backoff;
  /** Called before each wait. */
  onRetry?: ((retry: Retry) => void) | undefined;
}

interface Positioned {
  cursor: string;
}

/** Opens a stream of the events after a cursor. */
export type OpenAfter<Event> = (cursor: string | null, onConnected: () => void) => AsyncIterable<Event>;

const patient: Backoff = { firstMs: 500, maxMs: 30_000 };

/** A connection that lasted this long was a success: a later failure is a new one. */
const steadyMs = 10_000;

/**
 * Follows a feed indefinitely: when a stream is lost, it opens another after the last event that it yielded, so that
 * each event is yielded once and in order. Ends when the signal is aborted.
 *
 * @throws GatewayRefused when waiting would not help, and what the consumer throws
 */
export async function* resume<Event extends Positioned>(
  open: OpenAfter<Event>,
  after: string | null,
  { signal, backoff = patient, onRetry }: ResumeOptions = {},
): AsyncGenerator<Event, void, undefined> {
  let cursor = after;
  let attempt = 0;
  while (!signal?.aborted) {
    let connectedAt = Number.POSITIVE_INFINITY;
    let problem: Error | null = null;
    try {
      const stream = open(cursor, () => {
        connectedAt = performance.now();
      });
      for await (const event of stream) {
        attempt = 0;
        if (event.cursor === cursor) continue;
        cursor = event.cursor;
        yield event;
        if (signal?.aborted) return;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (!isTransient(error)) throw error;
      problem = error;
    }
    if (signal?.aborted) return;
    attempt = performance.now() - connectedAt > steadyMs ? 1 : attempt + 1;
    const ms = Math.max(
      waitMs(attempt, backoff),
      (problem instanceof GatewayRefused ? (problem.retryAfter ?? 0) : 0) * 1_000,
    );
    onRetry?.({ attempt, waitMs: ms, error: problem });
    await pause(ms, signal);
  }
}
