import { Forbidden, RegistryError, RequestError } from '../errors.ts';
import { isSealRefused } from './registrySecret.ts';

/**
 * What Postgres refused, in the words of the domain: the one place that knows SQLSTATE
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html). Whatever is not here is a fault of ours and is masked.
 */
export function explainSqlState(error: unknown): never {
  if (error instanceof RegistryError || error instanceof RequestError) throw error;
  const code = codeOf(error);
  if (code === undefined) throw error;
  if (isSealRefused(error)) {
    throw new RequestError('UNAVAILABLE', 'The database was restored while this gateway was running. Try again.');
  }
  // How the registry is set up, and not what the caller may: the start would have said so.
  if (code === '42501' && /^permission denied (to set role|for schema)/.test((error as Error).message)) {
    throw new RequestError('UNAVAILABLE', misconfigured, { cause: error });
  }
  if (code === '42501') throw new Forbidden('Your role does not allow this.');
  if (code === '57014')
    throw new RequestError('TIMEOUT', 'The query took too long and was stopped. Ask for less at once.');
  // 23001: a guard of a table refused what was right a moment ago, such as a claim for an agent that was just disabled.
  if (code === '40001' || code === '40P01' || code === '55P03' || code === '23001') {
    throw new RequestError(
      'CONFLICT',
      'Another change of the same entry, or with the same key, is still under way. Try again.',
    );
  }
  if (/^22/.test(code) || code === '23514') {
    throw new RequestError(
      'BAD_USER_INPUT',
      'A value of the request cannot be stored or compared: look for control characters and lengths.',
    );
  }
  const unavailable = unavailableFor(code, error);
  if (unavailable) throw new RequestError('UNAVAILABLE', unavailable, { cause: error });
  throw error;
}

/** What a caller is told of a database that cannot do its work now; undefined for what will not pass by itself. */
function unavailableFor(code: string, error: unknown): string | undefined {
  if (outages[code]) return outages[code];
  if (/^(08|53|57P0|58)/.test(code) || connectionCodes.has(code)) return away;
  // A standby refuses to begin a transaction that may write by "not supported".
  return code === '0A000' && /recovery/.test((error as Error).message) ? readOnly : undefined;
}

/** Whether a request was refused for how the registry's login is set up. */
export const isMisconfigured = (error: unknown): boolean =>
  error instanceof RequestError && error.message === misconfigured;

const misconfigured =
  'The database refuses the registry’s own login. Its operator finds the reason in the log; try again later.';
const away = 'The database cannot be reached right now. Try again.';
const full =
  'The disk of the registry is full; nothing was written. Try again later: its operator must free space first.';
const memory = 'The database is out of memory. Try again later, and request less data at once.';
const readOnly =
  'The database is read-only right now; nothing was written. Try again later: its operator finds the reason in the log.';
const stopping = 'The database is restarting. Try again.';

const outages: Readonly<Record<string, string>> = {
  '25006': readOnly,
  '53100': full,
  '53200': memory,
  '53300': 'The database has no free connection right now. Try again.',
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
