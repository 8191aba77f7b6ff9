import type { ServerResponse } from 'node:http';

/** The time in which a response must be read, in milliseconds, and the minimum speed beyond that. */
export interface Pace {
  graceMs: number;
  bytesPerSecond: number;
}

const defaultPace: Pace = { graceMs: 30_000, bytesPerSecond: 32_768 };

export interface SlowReaders {
  /** Closes the connection of a client that does not read its response, or reads it too slowly. */
  watch(response: ServerResponse): void;
  stop(): void;
}

interface Reading {
  /** Since when data has been waiting to be read. */
  since: number;
  /** How much the client had read by then. */
  taken: number;
}

/**
 * A client that does not read keeps its response in memory. One timer checks all of them: as long as nothing is waiting
 * to be read, as in an idle event stream, a client cannot be late.
 */
export function createSlowReaders(pace: Pace = defaultPace): SlowReaders {
  const open = new Map<ServerResponse, Reading | null>();

  function look() {
    const now = performance.now();
    for (const [response, reading] of open) {
      const { socket } = response;
      const waiting = socket?.writableLength ?? 0;
      if (!socket || waiting === 0) {
        open.set(response, null);
        continue;
      }
      const taken = socket.bytesWritten - waiting;
      if (!reading) {
        open.set(response, { since: now, taken });
        continue;
      }
      const bytes = taken - reading.taken + waiting;
      if (now - reading.since > pace.graceMs + (bytes / pace.bytesPerSecond) * 1_000) socket.destroy();
    }
  }
  const timer = setInterval(look, Math.min(5_000, pace.graceMs / 4)).unref();

  return {
    watch(response) {
      open.set(response, null);
      response.once('close', () => open.delete(response));
    },
    stop: () => clearInterval(timer),
  };
}
