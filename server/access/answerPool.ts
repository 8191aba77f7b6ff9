import type { AnswerMeter } from '../../src/resolvers/context.ts';
import type { RateLimitKey } from './rateLimiter.ts';

/** What one operation's answer has reserved. */
export interface AnswerBytes extends AnswerMeter {
  /** What one answer may be. */
  readonly limit: number;
  /** How much is reserved now. */
  readonly size: number;
  /** Why the operation was refused; `whenRefused` notifies those who wait for its answer. */
  readonly problem: Error | undefined;
  whenRefused(notify: (problem: Error) => void): void;
  /** Keeps the reservation until the work is done, even when its client has left. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The answer is there: it is as large as this, at least. @throws as `take` */
  settle(bytes: number): void;
  /** Begins anew: what was made so far was delivered. */
  reset(): void;
  /** The answer was delivered, or its client has left. */
  release(): void;
}

/** All answers that are being made or sent. */
export interface AnswerPool {
  open(payer: RateLimitKey): AnswerBytes;
  /** Bytes that are reserved. */
  reserved(): number;
}
