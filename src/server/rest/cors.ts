import { correlationHeader } from '../correlation.ts';
import type { Answer } from './answer.ts';

const sendable = `authorization, content-type, idempotency-key, if-none-match, last-event-id, ${correlationHeader}`;
const readable = `etag, link, location, retry-after, www-authenticate, ${correlationHeader}`;

/** What a page of another origin may read, when the origin is one of ours. */
export function corsHeaders(request: Request, origins: readonly string[]): Record<string, string> {
  const origin = request.headers.get('origin');
  if (origin === null || !origins.includes(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': readable,
    vary: 'Origin',
  };
}

/** The answer to OPTIONS: what may be done here, and what a page of one of our origins may send. */
export function preflight(request: Request, origins: readonly string[], allow: readonly string[]): Answer {
  const asked = request.headers.has('access-control-request-method');
  const known = origins.includes(request.headers.get('origin') ?? '');
  return {
    status: 204,
    headers: {
      allow: [...allow, 'OPTIONS'].join(', '),
      'cache-control': 'no-store',
      ...(asked && known
        ? {
            'access-control-allow-methods': allow.join(', '),
            'access-control-allow-headers': sendable,
            'access-control-max-age': '600',
          }
        : {}),
      vary: 'Origin',
    },
    body: null,
  };
}
