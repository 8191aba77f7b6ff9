import type { Redactor } from '../document/redact.ts';
import type { StepDocument } from '../document/stepDocument.ts';
import { StepFailure } from '../stepFailure.ts';

/** Tokens that models used. */
export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
}

export interface ExecutionContext {
  /** Stops the executor; its reason is thrown. */
  signal: AbortSignal;
  /** The remaining time of the step, in milliseconds. */
  leftMs(): number;
  redactor: Redactor;
  /** The headers that continue the trace of the step. */
  traceHeaders?: Readonly<Record<string, string>> | undefined;
  /** Adds tokens that the attempt used, whether it succeeds or fails. */
  used?(usage: TokenUsage): void;
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

/**
 * Passes on the tokens in a response, `{"usage": {"inputTokens": 1200, "outputTokens": 80}}`, which may also be that of a
 * failure. A usage of another shape is logged and left out: it costs no result.
 */
export function passUsage(answer: Uint8Array, { used, say }: Pick<ExecutionContext, 'used' | 'say'>): void {
  const usage = usageIn(answer);
  if (usage === undefined) return;
  if (isUsage(usage)) used?.({ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens });
  else
    say(
      `The usage in the response is ignored: it must be {"inputTokens": …, "outputTokens": …}, two integers from 0 to ${maxTokens}.`,
    );
}

const maxTokens = 1_000_000_000;

function usageIn(answer: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer));
    return isObject(value) ? (value.usage ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

const isTokens = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxTokens;
const isUsage = (value: unknown): value is TokenUsage & object =>
  isObject(value) && isTokens(value.inputTokens) && isTokens(value.outputTokens);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
