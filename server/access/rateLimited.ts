/** The caller has spent what its budget allows for now. */
export class RateLimited extends Error {
  readonly code = 'RATE_LIMITED';
  /** Seconds until there is something to spend again. */
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super(`Too much was asked for in a short time. Try again in ${retryAfter} s.`);
    this.retryAfter = retryAfter;
  }
}
