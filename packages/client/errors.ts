import { retryAfterOfCode } from '../manifest/index.ts';
import { retryAfterOf } from './retryAfter.ts';

/** The gateway did not respond: it is unreachable, went down, or timed out. A retry may help. */
export class GatewayUnreachable extends Error {
  override readonly name = 'GatewayUnreachable';
  /** The URL of the gateway. */
  readonly url: string;
  /** Seconds until a retry, if the response states it. */
  readonly retryAfter: number | null;
  /** True if something responded in its place that it is not available. */
  readonly isAnswer: boolean;
  constructor(url: string, reason: string, cause?: unknown, answer?: { retryAfter: number | null }) {
    super(`The gateway at ${withoutCredentials(url)} ${reason}`, { cause });
    this.url = url;
    this.retryAfter = answer?.retryAfter ?? null;
    this.isAnswer = answer !== undefined;
  }
}

/** A top-level error of GraphQL, as the gateway sends it. */
export interface GatewayError {
  message: string;
  path?: readonly (string | number)[];
  extensions?: { code?: string; correlationId?: string; [key: string]: unknown };
}

interface Refusal {
  /** The HTTP status; null on a stream, which has none. */
  status: number | null;
  /** Such as `UNAUTHENTICATED`; null if the response had none. */
  code: string | null;
  message: string;
  errors?: readonly GatewayError[];
  retryAfter?: number | null;
}

/** The gateway refused the request. Repeating it unchanged will not help. */
export class GatewayRefused extends Error implements Refusal {
  override readonly name = 'GatewayRefused';
  readonly status: number | null;
  readonly code: string | null;
  /** All errors of the response; `message` is that of the first. */
  readonly errors: readonly GatewayError[];
  /** Seconds until a retry, if the response states it. */
  readonly retryAfter: number | null;
  constructor({ status, code, message, errors = [], retryAfter = null }: Refusal) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }
}

/** Combines top-level errors into one refusal: the message of the first, all are kept. */
export function refusalOf(
  errors: readonly GatewayError[],
  status: number | null,
  retryAfterHeader: string | null = null,
): GatewayRefused {
  const [first] = errors;
  return new GatewayRefused({
    status,
    code: first?.extensions?.code ?? null,
    message: first?.message ?? 'The gateway refused the request without a reason.',
    errors,
    retryAfter: retryAfterOf(retryAfterHeader, first?.extensions?.retryAfter),
  });
}

/** True for errors that may be temporary: a retry after a pause can succeed. */
export const isTransient = (error: unknown): error is GatewayUnreachable | GatewayRefused =>
  error instanceof GatewayUnreachable ||
  (error instanceof GatewayRefused && error.code !== null && mayPass(error.code));

/** The gateway recommends a retry, or had an internal error: another attempt may succeed. */
const mayPass = (code: string) => retryAfterOfCode(code) !== null || code === 'INTERNAL_SERVER_ERROR';

/** True for a list of GraphQL errors. */
export const areErrors = (value: unknown): value is GatewayError[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((each) => typeof each === 'object' && each !== null && typeof each.message === 'string');

function withoutCredentials(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin === 'null' ? url : `${origin}${pathname}`;
}
