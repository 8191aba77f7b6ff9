import { canonicalJson, checkOutputs } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { type Run, runsByIds, type Step, type StepStatus, stepsOfRuns } from '../db/run.ts';
import {
  beginStep,
  cancelStep,
  cancelSteps,
  failStep,
  lockRun,
  type ReportedStep,
  renewClaim,
  retryStep,
  stepOfRun,
  succeedStep,
} from '../db/step.ts';
import { NotFound, OutputsInvalid, StaleClaim } from '../errors.ts';
import { hashOfToken } from './claimToken.ts';
import { interpolateStep } from './interpolateStep.ts';
import { parseReport, type Report, type ReportInput } from './parseReport.ts';
import { quoted } from './quoted.ts';
import { requireRole } from './require.ts';
import type { Caller, Services } from './services.ts';
import { writeWithoutEvent } from './write.ts';

export interface Reported {
  runId: string;
  /** As in the plan; null for the run as a whole. */
  stepId: string | null;
  /** Where a secret in the outputs was replaced with `(hidden)`. */
  redacted: string[];
  /** What nobody can read after a rehearsal. */
  dryRunRows?: { run: Run; steps: Step[] };
}

/**
 * Says how a step goes, or cancels a run. What follows for the run and for the steps behind it follows in the database.
 * The same result again, with the same claim, is the same answer: a worker may repeat what it is not sure was heard.
 *
 * @throws NotFound; StaleClaim when the step is not the reporter's; OutputsInvalid with every issue; Forbidden for
 *   viewers; BAD_USER_INPUT for a report that makes no sense; IdempotencyKeyReused
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
      if (!run) throw new NotFound('There is no such run in your namespace.');
      if (stepId === null) await cancelRun(tx, run);
      else await reportStep(tx, run, await findStep(tx, runId, stepId), report);
      return { runId, stepId, ...(dryRun ? await dryRunRows(tx, runId) : {}) };
    },
  );
  return { ...reported, redacted };
}

type LockedRun = Pick<Run, 'id' | 'status' | 'variables'>;

const hasEnded = (status: StepStatus) => status !== 'QUEUED' && status !== 'RUNNING';

async function cancelRun(tx: Transaction, { id, status }: LockedRun) {
  if (status === 'CANCELLED') return;
  if (hasEnded(status)) throw new StaleClaim(`The run has ended: ${status}.`, status);
  await tx.run(cancelSteps(id));
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
  refuseStale(run, step, report, claimHash);
  switch (report.status) {
    case 'RUNNING':
      return goOn(tx, run, step, report);
    case 'SUCCEEDED':
      return tx.run(succeedStep(step.id, outputs, claimHash));
    case 'FAILED':
      return fail(tx, step, report);
    case 'CANCELLED':
      return tx.run(cancelStep(step.id));
  }
}

function outputsOf(step: ReportedStep, report: StepReport): Record<string, unknown> {
  const { outputs, issues } = checkOutputs(step.planOutputs, report.outputs);
  if (issues.length > 0) throw new OutputsInvalid(issues);
  return outputs;
}

/** The same result, with the same claim: it was heard before. */
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

function refuseStale(run: LockedRun, step: ReportedStep, report: StepReport, claimHash: string | null): void {
  const stale = (why: string) => new StaleClaim(`${step.stepId}: ${why}`, step.status, step.worker);
  if (hasEnded(step.status)) throw stale(`it has ended: ${step.status}.`);
  if (hasEnded(run.status)) throw stale(`its run has ended: ${run.status}.`);
  if (step.status === 'QUEUED') {
    if (claimHash !== null) throw stale('the claim is over; it waits for its next attempt.');
    if (step.waitsFor.length > 0 && report.status !== 'CANCELLED')
      throw stale(`it waits for ${step.waitsFor.slice(0, 5).join(', ')}.`);
    if (step.isBlocked && (report.status === 'RUNNING' || report.status === 'SUCCEEDED'))
      throw stale('its agent is disabled, removed or no longer visible to you; the step can begin when that is over.');
  } else if (step.claimHash !== claimHash) {
    throw stale(
      step.claimHash === null
        ? 'nobody has claimed it: report it without a claim.'
        : `${step.worker ?? 'a worker'} has claimed it.`,
    );
  }
}

async function goOn(tx: Transaction, run: LockedRun, step: ReportedStep, report: StepReport) {
  if (step.status === 'RUNNING') return tx.run(renewClaim(step.id, report.leaseSeconds));
  const filled = await interpolateStep(tx, step, run.variables);
  return tx.run(
    filled.never ? failStep(step.id, filled.never.code, filled.never.message) : beginStep(step.id, filled.inputs),
  );
}

async function fail(tx: Transaction, step: ReportedStep, { error, retry }: StepReport) {
  const again = retry && step.status === 'RUNNING' && step.attempt < step.maxAttempts;
  return tx.run(
    again
      ? retryStep(step.id, error.code, error.message, backoffSeconds(step.attempt))
      : failStep(step.id, error.code, error.message),
  );
}

/** 2, 4, 8, … seconds and no more than five minutes; half of it by chance, so that many do not come back at once. */
const backoffSeconds = (attempt: number): number => Math.min(300, 2 ** attempt) * (0.5 + Math.random() / 2);

async function dryRunRows(tx: Transaction, runId: string): Promise<Pick<Reported, 'dryRunRows'>> {
  const [run] = await tx.run(runsByIds([runId]));
  return run ? { dryRunRows: { run, steps: await tx.run(stepsOfRuns([runId])) } } : {};
}
