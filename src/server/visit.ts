import type { Caller } from '../registry/services.ts';
import { hasRole } from '../viewer.ts';
import type { Authenticate } from './auth.ts';
import type { Payer, RateLimiter } from './rateLimiter.ts';

/** One request, or one operation of a socket: who asks, who pays, and what its line in the log will say. */
export interface Visit {
  readonly caller: Caller;
  readonly payer: Payer;
  /** When the caller's token ends, in seconds since 1970. */
  readonly expiresAt: number | null;
  /** Of a clock that only goes forward, in milliseconds. */
  readonly startedAt: number;
  operation?: { type: 'query' | 'mutation' | 'subscription'; name: string | null; cost: number };
}

export interface Arriving {
  authorization: string | null | undefined;
  correlationId: string;
  address: string;
}

/**
 * Finds out who comes, and takes what merely coming costs.
 *
 * @throws UNAUTHENTICATED, UNAVAILABLE, RATE_LIMITED
 */
export async function welcome(
  authenticate: Authenticate,
  limiter: RateLimiter | undefined,
  { authorization, correlationId, address }: Arriving,
): Promise<Visit> {
  const startedAt = performance.now();
  const household: Payer = { budget: 'anonymous', id: address };
  const { viewer, expiresAt } = await authenticate(authorization).catch((error) => {
    limiter?.charge(household, 1);
    throw error;
  });
  const payer: Payer = viewer.kind === 'user' ? { budget: 'user', id: viewer.id } : household;
  // A user may have spent all on reading and come to write, which is another budget: what it is shows later.
  if (payer === household) limiter?.spend(payer, 1);
  else limiter?.charge(payer, 1);
  return { caller: { viewer, correlationId }, payer, expiresAt, startedAt };
}

const mebibyte = 1024 * 1024;

/** What a document costs that was read and refused: about as much as a small query. */
export const refusedCost = 100;

/** What a body costs that only a bundle has reason to be: reading it is work, whatever is in it. */
export const bodyCost = (bytes: number, limit: number): number =>
  bytes > 16_384 && limit === mebibyte ? Math.ceil(bytes / 100) : 0;

/** How much the body of a request may be, in bytes: a bundle is 20 MiB at most, a third more as base64. */
export const bodyLimit = ({ caller }: Visit): number =>
  hasRole(caller.viewer, 'publisher') ? 32 * mebibyte : mebibyte;
