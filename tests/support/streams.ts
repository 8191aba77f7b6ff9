import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Actor } from './actor.ts';

export type Transport = 'WebSocket' | 'SSE';

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
type Value = any;

export interface Stream {
  /** Waits for the given number of values. */
  take(count: number): Promise<Value[]>;
  /** Everything that arrives until the other side ends it. */
  rest(): Promise<Value[]>;
  close(): void;
}

/** A subscription over a real WebSocket or a real event stream: the values of its only field. */
export function subscribe(
  actor: Actor,
  transport: Transport,
  query: string,
  variables: Record<string, unknown> = {},
): Stream {
  const client = transport === 'WebSocket' ? overWebSocket(actor) : overSse(actor);
  const values = client.iterate<Record<string, Value>>({ query, variables });
  const unwrap = ({ errors, data }: { errors?: unknown; data?: Record<string, Value> | null }): Value => {
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data ?? {})[0];
  };
  return {
    async take(count) {
      const taken: Value[] = [];
      while (taken.length < count) {
        const { value, done } = await values.next();
        if (done) throw new Error(`The stream ended after ${taken.length} of ${count}.`);
        taken.push(unwrap(value));
      }
      return taken;
    },
    async rest() {
      const taken: Value[] = [];
      for await (const value of values) taken.push(unwrap(value));
      return taken;
    },
    close() {
      void values.return?.();
      client.dispose();
    },
  };
}

const overWebSocket = ({ url, token }: Actor) =>
  createSocketClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
  });

const overSse = ({ url, token }: Actor) =>
  createSseClient({ url, retryAttempts: 0, headers: token ? { authorization: `Bearer ${token}` } : {} });
