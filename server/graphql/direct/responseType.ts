import { LRUCache } from 'lru-cache';

/** The types that a query is answered as. */
export type ResponseType = 'application/json' | 'application/graphql-response+json';

const known = new LRUCache<string, { type: ResponseType | null }>({ max: 100 });
const maxLength = 200;

/**
 * The type of the response to a query, for headers that are plain enough: the first one in `Accept` that a query can be
 * answered as, without parameters. Null leaves the request to the engine, which knows all of RFC 9110.
 */
export function responseTypeFor(accept: string | undefined): ResponseType | null {
  if (accept === undefined) return 'application/json';
  if (accept.length > maxLength) return null;
  let found = known.get(accept);
  if (!found) {
    found = { type: typeIn(accept) };
    known.set(accept, found);
  }
  return found.type;
}

function typeIn(accept: string): ResponseType | null {
  if (accept.includes(';')) return null;
  for (const each of accept.split(',')) {
    const type = each.trim().toLowerCase();
    if (type === 'application/json' || type === 'application/graphql-response+json') return type;
    if (type === '*/*' || type === 'application/*') return 'application/json';
  }
  return null;
}
