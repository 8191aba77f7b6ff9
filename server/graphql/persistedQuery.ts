import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { refusal } from '../http/refusal.ts';

/** The operations that a gateway knows by the SHA-256 of their document, in hexadecimal. */
export interface PersistedOperations {
  /**
   * The document of a request, given as text, by its hash, or both (Apollo's automatic persisted queries:
   * https://www.apollographql.com/docs/apollo-server/performance/apq).
   *
   * @throws a refusal: PERSISTED_QUERY_NOT_FOUND for an unknown hash, upon which clients send the document; FORBIDDEN for
   *   a document that is not listed where only listed ones are allowed; BAD_USER_INPUT
   */
  documentOf(parameters: { query?: unknown; extensions?: unknown }): unknown;
}

/** Longer documents are not remembered; a client sends them each time. */
const maxLength = 16_384;

/**
 * @param listed documents that are always known, by hash
 * @param onlyListed whether all others are refused
 */
export function createPersistedOperations(
  listed: ReadonlyMap<string, string>,
  onlyListed: boolean,
): PersistedOperations {
  const recent = new LRUCache<string, string>({
    max: 1_024,
    maxSize: 2_000_000,
    sizeCalculation: (text) => text.length + 1,
  });
  return {
    documentOf({ query, extensions }) {
      const hash = hashIn(extensions);
      if (typeof query !== 'string' || query === '') {
        if (hash === undefined || (typeof query !== 'string' && query !== undefined && query !== null)) return query;
        const known = listed.get(hash) ?? recent.get(hash);
        if (known === undefined) throw refusal('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound', 200);
        return known;
      }
      if (hash === undefined && !onlyListed) return query;
      const actual = hashOf(query);
      if (hash !== undefined && hash !== actual) {
        throw refusal('BAD_USER_INPUT', `${place}.sha256Hash\` must be the SHA-256 of \`query\`.`, 400);
      }
      if (onlyListed && !listed.has(actual)) {
        throw refusal('FORBIDDEN', 'This registry runs only listed operations, and this one is not listed.', 403);
      }
      if (!onlyListed && query.length <= maxLength) recent.set(actual, query);
      return query;
    },
  };
}

export const hashOf = (document: string): string => createHash('sha256').update(document).digest('hex');

const place = '`extensions.persistedQuery';

/** The hash that a request contains. */
function hashIn(extensions: unknown): string | undefined {
  const persisted = persistedIn(extensions);
  if (!persisted) return undefined;
  const { version, sha256Hash } = persisted;
  if (version !== 1) throw refusal('BAD_USER_INPUT', `${place}.version\` must be 1.`, 400);
  if (typeof sha256Hash === 'string' && /^[0-9a-f]{64}$/.test(sha256Hash)) return sha256Hash;
  throw refusal('BAD_USER_INPUT', `${place}.sha256Hash\` must be 64 hexadecimal digits in lower case.`, 400);
}

function persistedIn(extensions: unknown): { version?: unknown; sha256Hash?: unknown } | undefined {
  if (typeof extensions !== 'object' || extensions === null || !('persistedQuery' in extensions)) return undefined;
  const { persistedQuery } = extensions;
  return typeof persistedQuery === 'object' && persistedQuery !== null ? persistedQuery : undefined;
}

/** Whether a request identifies its document by a hash only. */
export function namesDocumentByHash({ query, extensions }: { query?: unknown; extensions?: unknown }): boolean {
  return (query === undefined || query === null || query === '') && persistedIn(extensions) !== undefined;
}
