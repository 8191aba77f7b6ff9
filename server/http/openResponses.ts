import type { ServerResponse } from 'node:http';
import { withTimeout } from '../../packages/node/timers.ts';
import { versionHeader } from '../open/build.ts';

/** The responses that are not sent completely, so that a gateway that stops can let them finish. */
export interface OpenResponses {
  add(response: ServerResponse): void;
  /**
   * Cuts event streams off: their end would tell clients that there is nothing more, and after a cut they resume. Every
   * other connection closes when its response is sent.
   */
  windDown(): void;
  /** Resolves when all are sent or their clients are gone, at the latest after `ms` milliseconds. */
  allSent(ms: number): Promise<void>;
}

export function trackResponses(): OpenResponses {
  const open = new Set<ServerResponse>();
  let whenNone: (() => void) | undefined;
  return {
    add(response) {
      // With a header set here, the content type can be read later; headers given to `writeHead` alone cannot.
      response.setHeader(...versionHeader);
      open.add(response);
      response.once('close', () => {
        open.delete(response);
        if (open.size === 0) whenNone?.();
      });
    },
    windDown() {
      for (const response of open) {
        if (isStream(response)) response.destroy();
        else response.shouldKeepAlive = false;
      }
    },
    async allSent(ms) {
      if (open.size === 0) return;
      const none = new Promise<void>((resolve) => {
        whenNone = resolve;
      });
      await withTimeout(ms, none, () => {});
    },
  };
}

const isStream = (response: ServerResponse): boolean =>
  String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
