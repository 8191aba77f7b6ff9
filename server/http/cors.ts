import { correlationHeader } from '../access/correlation.ts';
import { anyOrigin, type Origins, refusedOrigin } from '../access/origins.ts';
import { Problem } from '../access/problem.ts';
import type { Answer } from './answer.ts';

/** Request headers that pages may send: those that the gateway reads, and those that GraphQL clients and tracers add. */
const sendable = `accept, authorization, cache-control, content-type, idempotency-key, if-none-match, last-event-id, x-requested-with, traceparent, tracestate, baggage, apollographql-client-name, apollographql-client-version, apollo-require-preflight, x-apollo-operation-name, graphql-require-preflight, ${correlationHeader}`;
const readable = `etag, link, location, retry-after, www-authenticate, ${correlationHeader}`;

/** CORS headers for a page of an allowed origin. */
export const corsHeaders = (request: Request, origins: Origins): Record<string, string> =>
  corsHeadersFor(request.headers.get('origin'), origins);

/** @param given the `Origin` of the request */
export function corsHeadersFor(given: string | null, origins: Origins): Record<string, string> {
  const origin = origins === anyOrigin ? '*' : given;
  if (origin === null || !origins.allows(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': readable,
    vary: 'Origin',
  };
}

/**
 * The response to OPTIONS: the allowed methods, and the headers that a page of an allowed origin may send.
 *
 * @throws Problem 403 for a preflight of a page whose origin is not allowed
 */
export function preflight(request: Request, origins: Origins, allow: readonly string[]): Answer {
  const origin = request.headers.get('origin');
  const asked = origin !== null && request.headers.has('access-control-request-method');
  const headers = { allow: [...allow, 'OPTIONS'].join(', '), 'cache-control': 'no-store', vary: 'Origin' };
  if (!asked) return { status: 204, headers, body: null };
  if (!origins.allows(origin)) {
    origins.refused();
    throw new Problem(403, 'FORBIDDEN', refusedOrigin, { headers });
  }
  return {
    status: 204,
    headers: {
      ...headers,
      'access-control-allow-methods': allow.join(', '),
      'access-control-allow-headers': sendable,
      'access-control-max-age': '600',
    },
    body: null,
  };
}

/** @throws Problem 403 for a page of another origin that is not allowed */
export function requireAllowedOrigin(request: Request, origins: Origins): void {
  if (!origins.refuses((name) => request.headers.get(name))) return;
  origins.refused();
  throw new Problem(403, 'FORBIDDEN', refusedOrigin, { headers: { 'cache-control': 'no-store', vary: 'Origin' } });
}

/** Adds a name to `Vary`, unless it is there. */
export function appendVary(headers: Headers, name: string): void {
  const present = headers.get('vary')?.split(',') ?? [];
  if (!present.some((each) => each.trim().toLowerCase() === name.toLowerCase())) headers.append('vary', name);
}
