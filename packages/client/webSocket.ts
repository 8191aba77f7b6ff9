import { CloseCode, createClient } from 'graphql-ws';
import { authorizationOf, type Connection, webSocketUrl } from './connection.ts';
import { areErrors, GatewayRefused, GatewayUnreachable, refusalOf } from './errors.ts';
import type { Operation, Results } from './results.ts';

const pingEveryMs = 15_000;
const pongWithinMs = 10_000;

/**
 * The results of one operation over graphql-transport-ws. The library never reconnects here: it would subscribe again
 * with the old cursor. A peer that disappeared silently is detected by its missing pong.
 */
export async function* webSocketResults(
  connection: Connection,
  operation: Operation,
  onConnected?: () => void,
  signal?: AbortSignal,
): Results {
  const authorization = await authorizationOf(connection);
  let acknowledged = false;
  let pong: ReturnType<typeof setTimeout> | undefined;

  const client = createClient({
    url: webSocketUrl(connection.url),
    ...(authorization === null ? {} : { connectionParams: { authorization } }),
    retryAttempts: 0,
    keepAlive: pingEveryMs,
    connectionAckWaitTimeout: pongWithinMs,
    on: {
      connected() {
        acknowledged = true;
        onConnected?.();
      },
      ping(received) {
        if (!received) pong = setTimeout(() => client.terminate(), pongWithinMs);
      },
      pong(received) {
        if (received) clearTimeout(pong);
      },
      closed(event) {
        clearTimeout(pong);
        // After a normal closure the library would reconnect, regardless of `retryAttempts`.
        if ((event as { code?: number }).code === 1000) dispose();
      },
    },
  });

  // What it waits for may never come: a connection that was refused meanwhile.
  const dispose = () => void Promise.resolve(client.dispose()).catch(() => {});
  const results = client.iterate(operation);
  const stop = () => (acknowledged ? void results.return?.() : client.terminate());
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (!signal?.aborted) yield* results;
  } catch (problem) {
    throw explain(problem, connection.url, acknowledged);
  } finally {
    signal?.removeEventListener('abort', stop);
    clearTimeout(pong);
    if (!acknowledged) client.terminate();
    dispose();
  }
}

/** GraphQL errors, a close event, an event of the WebSocket, or an error of this package. */
function explain(problem: unknown, url: string, acknowledged: boolean): unknown {
  if (areErrors(problem)) return refusalOf(problem, null);
  const { code, reason } = problem as { code?: unknown; reason?: unknown };
  if (typeof code !== 'number') {
    if (problem instanceof Error) return problem;
    return new GatewayUnreachable(
      url,
      acknowledged ? 'closed the connection.' : 'is unreachable over WebSocket.',
      problem,
    );
  }
  // The gateway closes an open connection with this code when its token expires: a new connection may have a new one.
  if (!acknowledged && code === CloseCode.Forbidden) {
    return new GatewayRefused({
      status: null,
      code: 'UNAUTHENTICATED',
      message: 'The gateway refused the token.',
    });
  }
  if (code === CloseCode.BadRequest || code === CloseCode.SubprotocolNotAcceptable) {
    return new GatewayRefused({
      status: null,
      code: 'BAD_USER_INPUT',
      message: `The gateway refused the request: ${reason}`,
    });
  }
  const why = typeof reason === 'string' && reason !== '' ? `${code}, ${reason}` : String(code);
  return new GatewayUnreachable(url, `closed the connection (${why}).`, problem);
}
