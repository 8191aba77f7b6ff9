/** The caller has exhausted its budget for now. */
export class RateLimited extends Error {
  readonly code = 'RATE_LIMITED';
  /** Seconds until some of the budget is available again. */
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super(`Too much was asked for in a short time. Try again in ${retryAfter} s.`);
    this.retryAfter = retryAfter;
  }
}
