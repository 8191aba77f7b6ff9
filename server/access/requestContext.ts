import type { ServerResponse } from 'node:http';
import type { Span } from '../../packages/node/tracing.ts';
import type { Engagement } from '../../src/registry/engagement.ts';
import type { Caller } from '../../src/registry/services.ts';
import { hasRole } from '../../src/viewer.ts';
import type { AnswerBytes, AnswerPool } from './answerPool.ts';
import type { Authenticate } from './authenticate.ts';
import type { Keeping } from './keptAnswer.ts';
import { Overloaded } from './overloaded.ts';
import type { RateLimiter, RateLimitKey } from './rateLimiter.ts';
import type { RequestQueue } from './requestQueue.ts';

/** One request, or one operation of a WebSocket: the viewer, the rate limit key, and the content of its log line. */
export interface RequestContext {
  readonly caller: Caller;
  readonly payer: RateLimitKey;
  /** When the caller's token expires, in seconds since 1970. */
  readonly expiresAt: number | null;
  /** From a monotonic clock, in milliseconds. */
  readonly startedAt: number;
  /** The memory of its response. */
  readonly answer: AnswerBytes;
  /** Codes of the errors that were returned as results. */
  readonly refusals: Set<string>;
  /** The runs that it created or changed, by uuid. */
  readonly runIds: Set<string>;
  /** What it counts as for the entries that it asks for by their ids. Null for none. */
  engagement: Engagement | null;
  /** The entries that were counted, by uuid. */
  readonly engaged: Set<string>;
  /** The span of an operation of a WebSocket; a request over HTTP runs inside of its span. */
  readonly span?: Span | undefined;
  operation?: {
    type: 'query' | 'mutation' | 'subscription';
    name: string | null;
    cost: number;
    /** Whether its answer follows from the log and the viewer, so that it may be kept. */
    isKeepable: boolean;
  };
  /** Keeps its answer for later requests; undefined where the answer cache has no part in the request. */
  keeping?: Keeping;
}

export interface IncomingRequest {
  authorization: string | null | undefined;
  correlationId: string;
  address: string;
}

/** What decides whether a request is let in, and when. */
export interface Gate {
  authenticate: Authenticate;
  limiter: RateLimiter | undefined;
  answers: AnswerPool;
  queue: Pick<RequestQueue, 'arrive'>;
}

/**
 * Authenticates the caller, charges the base cost of a request, and waits for its turn.
 *
 * @throws UNAUTHENTICATED, UNAVAILABLE, RATE_LIMITED
 */
export async function createRequestContext(
  { authenticate, limiter, answers, queue }: Gate,
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
  // A user who has exhausted the budget for reads may still write, which has another: the operation decides later.
  limiter?.charge(payer, 1);
  const turn = queue.arrive(payer);
  if (turn) await turn;
  return {
    caller: { viewer, correlationId, token: () => bearerToken(authorization) },
    payer,
    expiresAt,
    startedAt,
    answer: answers.open(payer),
    refusals: new Set(),
    runIds: new Set(),
    engagement: 'view',
    engaged: new Set(),
  };
}

/** The token of a header that was authenticated. */
const bearerToken = (authorization: string | null | undefined): string | null =>
  /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? null;

/** The memory of the response is released when the client has received all of it, or has disconnected. */
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

/** The cost of what was read and refused: about that of a small query. */
export const refusedCost = 100;

/** The same for a document of this length: each field of a long one was looked at. */
export const refusedDocumentCost = (length: number): number =>
  refusedCost + Math.ceil(Math.max(0, length - 1_000) / 10);

/** The cost of the bytes of a large response, or of a file. Ordinary pages cost nothing more. */
export const bytesCost = (bytes: number): number => (bytes > 65_536 ? Math.ceil(bytes / 100) : 0);

/** The cost of a body that only a bundle or a report needs: reading it is work, whatever it contains. */
export const bodyCost = (bytes: number): number => (bytes > 16_384 ? Math.ceil(bytes / 100) : 0);

/** The key that is charged for refused input and large bodies: a user has a budget for it. */
const inputPayer = (payer: RateLimitKey): RateLimitKey =>
  payer.budget === 'user' ? { budget: 'input', id: payer.id } : payer;

/** Before anything of a request is read. Throws RATE_LIMITED for a caller whose budget for input is exhausted. */
export const admitInput = (limiter: RateLimiter | undefined, payer: RateLimitKey): void =>
  limiter?.spend(inputPayer(payer), 0);

/** Charges the cost of what was read of a request. */
export const chargeInput = (limiter: RateLimiter | undefined, payer: RateLimitKey, cost: number): void =>
  limiter?.charge(inputPayer(payer), cost);

/**
 * Before the body of a request is read, or a message of a socket looked at: there is nothing to read for a caller whose
 * operation would be refused. Throws UNAVAILABLE.
 */
export function admitOperation(queue: RequestQueue, payer: RateLimitKey): void {
  if (queue.isFull(payer)) throw new Overloaded();
}

/** The maximum size of a request body, in bytes: a bundle is 20 MiB at most, a third more as base64. */
export const bodyLimit = ({ caller }: RequestContext): number =>
  hasRole(caller.viewer, 'publisher') ? 32 * mebibyte : mebibyte;
