import { checkOutputs } from '../../packages/manifest/index.ts';
import { findSecrets, redactSecrets } from '../../packages/manifest/secrets/secrets.ts';
import type { StepStatus } from '../db/run.ts';
import { OutputsInvalid, RequestError } from '../errors.ts';
import { requireLease } from './claimToken.ts';
import type { WriteOptions } from './services.ts';

export interface ReportInput extends WriteOptions {
  /** The uuid of the run. */
  runId: string;
  /** As in the plan; the run as a whole without it. */
  stepId?: string | null;
  status: StepStatus;
  outputs?: unknown;
  error?: { code: string; message: string } | null;
  retry?: boolean | null;
  /** The token of the claim. */
  claim?: string | null;
  leaseSeconds?: number | null;
}

/** A report that makes sense. */
export interface Report {
  runId: string;
  stepId: string | null;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** As sent; `checkOutputs` redacts them. */
  outputs: unknown;
  /** Where a secret in the outputs is replaced with `(hidden)`. */
  redacted: string[];
  error: { code: string; message: string };
  retry: boolean;
  claim: string | null;
  leaseSeconds: number;
}

/**
 * Checks what can be checked without looking at the step. A secret in an error or in outputs is replaced with `(hidden)`,
 * so that the result is kept; in an id, a claim or a key it is refused.
 *
 * @throws BAD_USER_INPUT; OutputsInvalid for outputs that no step may give back
 */
export function parseReport(input: ReportInput): Report {
  const { runId, status, stepId = null, outputs = null, error = null, retry = null, claim = null } = input;
  if (status === 'QUEUED' || status === 'SKIPPED')
    throw refuse('`status` must be RUNNING, SUCCEEDED, FAILED or CANCELLED.');
  if (stepId === null && (status !== 'CANCELLED' || claim !== null)) {
    throw refuse('Name the step in `stepId`. Only CANCELLED, without a claim, is of the run as a whole.');
  }
  if (outputs !== null && status !== 'SUCCEEDED') throw refuse('`outputs` go with SUCCEEDED.');
  if (error !== null && status !== 'FAILED') throw refuse('`error` goes with FAILED.');
  if (retry !== null && status !== 'FAILED') throw refuse('`retry` goes with FAILED.');
  if ((input.leaseSeconds ?? null) !== null && (status !== 'RUNNING' || claim === null)) {
    throw refuse('`leaseSeconds` goes with RUNNING and a claim.');
  }
  for (const [name, text] of Object.entries({ stepId, claim, idempotencyKey: input.idempotencyKey })) {
    const [found] = text ? findSecrets(text) : [];
    if (found) throw refuse(`\`${name}\` holds what looks like a secret (${found.what}). Send a reference to it.`);
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
    claim,
    leaseSeconds: requireLease(input.leaseSeconds),
  };
}

const refuse = (message: string) => new RequestError('BAD_USER_INPUT', message);

const maxCharacters = 2_000;

function readError(error: ReportInput['error']): Report['error'] {
  if (!error) return { code: 'failed', message: 'The worker said no more.' };
  if (!/^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/.test(error.code) || findSecrets(error.code).length > 0) {
    throw refuse('`error.code` must be a letter, then at most 63 of the characters A-Z a-z 0-9 _ . : -');
  }
  return { code: error.code, message: readable(error.message) || 'The worker said no more.' };
}

/** What a tool said when it failed, colours and all, as a text that can be kept and shown. */
const readable = (text: string): string =>
  redactSecrets(text.slice(0, 100_000).toWellFormed().replace(ansi, '').replace(control, ' '))
    .trim()
    .slice(0, maxCharacters)
    .toWellFormed();

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const ansi = /\x1b\[[0-9;]{0,20}[A-Za-z]/g;
const control = /[^\P{Cc}\n\t]/gu;
