import type { ServerResponse } from 'node:http';
import type { Caller } from '../../src/registry/services.ts';
import { hasRole } from '../../src/viewer.ts';
import type { AnswerBytes, AnswerPool } from './answerPool.ts';
import type { Authenticate } from './authenticate.ts';
import type { RateLimiter, RateLimitKey } from './rateLimiter.ts';

/** One request, or one operation of a WebSocket: the viewer, the rate limit key, and the content of its log line. */
export interface RequestContext {
  readonly caller: Caller;
  readonly payer: RateLimitKey;
  /** When the caller's token ends, in seconds since 1970. */
  readonly expiresAt: number | null;
  /** Of a clock that only goes forward, in milliseconds. */
  readonly startedAt: number;
  /** What its answer holds in memory. */
  readonly answer: AnswerBytes;
  operation?: { type: 'query' | 'mutation' | 'subscription'; name: string | null; cost: number };
}

export interface IncomingRequest {
  authorization: string | null | undefined;
  correlationId: string;
  address: string;
}

/**
 * Finds out who comes, and takes what merely coming costs.
 *
 * @throws UNAUTHENTICATED, UNAVAILABLE, RATE_LIMITED
 */
export async function createRequestContext(
  authenticate: Authenticate,
  limiter: RateLimiter | undefined,
  answers: AnswerPool,
  { authorization, correlationId, address }: IncomingRequest,
): Promise<RequestContext> {
  const startedAt = performance.now();
  const rateLimitAddress: RateLimitKey = { budget: 'anonymous', id: address };
  const { viewer, expiresAt } = await authenticate(authorization).catch((error) => {
    limiter?.charge(rateLimitAddress, 1);
    throw error;
  });
  const payer: RateLimitKey = viewer.kind === 'user' ? { budget: 'user', id: viewer.id } : rateLimitAddress;
  admitInput(limiter, payer);
  // A user may have spent all on reading and come to write, which is another budget: what it is shows later.
  limiter?.charge(payer, 1);
  return { caller: { viewer, correlationId }, payer, expiresAt, startedAt, answer: answers.open(payer) };
}

/** What the answer holds in memory is free when the client has all of it, or has left. */
export function releaseWhenSent(response: ServerResponse, { answer }: RequestContext): void {
  if (response.destroyed) answer.release();
  else response.once('close', () => answer.release());
}

/**
 * Releases the response when the platform takes over, in a function: there is no signal for when it was sent. A stream
 * is not over then; each of its values is released when the next one is requested, the last one at its end.
 */
export function releaseWhenTaken(
  contentType: string | null | undefined,
  requestContext: RequestContext | undefined,
): void {
  if (!contentType?.startsWith('text/event-stream')) requestContext?.answer.release();
}

const mebibyte = 1024 * 1024;

/** What a document costs that was read and refused: about as much as a small query. */
export const refusedCost = 100;

/** What the bytes of a large answer, or of a file, cost: reading and sending them is work. Ordinary pages cost nothing more. */
export const bytesCost = (bytes: number): number => (bytes > 65_536 ? Math.ceil(bytes / 100) : 0);

/** What a body costs that only a bundle or a report has reason to be: reading it is work, whatever is in it. */
export const bodyCost = (bytes: number): number => (bytes > 16_384 ? Math.ceil(bytes / 100) : 0);

/** Who pays for what was sent and refused, and for large bodies: a user has a budget for it. */
const inputPayer = (payer: RateLimitKey): RateLimitKey =>
  payer.budget === 'user' ? { budget: 'input', id: payer.id } : payer;

/** Before anything of a request is read. Throws RATE_LIMITED for a caller who has sent too much that was refused or large. */
export const admitInput = (limiter: RateLimiter | undefined, payer: RateLimitKey): void =>
  limiter?.spend(inputPayer(payer), 0);

/** Takes the cost of what was read of a request. */
export const chargeInput = (limiter: RateLimiter | undefined, payer: RateLimitKey, cost: number): void =>
  limiter?.charge(inputPayer(payer), cost);

/** How much the body of a request may be, in bytes: a bundle is 20 MiB at most, a third more as base64. */
export const bodyLimit = ({ caller }: RequestContext): number =>
  hasRole(caller.viewer, 'publisher') ? 32 * mebibyte : mebibyte;
