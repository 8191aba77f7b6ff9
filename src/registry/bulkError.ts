import { IncompatibleChange, NotFound, type RegistryError, StaleVersion } from '../errors.ts';

/** The error of an item, as it is stored under the idempotency key. */
export type BulkError =
  | { code: 'NOT_FOUND'; message: string }
  | { code: 'STALE_VERSION'; message: string; expected: string; actual: string | null }
  | { code: 'INCOMPATIBLE_CHANGE'; message: string; changes: string[] };

/** What can refuse one item. Throws every other error: it concerns the whole call. */
export function bulkError(error: unknown): BulkError {
  if (error instanceof NotFound) return { code: 'NOT_FOUND', message: error.message };
  if (error instanceof StaleVersion) {
    const { message, expected, actual } = error;
    return { code: 'STALE_VERSION', message, expected, actual };
  }
  if (error instanceof IncompatibleChange)
    return { code: 'INCOMPATIBLE_CHANGE', message: error.message, changes: [...error.changes] };
  throw error;
}

/** The error again, to be thrown. */
export function thrownError(stored: BulkError): RegistryError {
  if (stored.code === 'NOT_FOUND') return new NotFound(stored.message);
  if (stored.code === 'STALE_VERSION') return new StaleVersion(stored.message, stored.expected, stored.actual);
  return new IncompatibleChange(stored.message, stored.changes);
}
