import { Forbidden, RegistryError, RequestError } from '../errors.ts';

/**
 * What Postgres refused, in the words of the domain: the one place that knows SQLSTATE
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html). Whatever is not here is a fault of ours and is masked.
 */
export function explainSqlState(error: unknown): never {
  if (error instanceof RegistryError || error instanceof RequestError) throw error;
  const code = codeOf(error);
  if (code === undefined) throw error;
  if (code === '42501') throw new Forbidden('Your role does not allow this.');
  if (code === '57014')
    throw new RequestError('TIMEOUT', 'The query took too long and was stopped. Ask for less at once.');
  if (code === '40001' || code === '40P01' || code === '55P03') {
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
  if (/^(08|53|57P0)/.test(code) || connectionCodes.has(code)) {
    throw new RequestError('UNAVAILABLE', 'The database cannot be reached right now. Try again.');
  }
  throw error;
}

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN']);

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
