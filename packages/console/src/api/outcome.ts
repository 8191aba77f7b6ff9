import { GatewayRefused, GatewayUnreachable } from '../../../client/index.ts';
import type { ConsoleProblemFragment } from '../../generated/graphql.ts';

/** A refusal that the caller can act on: a type of the result, not an exception. */
export type Refusal = ConsoleProblemFragment;

/** Splits the result of a mutation: what was done, or why not. */
export const isRefusal = <Result extends { __typename: string }>(
  result: Result,
): result is Extract<Result, { code: unknown }> => 'code' in result;

/** What to tell of an error: a sentence, what to do, and what support needs. */
export function describeError(error: unknown): { title: string; detail: string; correlationId: string | null } {
  if (error instanceof GatewayUnreachable)
    return {
      title: 'The gateway cannot be reached',
      detail: 'Check the network. The console retries automatically.',
      correlationId: null,
    };
  if (error instanceof GatewayRefused) {
    const correlationId = error.errors[0]?.extensions?.correlationId ?? null;
    return {
      title: titles[error.code ?? ''] ?? 'The gateway refused the request',
      detail: error.message,
      correlationId,
    };
  }
  return {
    title: 'Something went wrong in the console',
    detail: error instanceof Error ? error.message : String(error),
    correlationId: null,
  };
}

const titles: Record<string, string> = {
  UNAUTHENTICATED: 'The token is no longer accepted',
  FORBIDDEN: 'You do not have access to this',
  RATE_LIMITED: 'Too many requests',
  STALE_CURSOR: 'This position in the list is no longer valid',
  UNAVAILABLE: 'The registry is unavailable',
  TIMEOUT: 'The request timed out',
};

/** A key for one attempt to change something, so that a retry of the same attempt has one effect. */
export const newIdempotencyKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};
