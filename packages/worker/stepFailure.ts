/** The reported reason of a failed step: never with a secret in it. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly code: string;
  /** Whether another attempt may succeed. */
  readonly retry: boolean;
  constructor(code: string, message: string, { retry = true, cause }: { retry?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.code = code;
    this.retry = retry;
  }
}
