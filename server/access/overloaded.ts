/** The gateway has as much to do as it can take. */
export class Overloaded extends Error {
  readonly code = 'UNAVAILABLE';
  /** Seconds after which the same request may succeed. */
  readonly retryAfter = 1;
  constructor() {
    super('The gateway is busy. Try again in 1 s.');
  }
}
