/** Something to tell whoever typed the command, in a sentence, without a stack. */
export class Problem extends Error {
  /** 1: it was refused, or failed; 2: the command line was not understood; 3: the gateway cannot be reached. */
  readonly exitCode: 1 | 2 | 3;
  /** What to do about it. */
  readonly hint: string | null;
  constructor(message: string, { exitCode = 1, hint = null }: { exitCode?: 1 | 2 | 3; hint?: string | null } = {}) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** The command line asks for something that cannot be. */
export const misuse = (message: string, hint: string | null = null): Problem =>
  new Problem(message, { exitCode: 2, hint });
