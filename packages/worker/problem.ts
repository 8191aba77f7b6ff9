/** A message for the operator of the worker, without a stack trace. */
export class WorkerProblem extends Error {
  override readonly name: string = 'WorkerProblem';
  /** 1: it failed, or was refused; 2: invalid arguments or settings. */
  readonly exitCode: 1 | 2;
  constructor(message: string, { exitCode = 1, cause }: { exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
