import { isTooDeep, maxJsonDepth, maxOutputsBytes } from '../../manifest/index.ts';
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

/**
 * The maximum size of an executor's response. Outputs have at most 256 KiB; escapes and white space may make them longer.
 * Larger ones would only keep this process from renewing the leases of its other steps while it reads them.
 */
export const maxAnswerBytes = 2 * 1024 * 1024;

export const tooLong = () =>
  new StepFailure('executor_answer', `The response of the executor must have at most ${maxAnswerBytes} bytes.`, {
    retry: false,
  });

const refuse = (why: string) =>
  new StepFailure('executor_answer', `The response of the executor ${why}; it must be {"outputs": {…}}.`);

/** A response of an executor, which is parsed once. */
export interface Answer {
  /** Throws StepFailure `executor_answer`, `outputs_invalid`. */
  outputs(): Record<string, unknown>;
}

/**
 * Reads `{"outputs": {…}}`, in UTF-8. The tokens in it, `{"usage": {"inputTokens": 1200, "outputTokens": 80}}`, are passed
 * on, also those of a failure; a usage of another shape is logged and left out: it costs no result.
 */
export function readAnswer(bytes: Uint8Array, { used, say }: Pick<ExecutionContext, 'used' | 'say'>): Answer {
  const value = valueIn(bytes);
  if (value instanceof StepFailure) {
    return {
      outputs: () => {
        throw value;
      },
    };
  }
  const usage = isObject(value) ? (value.usage ?? undefined) : undefined;
  if (isUsage(usage)) used?.({ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens });
  else if (usage !== undefined)
    say(
      `The usage in the response is ignored: it must be {"inputTokens": …, "outputTokens": …}, two integers from 0 to ${maxTokens}.`,
    );
  return {
    outputs: () => {
      const outputs = isObject(value) ? value.outputs : undefined;
      if (!isObject(outputs)) throw refuse('contains no outputs');
      if (Buffer.byteLength(JSON.stringify(outputs)) > maxOutputsBytes)
        throw new StepFailure('outputs_invalid', 'The outputs of a step must have at most 256 KiB as JSON.');
      return outputs;
    },
  };
}

function valueIn(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return refuse('is empty');
  if (isTooDeep(bytes)) return refuse(`is nested deeper than ${maxJsonDepth} levels`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('is no JSON');
  }
}

const maxTokens = 1_000_000_000;

const isTokens = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxTokens;
const isUsage = (value: unknown): value is TokenUsage & object =>
  isObject(value) && isTokens(value.inputTokens) && isTokens(value.outputTokens);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
