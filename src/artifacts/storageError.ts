import { StorageApiError } from '@supabase/supabase-js';
import { RequestError, StorageUnavailable } from '../errors.ts';

/**
 * The HTTP status of a storage error. Null if there was no response. The `statusCode` in the body takes precedence over
 * the status of the response: Supabase Storage responds with 400 to nearly everything, and the body has the real status
 * (https://supabase.com/docs/guides/storage/debugging/error-codes).
 */
function statusOf(error: unknown): number | null {
  if (!(error instanceof StorageApiError)) return null;
  const status = Number(error.statusCode);
  return status >= 100 ? status : error.status;
}

export const isMissing = (error: unknown): boolean => statusOf(error) === 404;

/** Whether the object already exists. Not every 409 means that: a transaction that could not be serialized has it, too. */
export const isDuplicate = (error: unknown): boolean =>
  statusOf(error) === 409 && /already ?exists/i.test(`${codeOf(error)} ${(error as Error).message}`.trim());

/** Whether storage rejected a cursor that it did not issue. */
export const isBadParameter = (error: unknown): boolean =>
  statusOf(error) === 400 && /parameter/i.test(`${codeOf(error)} ${(error as Error).message}`);

const codeOf = (error: unknown): string => (error instanceof StorageApiError && error.code) || '';

/** Whether a retry can succeed: no response, timeout, locked, rate limited, or a server error. */
export function isTransient(error: unknown): boolean {
  if (error instanceof RequestError) return false;
  const status = statusOf(error);
  return (
    status === null || status >= 500 || [408, 423, 425, 429].includes(status) || codeOf(error) === 'TransactionError'
  );
}

/** The error for callers, with the storage error as the cause for operators. */
export const storeUnavailable = (cause: unknown): StorageUnavailable =>
  new StorageUnavailable('File storage is unavailable. Try again.', { cause });

/** The error for operators when storage refuses a request and a retry would not help. */
export function storeRefused(cause: unknown): Error {
  const status = statusOf(cause);
  const hint =
    status === 401 || status === 403 ? ' Check that SUPABASE_SECRET_KEY is the secret key of this project.' : '';
  return new Error(`Supabase Storage refused (${status}): ${(cause as Error).message}.${hint}`, { cause });
}
