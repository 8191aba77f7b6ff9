import { type Backoff, pause, waitMs } from './backoff.ts';
import { type Connection, headersOf } from './connection.ts';
import { areErrors, GatewayRefused, GatewayUnreachable, refusalOf } from './errors.ts';

export interface RequestOptions {
  signal?: AbortSignal | undefined;
  /** How long one attempt may take. */
  timeoutMs?: number;
  /** How often to try again what may be tried again: queries, and mutations under an idempotency key. */
  retries?: number;
}

const backoff: Backoff = { firstMs: 200, mostMs: 2_000 };

/**
 * Asks over HTTP (https://graphql.github.io/graphql-over-http/draft/).
 *
 * @returns the data; an answer with top-level errors is none
 * @throws GatewayUnreachable, GatewayRefused, the reason of the signal
 */
export async function request(
  connection: Connection,
  query: string,
  variables: unknown,
  { signal, timeoutMs = 60_000, retries = 2 }: RequestOptions = {},
): Promise<unknown> {
  const repeatable = isRepeatable(query, variables);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask(connection, query, variables, timeoutMs, signal);
    } catch (error) {
      if (!(error instanceof GatewayUnreachable) || !repeatable || attempt > retries) throw error;
      await pause(waitMs(attempt, backoff), signal);
      signal?.throwIfAborted();
    }
  }
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
    return read(url, response.status, await response.text());
  } catch (error) {
    if (error instanceof GatewayUnreachable || error instanceof GatewayRefused) throw error;
    signal?.throwIfAborted();
    if (timeout.aborted)
      throw new GatewayUnreachable(url, `did not answer within ${timeoutMs / 1_000} seconds.`, error);
    throw new GatewayUnreachable(url, `cannot be reached${causeOf(error)}.`, error);
  }
}

function read(url: string, status: number, text: string): unknown {
  const body = parse(text);
  if (areErrors(body?.errors)) {
    if (status >= 502 && status <= 504)
      throw new GatewayUnreachable(url, `is not available: ${body.errors[0]?.message}`);
    throw refusalOf(body.errors, status);
  }
  if (body?.data !== undefined && body.data !== null) return body.data;
  if (status >= 500) throw new GatewayUnreachable(url, `answered with HTTP ${status}.`);
  throw new GatewayRefused({
    status,
    code: null,
    message: `What answers at ${url} (HTTP ${status}) is no GraphQL gateway. Is the address right?`,
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

/** Asking twice changes nothing, or has one effect. */
function isRepeatable(query: string, variables: unknown): boolean {
  if (!/^\s*mutation\b/.test(query)) return true;
  const input = (variables as { input?: { idempotencyKey?: unknown } } | undefined)?.input;
  return typeof input?.idempotencyKey === 'string';
}

/** ` (ECONNREFUSED)`, where fetch knows. */
function causeOf(error: unknown): string {
  const code = ((error as Error).cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? ` (${code})` : '';
}
