import { z } from 'zod';
import { quotas } from '../../packages/manifest/index.ts';
import { Forbidden, QuotaExceeded, RegistryError, RequestError } from '../errors.ts';
import { isSealRefused } from './registrySecret.ts';

/**
 * Maps errors of Postgres by SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html) to errors of the
 * registry. This is the only place that does. Other errors are bugs, and are masked.
 */
export function explainSqlState(error: unknown): never {
  if (error instanceof RegistryError || error instanceof RequestError) throw error;
  const code = codeOf(error);
  if (code === undefined) throw error;
  if (isSealRefused(error)) {
    throw new RequestError('UNAVAILABLE', 'The database was restored while this gateway was running. Try again.');
  }
  // A problem of the setup, not of the caller's permissions. The check at startup would have reported it.
  if (code === '42501' && /^permission denied (to set role|for schema)/.test((error as Error).message)) {
    throw new RequestError('UNAVAILABLE', misconfigured, { cause: error });
  }
  if (code === '42501') throw new Forbidden('Your role does not allow this.', { cause: error });
  if (code === 'RQ001') throw quotaExceeded(error);
  if (code === '57014') throw new RequestError('TIMEOUT', 'The query timed out. Request less data at once.');
  // 23001: the guard of a table refused what was valid a moment ago, such as a claim for an agent that was just disabled.
  if (code === '40001' || code === '40P01' || code === '55P03' || code === '23001') {
    throw new RequestError(
      'CONFLICT',
      'Conflict with another change of the same entry, or the same request is still in progress. Try again.',
      { cause: error },
    );
  }
  if (/^22/.test(code) || code === '23514') {
    throw new RequestError(
      'BAD_USER_INPUT',
      'A value in the request cannot be stored. Check for control characters and for values that are too long.',
    );
  }
  const unavailable = unavailableFor(code, error);
  if (unavailable) throw new RequestError('UNAVAILABLE', unavailable, { cause: error });
  throw error;
}

/** The message for a database that is temporarily unavailable. Undefined for other errors. */
function unavailableFor(code: string, error: unknown): string | undefined {
  if (outages[code]) return outages[code];
  if (/^(08|53|57P0|58)/.test(code) || connectionCodes.has(code)) return unreachable;
  // A standby refuses to start a transaction that may write with "not supported".
  return code === '0A000' && /recovery/.test((error as Error).message) ? readOnly : undefined;
}

/** Whether the database refused a write or read, and not a rule of the registry. */
export const isRefusedByDatabase = (error: unknown): error is Forbidden =>
  error instanceof Forbidden && error.cause !== undefined;

/** Whether a transaction was ended because it and others waited for each other (deadlock_detected). */
export const isDeadlock = (error: unknown): boolean => error instanceof RequestError && codeOf(error.cause) === '40P01';

/** Whether a request failed because of the setup of the registry's login. */
export const isMisconfigured = (error: unknown): boolean =>
  error instanceof RequestError && error.message === misconfigured;

const misconfigured =
  'The database refuses the login of the registry. Try again later. Its operator finds the reason in the server logs.';
const unreachable = 'The database is unavailable. Try again.';
const full = 'The disk of the registry is full; nothing was written. Try again after its operator has freed space.';
const memory = 'The database is out of memory. Try again later, and request less data at once.';
const readOnly =
  'The database is read-only; nothing was written. Try again later. Its operator finds the reason in the server logs.';
const stopping = 'The database is restarting. Try again.';

const outages: Readonly<Record<string, string>> = {
  '25006': readOnly,
  '53100': full,
  '53200': memory,
  '53300': 'The database has no free connection. Try again.',
  '57P01': stopping,
  '57P02': stopping,
  '57P03': 'The database is starting or in recovery. Try again.',
  ENOSPC: full,
};

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN']);

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** What `require_quota` says of a write that it refuses. */
const quotaDetail = z.object({
  quota: z.enum(quotas),
  limit: z.number(),
  used: z.number(),
  added: z.number(),
  resetsAt: z.iso.datetime().nullable(),
});

function quotaExceeded(error: unknown): QuotaExceeded {
  const { quota, limit, used, added, resetsAt } = quotaDetail.parse(JSON.parse((error as { detail: string }).detail));
  return new QuotaExceeded(quota, limit, used, added, resetsAt === null ? null : new Date(resetsAt));
}
