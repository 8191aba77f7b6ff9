import { type Connection, headersOf } from './connection.ts';
import { areErrors, GatewayRefused, GatewayUnreachable, refusalOf } from './errors.ts';
import { withRetry } from './retry.ts';
import { retryAfterOf } from './retryAfter.ts';

export interface RequestOptions {
  signal?: AbortSignal | undefined;
  /** Timeout of one attempt. */
  timeoutMs?: number;
  /** The number of retries of what is safe to repeat: queries, and mutations with an idempotency key. */
  retries?: number;
}

/**
 * Sends an operation over HTTP (https://graphql.github.io/graphql-over-http/draft/).
 *
 * @returns the data; a response with top-level errors is an error
 * @throws GatewayUnreachable, GatewayRefused, the reason of the signal
 */
export async function request(
  connection: Connection,
  query: string,
  variables: unknown,
  { signal, timeoutMs = 60_000, retries = 2 }: RequestOptions = {},
): Promise<unknown> {
  return withRetry(() => ask(connection, query, variables, timeoutMs, signal), connection, {
    signal,
    retries,
    repeatable: isRepeatable(query, variables),
  });
}

async function ask(
  connection: Connection,
  query: string,
  variables: unknown,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { url, fetch = globalThis.fetch } = connection;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
    ...(await headersOf(connection)),
  };
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return read(url, response, await response.text());
  } catch (error) {
    if (error instanceof GatewayUnreachable || error instanceof GatewayRefused) throw error;
    signal?.throwIfAborted();
    if (timeout.aborted)
      throw new GatewayUnreachable(url, `did not respond within ${timeoutMs / 1_000} seconds.`, error);
    throw new GatewayUnreachable(url, `is unreachable${causeOf(error)}.`, error);
  }
}

function read(url: string, { status, headers }: Response, text: string): unknown {
  const body = parse(text);
  const header = headers.get('retry-after');
  const answer = { retryAfter: retryAfterOf(header) };
  if (areErrors(body?.errors)) {
    if (status >= 502 && status <= 504)
      throw new GatewayUnreachable(url, `is unavailable: ${body.errors[0]?.message}`, undefined, answer);
    throw refusalOf(body.errors, status, header);
  }
  if (body?.data !== undefined && body.data !== null) return body.data;
  if (status >= 500) throw new GatewayUnreachable(url, `responded with HTTP ${status}.`, undefined, answer);
  throw new GatewayRefused({
    status,
    code: status === 429 ? 'RATE_LIMITED' : null,
    retryAfter: retryAfterOf(header),
    message: `${url} (HTTP ${status}) is not a GraphQL gateway. Check the URL.`,
  });
}

function parse(text: string): { data?: unknown; errors?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** Repeating it changes nothing, or has one effect. */
function isRepeatable(query: string, variables: unknown): boolean {
  if (!/^\s*mutation\b/.test(query)) return true;
  const input = (variables as { input?: { idempotencyKey?: unknown } } | undefined)?.input;
  return typeof input?.idempotencyKey === 'string';
}

/** ` (ECONNREFUSED)`, if fetch states it. */
function causeOf(error: unknown): string {
  const code = ((error as Error).cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? ` (${code})` : '';
}
