import type { GraphQLError } from 'graphql';
import { refusal } from '../http/refusal.ts';

/** Whether a request names its document by a hash only, as Apollo's automatic persisted queries do. */
export function namesDocumentByHash({ query, extensions }: { query?: unknown; extensions?: unknown }): boolean {
  const none = query === undefined || query === null || query === '';
  if (!none || typeof extensions !== 'object' || extensions === null || !('persistedQuery' in extensions)) return false;
  return typeof extensions.persistedQuery === 'object' && extensions.persistedQuery !== null;
}

/** The message, code and status by which Apollo's clients recognize that they must send the document itself. */
export const persistedQueryNotSupported = (): GraphQLError =>
  refusal('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported', 200);
