import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** Subscribers of the whole feed, each on a WebSocket of its own. */
export interface Subscribers {
  /** When each subscriber had the event of this entry and version, in milliseconds of `performance.now()`. */
  arrivals: Map<string, number[]>;
  /** Streams that ended before they were closed. */
  ended: string[];
  close(): Promise<void>;
}

const query = 'subscription { registryEvents { action entryId version } }';

/** Subscribes, and returns when all subscriptions have begun: each has seen an event that `wake` writes. */
export async function openSubscribers(
  url: string,
  token: string,
  count: number,
  wake: () => Promise<unknown>,
): Promise<Subscribers> {
  const arrivals = new Map<string, number[]>();
  const ended: string[] = [];
  let closing = false;
  const begun: Promise<void>[] = [];
  const clients = Array.from({ length: count }, () => {
    const client = createClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    begun.push(
      new Promise((resolve) => {
        void (async () => {
          try {
            for await (const { data, errors } of client.iterate<{ registryEvents: SeenEvent }>({ query })) {
              if (errors) throw new Error(errors[0]?.message);
              resolve();
              const key = data ? keyOf(data.registryEvents) : '';
              const times = arrivals.get(key);
              if (times) times.push(performance.now());
              else arrivals.set(key, [performance.now()]);
            }
            if (!closing) ended.push('ended');
          } catch (error) {
            if (!closing) ended.push(String((error as Error).message ?? error).slice(0, 200));
          }
          resolve();
        })();
      }),
    );
    return client;
  });
  const all = Promise.all(begun);
  let isReady = false;
  void all.then(() => {
    isReady = true;
  });
  while (!isReady) {
    await wake();
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 500))]);
  }
  return {
    arrivals,
    ended,
    async close() {
      closing = true;
      for (const client of clients) await client.dispose();
    },
  };
}

interface SeenEvent {
  action: string;
  entryId: string;
  version: string | null;
}

export const keyOf = ({ action, entryId, version }: SeenEvent): string => `${action} ${entryId}@${version}`;
