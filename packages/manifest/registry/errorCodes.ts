/** The meaning of a code for clients of GraphQL, REST, WebSocket and the edge functions alike. */
interface Meaning {
  /** The HTTP status, if a response has one for this code. */
  readonly status: number;
  /**
   * The same request may succeed later: after this many seconds, unless the response states another time
   * (`retryAfter`).
   */
  readonly retryAfter?: number;
  /** A mutation has it as a type of its result; the others are top-level errors only. */
  readonly inResults?: true;
}

/** Every code that a client can meet, in results and in top-level errors. */
export const errorCodes = {
  UNAUTHENTICATED: { status: 401 },
  FORBIDDEN: { status: 403, inResults: true },
  BAD_USER_INPUT: { status: 400 },
  GRAPHQL_VALIDATION_FAILED: { status: 400 },
  QUERY_TOO_COMPLEX: { status: 400 },
  PERSISTED_QUERY_NOT_FOUND: { status: 200 },
  RATE_LIMITED: { status: 429, retryAfter: 1 },
  UNAVAILABLE: { status: 503, retryAfter: 5 },
  TIMEOUT: { status: 503, retryAfter: 5 },
  STALE_CURSOR: { status: 410 },
  CONFLICT: { status: 409, retryAfter: 1 },
  NOT_FOUND: { status: 404, inResults: true },
  MANIFEST_INVALID: { status: 422, inResults: true },
  VARIABLES_INVALID: { status: 422, inResults: true },
  VERSION_EXISTS: { status: 409, inResults: true },
  STALE_VERSION: { status: 412, inResults: true },
  DEPENDENCY_UNRESOLVED: { status: 422, inResults: true },
  LOCK_INVALID: { status: 422, inResults: true },
  UPGRADE_CONFLICT: { status: 409, inResults: true },
  INCOMPATIBLE_CHANGE: { status: 409, inResults: true },
  GATE_NOT_PASSED: { status: 409, inResults: true },
  IDEMPOTENCY_KEY_REUSED: { status: 422, inResults: true },
  QUOTA_EXCEEDED: { status: 403, inResults: true },
  STALE_CLAIM: { status: 409, inResults: true },
  OUTPUTS_INVALID: { status: 422, inResults: true },
  INTERNAL_SERVER_ERROR: { status: 500 },
} as const satisfies Record<string, Meaning>;

export type ErrorCode = keyof typeof errorCodes;

/** The codes of the errors that results list. */
export type ResultCode = {
  [Code in ErrorCode]: (typeof errorCodes)[Code] extends { inResults: true } ? Code : never;
}[ErrorCode];

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code);

const meaningOf = (code: string): Meaning => errorCodes[isErrorCode(code) ? code : 'INTERNAL_SERVER_ERROR'];

export const statusOf = (code: string): number => meaningOf(code).status;

/** Seconds after which the same request may succeed; null where repeating it does not help. */
export const retryAfterOfCode = (code: string): number | null => meaningOf(code).retryAfter ?? null;
