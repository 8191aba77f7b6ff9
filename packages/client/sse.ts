import { createClient, NetworkError } from 'graphql-sse';
import { type Connection, headersOf } from './connection.ts';
import { areErrors, GatewayRefused, GatewayUnreachable, refusalOf } from './errors.ts';
import { readJson } from './readText.ts';
import type { Operation, Results } from './results.ts';
import { inWholeLines } from './wholeLines.ts';

/** The results of one operation as server-sent events (GraphQL over SSE, "distinct connections"). */
export async function* sseResults(
  connection: Connection,
  operation: Operation,
  onConnected?: () => void,
  signal?: AbortSignal,
): Results {
  let connected = false;
  let refused: GatewayRefused | undefined;
  const client = createClient({
    url: connection.url,
    headers: await headersOf(connection),
    fetchFn: async (url: string, init: RequestInit) => {
      // As in `request`, no redirect is followed.
      const response = await (connection.fetch ?? globalThis.fetch)(url, { ...init, redirect: 'manual' });
      return inWholeLines(response, (refusal) => {
        refused = refusal;
      });
    },
    retryAttempts: 0,
  });
  const results = client.iterate(operation, {
    connected() {
      connected = true;
      onConnected?.();
    },
  });
  const stop = () => client.dispose();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (!signal?.aborted) yield* results;
  } catch (problem) {
    throw refused ?? (await explain(problem, connection.url, connected));
  } finally {
    signal?.removeEventListener('abort', stop);
    client.dispose();
  }
}

async function explain(problem: unknown, url: string, connected: boolean): Promise<unknown> {
  if (areErrors(problem)) return refusalOf(problem, null);
  if (!(problem instanceof NetworkError)) return problem;
  const response = problem.response as Response | undefined;
  if (!response) return new GatewayUnreachable(url, connected ? 'closed the connection.' : 'is unreachable.', problem);
  const body = await readJson(response);
  if (response.status >= 500) return new GatewayUnreachable(url, `responded with HTTP ${response.status}.`, problem);
  if (areErrors(body?.errors)) return refusalOf(body.errors, response.status);
  return new GatewayRefused({
    status: response.status,
    code: null,
    message: `The gateway refused the request (HTTP ${response.status}).`,
  });
}
