import { type Connection, headersOf } from './connection.ts';
import { areErrors, GatewayRefused, GatewayUnreachable, refusalOf } from './errors.ts';
import { hashOf } from './hash.ts';
import { readText } from './readText.ts';
import { withRetry } from './retry.ts';
import { retryAfterOf } from './retryAfter.ts';

export interface RequestOptions {
  signal?: AbortSignal | undefined;
  /** Timeout of one attempt. */
  timeoutMs?: number;
  /** The number of retries of what is safe to repeat: queries, and mutations with an idempotency key. */
  retries?: number;
  /** Past every cache: the gateway asks its database. For a reader that was just told of a change. */
  fresh?: boolean;
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
  { signal, timeoutMs = 60_000, retries = 2, fresh = false }: RequestOptions = {},
): Promise<unknown> {
  return withRetry(() => ask(connection, query, variables, { timeoutMs, signal, fresh }), connection, {
    signal,
    retries,
    repeatable: isRepeatable(query, variables),
  });
}

async function ask(
  connection: Connection,
  query: string,
  variables: unknown,
  { timeoutMs, signal, fresh }: { timeoutMs: number; signal: AbortSignal | undefined; fresh: boolean },
): Promise<unknown> {
  const { url } = connection;
  const timeout = AbortSignal.timeout(timeoutMs);
  const send = exchange(connection, {
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...(fresh ? { 'cache-control': 'no-cache' } : {}),
      ...(await headersOf(connection)),
    },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    // Following one would send the variables, such as the files of a private definition, to any other host.
    redirect: 'manual',
  });
  try {
    const sha256Hash = connection.byHash ? await hashOf(query) : undefined;
    if (sha256Hash === undefined) return await send({ query, variables });
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    try {
      return await send({ variables, extensions }, isMutation(query) ? 'POST' : connection.byHash);
    } catch (error) {
      if (!(error instanceof GatewayRefused)) throw error;
      if (error.code === 'PERSISTED_QUERY_NOT_FOUND') return await send({ query, variables, extensions });
      if (error.code === 'PERSISTED_QUERY_NOT_SUPPORTED') return await send({ query, variables });
      throw error;
    }
  } catch (error) {
    if (error instanceof GatewayUnreachable || error instanceof GatewayRefused) throw error;
    signal?.throwIfAborted();
    if (timeout.aborted)
      throw new GatewayUnreachable(url, `did not respond within ${timeoutMs / 1_000} seconds.`, error);
    throw new GatewayUnreachable(url, `is unreachable${causeOf(error)}.`, error);
  }
}

/** A longer URL is not accepted everywhere. */
const maxUrl = 4_000;

/** Sends the parameters of a request and reads its answer. */
function exchange(
  { url, fetch = globalThis.fetch }: Connection,
  init: { headers: object; signal: AbortSignal; redirect: 'manual' },
) {
  return async (parameters: object, method: 'GET' | 'POST' = 'POST'): Promise<unknown> => {
    const address = method === 'GET' ? withParameters(url, parameters) : url;
    const isGet = method === 'GET' && address.length <= maxUrl;
    const response = await (isGet
      ? fetch(address, { ...init, headers: { ...init.headers } })
      : fetch(url, {
          ...init,
          method: 'POST',
          headers: { 'content-type': 'application/json', ...init.headers },
          body: JSON.stringify(parameters),
        }));
    return read(url, response, await readText(response));
  };
}

function withParameters(url: string, parameters: object): string {
  const address = new URL(url);
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, JSON.stringify(value));
  return address.href;
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

const isMutation = (query: string): boolean => /^\s*mutation\b/.test(query);

/** Repeating it changes nothing, or has one effect. */
function isRepeatable(query: string, variables: unknown): boolean {
  if (!isMutation(query)) return true;
  const input = (variables as { input?: { idempotencyKey?: unknown } } | undefined)?.input;
  return typeof input?.idempotencyKey === 'string';
}

/** ` (ECONNREFUSED)`, if fetch states it. */
function causeOf(error: unknown): string {
  const code = ((error as Error).cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? ` (${code})` : '';
}
