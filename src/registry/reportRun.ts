import { canonicalJson, checkOutputs } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { type Run, runsByIds, type Step, stepsOfRuns } from '../db/run.ts';
import {
  cancelStep,
  failStep,
  type LockedRun,
  lockRun,
  type ReportedStep,
  renewClaim,
  retryStep,
  startStep,
  stepOfRun,
  succeedStep,
} from '../db/step.ts';
import { NotFound, OutputsInvalid, StaleClaim } from '../errors.ts';
import { backoffSeconds } from './backoffSeconds.ts';
import { cancelLocked } from './cancelRun.ts';
import { hashOfToken } from './claimToken.ts';
import { interpolateStep } from './interpolateStep.ts';
import { parseReport, type Report, type ReportInput } from './parseReport.ts';
import { quoted } from './quoted.ts';
import { requireRole } from './require.ts';
import type { Caller, Services } from './services.ts';
import { writeWithoutEvent } from './write.ts';

export interface Reported {
  runId: string;
  /** The id of the step in the plan. Null for the whole run. */
  stepId: string | null;
  /** Paths in the outputs where a secret was replaced with `(hidden)`. */
  redacted: string[];
  /** The rows of a dry run, which cannot be read afterwards. */
  dryRunRows?: { run: Run; steps: Step[] };
}

/**
 * Reports the state of a step, or cancels a run. The database derives the effect on the run and on dependent steps.
 * Repeating a result with the same claim returns the same answer, so a worker may repeat a report after a lost response.
 *
 * @throws NotFound; StaleClaim when the report does not apply; OutputsInvalid with all issues; Forbidden for viewers;
 *   BAD_USER_INPUT for an invalid report; IdempotencyKeyReused
 */
export async function reportRun(services: Services, caller: Caller, input: ReportInput): Promise<Reported> {
  const user = requireRole(caller, 'publisher', 'report a run');
  const { redacted, ...report } = parseReport(input);
  const { dryRun = null, idempotencyKey = null } = input;
  const reported = await writeWithoutEvent(
    services,
    user,
    'reportRun',
    report,
    { dryRun, idempotencyKey },
    async (tx) => {
      const { runId, stepId } = report;
      const [run] = await tx.run(lockRun(runId));
      if (!run) throw new NotFound('Run not found in your namespace.');
      if (stepId === null) await cancelLocked(tx, run, null);
      else await reportStep(tx, run, await findStep(tx, runId, stepId), report);
      return { runId, stepId, ...(dryRun ? await dryRunRows(tx, runId) : {}) };
    },
  );
  return { ...reported, redacted };
}

async function findStep(tx: Transaction, runId: string, stepId: string): Promise<ReportedStep> {
  const [step] = await tx.run(stepOfRun(runId, stepId));
  if (step) return step;
  throw new NotFound(`The run has no step ${quoted(stepId)}.`);
}

type StepReport = Omit<Report, 'redacted'>;

async function reportStep(tx: Transaction, run: LockedRun, step: ReportedStep, report: StepReport) {
  const claimHash = report.claim === null ? null : hashOfToken(report.claim);
  const outputs = report.status === 'SUCCEEDED' ? outputsOf(step, report) : null;
  if (isRepeated(step, report, claimHash, outputs)) return;
  refuseStale(step, report, claimHash);
  switch (report.status) {
    case 'RUNNING':
      return startOrRenew(tx, run, step, report);
    case 'SUCCEEDED':
      return tx.run(succeedStep(step.id, outputs, claimHash, report.usage));
    case 'FAILED':
      return fail(tx, step, report);
    case 'CANCELLED':
      return tx.run(cancelStep(step.id, report.usage));
  }
}

function outputsOf(step: ReportedStep, report: StepReport): Record<string, unknown> {
  const { outputs, issues } = checkOutputs(step.planOutputs, report.outputs);
  if (issues.length > 0) throw new OutputsInvalid(issues);
  return outputs;
}

/** Whether the same result was already reported with the same claim. */
function isRepeated(step: ReportedStep, report: StepReport, claimHash: string | null, outputs: unknown): boolean {
  if (step.claimHash !== claimHash) return false;
  const sameError = step.errorCode === report.error.code && step.errorMessage === report.error.message;
  switch (report.status) {
    case 'SUCCEEDED':
      return step.status === 'SUCCEEDED' && canonicalJson(step.outputs) === canonicalJson(outputs);
    case 'FAILED':
      return sameError && (step.status === 'FAILED' || (step.status === 'QUEUED' && claimHash !== null));
    case 'CANCELLED':
      return step.status === 'CANCELLED';
    case 'RUNNING':
      return step.status === 'RUNNING' && claimHash === null;
  }
}

function refuseStale(step: ReportedStep, report: StepReport, claimHash: string | null): void {
  const stale = (why: string) => new StaleClaim(`${step.stepId}: ${why}`, step.status, step.worker);
  if (step.status !== 'QUEUED' && step.status !== 'RUNNING')
    throw stale(`the step has already finished: ${step.status}.`);
  if (step.status === 'QUEUED') {
    if (claimHash !== null) throw stale('the lease has expired; the step is waiting for its next attempt.');
    if (step.waitsFor.length > 0 && report.status !== 'CANCELLED')
      throw stale(`the step is waiting for ${step.waitsFor.slice(0, 5).join(', ')}.`);
    if (step.isBlocked && (report.status === 'RUNNING' || report.status === 'SUCCEEDED'))
      throw stale('its agent is disabled, removed or no longer visible to you; the step can start when that changes.');
  } else if (step.claimHash !== claimHash) {
    throw stale(
      step.worker === null
        ? 'the step is not claimed: report it without a claim.'
        : `the step is claimed by ${step.worker}.`,
    );
  } else if (report.status === 'RUNNING' && step.isTimedOut) {
    throw stale('the attempt has taken longer than its timeout, so its lease is not renewed.');
  }
}

async function startOrRenew(tx: Transaction, run: LockedRun, step: ReportedStep, report: StepReport) {
  if (step.status === 'RUNNING') return tx.run(renewClaim(step.id, report.leaseSeconds));
  const filled = await interpolateStep(tx, step, run);
  return tx.run(
    filled.error ? failStep(step.id, filled.error.code, filled.error.message) : startStep(step.id, filled.inputs),
  );
}

async function fail(tx: Transaction, step: ReportedStep, { error, retry, usage }: StepReport) {
  const again = retry && step.status === 'RUNNING' && step.attempt < step.maxAttempts;
  return tx.run(
    again
      ? retryStep(step.id, error.code, error.message, backoffSeconds(step.attempt), usage)
      : failStep(step.id, error.code, error.message, usage),
  );
}

async function dryRunRows(tx: Transaction, runId: string): Promise<Pick<Reported, 'dryRunRows'>> {
  const [run] = await tx.run(runsByIds([runId]));
  return run ? { dryRunRows: { run, steps: await tx.run(stepsOfRuns([runId])) } } : {};
}
