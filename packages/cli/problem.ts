/** An error to show to the user, without a stack trace. */
export class Problem extends Error {
  /** 1: refused or failed; 2: invalid command line; 3: the gateway is unreachable. */
  readonly exitCode: 1 | 2 | 3;
  /** What to do next. */
  readonly hint: string | null;
  constructor(message: string, { exitCode = 1, hint = null }: { exitCode?: 1 | 2 | 3; hint?: string | null } = {}) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** An invalid command line. */
export const misuse = (message: string, hint: string | null = null): Problem =>
  new Problem(message, { exitCode: 2, hint });
