import type { RegistryError, RequestError } from '../../errors.ts';

/** An answer of the doors that are not GraphQL. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** A problem as RFC 9457 has it, with the same codes as GraphQL. */
export const problem = (
  status: number,
  code: string,
  detail: string,
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify({ type: 'about:blank', status, title: titles[status] ?? 'Problem', code, detail }),
});

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Unauthenticated',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
};

const statusOf: Record<(RequestError | RegistryError)['code'], number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  UNAVAILABLE: 503,
  TIMEOUT: 503,
  STALE_CURSOR: 410,
  CONFLICT: 409,
  NOT_FOUND: 404,
  MANIFEST_INVALID: 422,
  VARIABLES_INVALID: 422,
  VERSION_EXISTS: 409,
  STALE_VERSION: 412,
  DEPENDENCY_UNRESOLVED: 422,
  INCOMPATIBLE_CHANGE: 409,
  IDEMPOTENCY_KEY_REUSED: 422,
};

/** A problem of the domain as an answer. */
export const problemOf = (error: RequestError | RegistryError): Answer =>
  problem(
    statusOf[error.code],
    error.code,
    error.message,
    error.code === 'UNAUTHENTICATED' ? { 'www-authenticate': 'Bearer' } : {},
  );
