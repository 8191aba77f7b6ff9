import { pause } from './backoff.ts';

/**
 * Calls `wake` when there may be new events, and returns how to stop. Only a hint: it may be late, repeated or missing.
 */
export type WakeSource = (wake: () => void) => (() => void) | Promise<() => void>;

export interface PollOptions {
  wake?: WakeSource | undefined;
  /** Milliseconds until the log is read again if nothing woke the reader up. Defaults to 30,000 with `wake`, else to 2,000. */
  pollMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Called when the first page was read. */
  onConnected?: (() => void) | undefined;
}

interface Positioned {
  cursor: string;
}

/** One page of the log after a cursor, in order. */
export type ReadPage<Event> = (after: string) => Promise<{ events: Event[]; hasMore: boolean }>;

/**
 * The events after a cursor, without a connection that stays open: reads the log in pages until its end, and again at
 * each wake-up. Ends when the signal is aborted. Throws what `read` throws.
 */
export async function* pollEvents<Event extends Positioned>(
  read: ReadPage<Event>,
  after: string,
  { wake, pollMs = wake ? 30_000 : 2_000, signal, onConnected }: PollOptions,
): AsyncGenerator<Event, void, undefined> {
  let isAwake = true;
  let interrupt = new AbortController();
  const stop = await wake?.(() => {
    isAwake = true;
    interrupt.abort();
  });
  try {
    let cursor = after;
    let isConnected = false;
    while (!signal?.aborted) {
      isAwake = false;
      interrupt = new AbortController();
      const { events, hasMore } = await read(cursor);
      if (!isConnected) onConnected?.();
      isConnected = true;
      for (const event of events) {
        cursor = event.cursor;
        yield event;
      }
      if (!hasMore && !isAwake)
        await pause(pollMs, signal ? AbortSignal.any([signal, interrupt.signal]) : interrupt.signal);
    }
  } finally {
    stop?.();
  }
}
