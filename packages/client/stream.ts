import type { Connection } from './connection.ts';
import { areErrors, refusalOf } from './errors.ts';
import { sseResults } from './sse.ts';
import { webSocketResults } from './webSocket.ts';

export type Transport = 'ws' | 'sse';

export interface SubscribeOptions {
  /** Ends the subscription, without an error. */
  signal?: AbortSignal | undefined;
  /** Defaults to `ws` (graphql-transport-ws); use `sse` where WebSockets are blocked. */
  transport?: Transport;
  /** Called when the gateway has accepted the connection. */
  onConnected?: () => void;
}

/**
 * One subscription on a separate connection. It ends when the gateway ends it or the signal is aborted; a consumer that
 * leaves its loop closes the connection.
 *
 * @throws GatewayUnreachable when the connection is lost; GatewayRefused
 */
export async function* subscribe(
  connection: Connection,
  query: string,
  variables: unknown,
  { signal, transport = 'ws', onConnected }: SubscribeOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  if (signal?.aborted) return;
  const open = transport === 'sse' ? sseResults : webSocketResults;
  const results = open(connection, { query, variables: variables as Record<string, unknown> }, onConnected, signal);
  try {
    for await (const { data, errors } of results) {
      if (areErrors(errors)) throw refusalOf(errors, null);
      if (signal?.aborted) return;
      yield data;
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
