import type { AnswerMeter } from '../../src/resolvers/context.ts';
import type { RateLimitKey } from './rateLimiter.ts';

/** The memory that one operation's response has reserved. */
export interface AnswerBytes extends AnswerMeter {
  /** The size that one response may have. */
  readonly limit: number;
  /** The currently reserved size. */
  readonly size: number;
  /** Why the operation was refused; `whenRefused` notifies those who wait for its answer. */
  readonly problem: Error | undefined;
  whenRefused(notify: (problem: Error) => void): void;
  /** Keeps the reservation until the work is done, even when its client has left. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Corrects the reservation: the response has at least this size. @throws like `take` */
  settle(bytes: number): void;
  /** Starts again at zero: what was produced so far was delivered. */
  reset(): void;
  /** The response was delivered, or its client has disconnected. */
  release(): void;
}

/** All responses that are being produced or sent. */
export interface AnswerPool {
  open(payer: RateLimitKey): AnswerBytes;
  /** The number of reserved bytes. */
  reserved(): number;
}
