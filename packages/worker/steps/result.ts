import { sha256Hex } from '../../manifest/index.ts';
import type { TokenUsage } from '../executors/executor.ts';
import type { StepFailure } from '../stepFailure.ts';
import type { Claim } from './claim.ts';

/** The reported result of a step. */
export interface Result {
  /** The same for the same claim and status: repeated reports have one effect. */
  idempotencyKey: string;
  runId: string;
  stepId: string;
  claim: string;
  status: 'SUCCEEDED' | 'FAILED';
  outputs?: Record<string, unknown>;
  error?: { code: string; message: string };
  retry?: boolean;
  /** Tokens that the attempt used. */
  usage?: TokenUsage;
}

const utf8 = new TextEncoder();
const maxMessageLength = 2_000;

const keyOf = (token: string, status: Result['status']) => `step-${sha256Hex(utf8.encode(`${token} ${status}`))}`;

type Claimed = Pick<Claim, 'token' | 'runId' | 'stepId'>;

export const succeeded = (
  { token, runId, stepId }: Claimed,
  outputs: Record<string, unknown>,
  usage?: TokenUsage,
): Result => ({
  idempotencyKey: keyOf(token, 'SUCCEEDED'),
  runId,
  stepId,
  claim: token,
  status: 'SUCCEEDED',
  outputs,
  ...(usage && { usage }),
});

export const failed = (
  { token, runId, stepId }: Claimed,
  { code, message, retry }: Pick<StepFailure, 'code' | 'message' | 'retry'>,
  usage?: TokenUsage,
): Result => ({
  idempotencyKey: keyOf(token, 'FAILED'),
  runId,
  stepId,
  claim: token,
  status: 'FAILED',
  error: { code, message: message.slice(0, maxMessageLength) },
  retry,
  ...(usage && { usage }),
});
