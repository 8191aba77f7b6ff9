import { checkOutputs } from '../../packages/manifest/index.ts';
import { findSecrets, redactSecrets } from '../../packages/manifest/secrets/secrets.ts';
import type { StepStatus } from '../db/run.ts';
import { OutputsInvalid, RequestError } from '../errors.ts';
import { requireLease } from './claimToken.ts';
import type { WriteOptions } from './services.ts';

export interface ReportInput extends WriteOptions {
  /** The uuid of the run. */
  runId: string;
  /** The id of the step in the plan. Without it, the report is about the whole run. */
  stepId?: string | null;
  status: StepStatus;
  outputs?: unknown;
  error?: { code: string; message: string } | null;
  retry?: boolean | null;
  usage?: TokenUsage | null;
  /** The token of the claim. */
  claim?: string | null;
  leaseSeconds?: number | null;
}

/** The tokens that an attempt used. */
export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
}

/** A valid report. */
export interface Report {
  runId: string;
  stepId: string | null;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** As sent; `checkOutputs` redacts them. */
  outputs: unknown;
  /** Paths in the outputs where a secret is replaced with `(hidden)`. */
  redacted: string[];
  error: { code: string; message: string };
  retry: boolean;
  /** Absent if the worker did not report it, so that reports without it keep the digest of their idempotency keys. */
  usage?: TokenUsage;
  claim: string | null;
  leaseSeconds: number;
}

/**
 * Validates a report as far as possible without the step. A secret in an error or in outputs is replaced with
 * `(hidden)`, so that the result is not lost; in an id, a claim or a key it is refused.
 *
 * @throws BAD_USER_INPUT; OutputsInvalid for outputs that no step may have
 */
export function parseReport(input: ReportInput): Report {
  const {
    runId,
    status,
    stepId = null,
    outputs = null,
    error = null,
    retry = null,
    usage = null,
    claim = null,
  } = input;
  if (status === 'QUEUED' || status === 'SKIPPED')
    throw refuse('`status` must be RUNNING, SUCCEEDED, FAILED or CANCELLED.');
  if (stepId === null && (status !== 'CANCELLED' || claim !== null)) {
    throw refuse('`stepId` is required. Only CANCELLED without a claim applies to the whole run.');
  }
  if (outputs !== null && status !== 'SUCCEEDED') throw refuse('`outputs` is allowed only when `status` is SUCCEEDED.');
  if (error !== null && status !== 'FAILED') throw refuse('`error` is allowed only when `status` is FAILED.');
  if (retry !== null && status !== 'FAILED') throw refuse('`retry` is allowed only when `status` is FAILED.');
  if (usage !== null && (stepId === null || status === 'RUNNING')) {
    throw refuse('`usage` is allowed only when `status` is SUCCEEDED, FAILED or CANCELLED and `stepId` is given.');
  }
  if ((input.leaseSeconds ?? null) !== null && (status !== 'RUNNING' || claim === null)) {
    throw refuse('`leaseSeconds` is allowed only when `status` is RUNNING and `claim` is given.');
  }
  for (const [name, text] of Object.entries({ stepId, claim, idempotencyKey: input.idempotencyKey })) {
    const [found] = text ? findSecrets(text) : [];
    if (found) throw refuse(`\`${name}\` contains what looks like a secret (${found.what}). Remove it.`);
  }
  const checked = checkOutputs({}, outputs);
  if (checked.issues.length > 0) throw new OutputsInvalid(checked.issues);
  return {
    runId,
    stepId,
    status,
    outputs,
    redacted: checked.redacted,
    error: readError(error),
    retry: retry ?? true,
    ...(usage === null ? {} : { usage: readUsage(usage) }),
    claim,
    leaseSeconds: requireLease(input.leaseSeconds),
  };
}

const refuse = (message: string) => new RequestError('BAD_USER_INPUT', message);

/** The maximum of each number of tokens in one report. */
export const maxTokens = 1_000_000_000;

function readUsage({ inputTokens, outputTokens }: TokenUsage): TokenUsage {
  for (const [name, tokens] of Object.entries({ inputTokens, outputTokens })) {
    if (!Number.isInteger(tokens) || tokens < 0 || tokens > maxTokens)
      throw refuse(`\`usage.${name}\` must be an integer from 0 to ${maxTokens}; got ${tokens}.`);
  }
  return { inputTokens, outputTokens };
}

const maxCharacters = 2_000;

function readError(error: ReportInput['error']): Report['error'] {
  if (!error) return { code: 'failed', message: 'The worker gave no details.' };
  if (!/^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/.test(error.code) || findSecrets(error.code).length > 0) {
    throw refuse('`error.code` must be a letter, followed by up to 63 characters from A-Z a-z 0-9 _ . : -');
  }
  return { code: error.code, message: readable(error.message) || 'The worker gave no details.' };
}

/** The output of a failed tool without escape codes and control characters, so that it can be stored and shown. */
const readable = (text: string): string =>
  redactSecrets(text.slice(0, 100_000).toWellFormed().replace(ansi, '').replace(control, ' '))
    .trim()
    .slice(0, maxCharacters)
    .toWellFormed();

// biome-ignore lint/suspicious/noControlCharactersInRegex: matches escape codes
const ansi = /\x1b\[[0-9;]{0,20}[A-Za-z]/g;
const control = /[^\P{Cc}\n\t]/gu;
