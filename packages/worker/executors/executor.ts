import type { Redactor } from '../document/redact.ts';
import type { StepDocument } from '../document/stepDocument.ts';
import { StepFailure } from '../stepFailure.ts';

export interface ExecutionContext {
  /** Stops the executor; its reason is thrown. */
  signal: AbortSignal;
  /** The remaining time of the step, in milliseconds. */
  leftMs(): number;
  redactor: Redactor;
  /** The headers that continue the trace of the step. */
  traceHeaders?: Readonly<Record<string, string>> | undefined;
  /** A line of output about the executor's work; secrets are redacted first. */
  say(line: string): void;
}

/** Executes a step. */
export interface Executor {
  /** For the log at startup, such as `the command "node agent.js"`. */
  readonly description: string;
  /**
   * Resolves to the outputs.
   *
   * @throws StepFailure, the reason of the signal
   */
  run(document: StepDocument, context: ExecutionContext): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** The maximum size of an executor's response. */
export const maxAnswerBytes = 8 * 1024 * 1024;

export const tooLong = () =>
  new StepFailure('executor_answer', `The response of the executor must have at most ${maxAnswerBytes} bytes.`, {
    retry: false,
  });

/** The outputs in a response: `{"outputs": {…}}`, in UTF-8. Throws StepFailure `executor_answer`. */
export function outputsIn(answer: Uint8Array): Record<string, unknown> {
  const refuse = (why: string) =>
    new StepFailure('executor_answer', `The response of the executor ${why}; it must be {"outputs": {…}}.`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer));
  } catch {
    throw refuse(answer.length === 0 ? 'is empty' : 'is no JSON');
  }
  const outputs = isObject(value) ? value.outputs : undefined;
  if (!isObject(outputs)) throw refuse('contains no outputs');
  return outputs;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
