import { StorageApiError } from '@supabase/supabase-js';
import { RequestError } from '../errors.ts';

/**
 * What the store answered, as an HTTP status; null when there was no answer. The body's `statusCode` counts before
 * the response's: Supabase Storage answers 400 to nearly everything, and says in the body what it means
 * (https://supabase.com/docs/guides/storage/debugging/error-codes).
 */
function statusOf(error: unknown): number | null {
  if (!(error instanceof StorageApiError)) return null;
  const said = Number(error.statusCode);
  return said >= 100 ? said : error.status;
}

export const isMissing = (error: unknown): boolean => statusOf(error) === 404;

/** Not every 409 says that it is there already: a transaction that could not be serialised is one, too. */
export const isDuplicate = (error: unknown): boolean =>
  statusOf(error) === 409 && /already ?exists/i.test(`${codeOf(error)} ${(error as Error).message}`.trim());

/** As it answers to a cursor that it did not give. */
export const isBadParameter = (error: unknown): boolean =>
  statusOf(error) === 400 && /parameter/i.test(`${codeOf(error)} ${(error as Error).message}`);

const codeOf = (error: unknown): string => (error instanceof StorageApiError && error.code) || '';

/** Whether it may go well the next time: no answer, too slow, locked, too many, or a fault over there. */
export function isTransient(error: unknown): boolean {
  if (error instanceof RequestError) return false;
  const status = statusOf(error);
  return (
    status === null || status >= 500 || [408, 423, 425, 429].includes(status) || codeOf(error) === 'TransactionError'
  );
}

/** For callers: the store is away. For operators: what it said, as the cause. */
export function storeUnavailable(cause: unknown): RequestError {
  const away = new RequestError('UNAVAILABLE', 'The store of files cannot be reached right now. Try again.');
  away.cause = cause;
  return away;
}

/** For operators: the store said no, and would again. */
export function storeRefused(cause: unknown): Error {
  const status = statusOf(cause);
  const hint = status === 401 || status === 403 ? ' Is SUPABASE_SECRET_KEY the secret key of that project?' : '';
  return new Error(`Supabase Storage refused (${status}): ${(cause as Error).message}.${hint}`, { cause });
}
