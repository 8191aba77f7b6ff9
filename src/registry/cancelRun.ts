import type { Transaction } from '../db/database.ts';
import { type Run, runsByIds, type Step, stepsOfRuns } from '../db/run.ts';
import { cancelRun as cancel, type LockedRun, lockRun } from '../db/step.ts';
import { NotFound, StaleClaim } from '../errors.ts';
import { requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { writeWithoutEvent } from './write.ts';

export interface CancelInput extends WriteOptions {
  /** The uuid of the run. */
  runId: string;
  reason?: string | null;
}

export interface Cancelled {
  runId: string;
  /** The run and steps of a dry run, which cannot be read afterwards. */
  dryRunRows?: { run: Run; steps: Step[] };
}

const maxReasonLength = 500;

/**
 * Cancels a run: queued steps never start, and the claims of running ones end. A run that is cancelled already stays as it
 * is, with its first reason.
 *
 * @throws NotFound; StaleClaim when the run has ended otherwise; Forbidden for viewers; BAD_USER_INPUT for a reason that is
 *   blank or too long; IdempotencyKeyReused
 */
export async function cancelRun(services: Services, caller: Caller, input: CancelInput): Promise<Cancelled> {
  const user = requireRole(caller, 'publisher', 'cancel a run');
  const { runId, dryRun = null, idempotencyKey = null } = input;
  const reason = input.reason ?? null;
  if (reason !== null) requireText('reason', reason, maxReasonLength);
  return writeWithoutEvent(services, user, 'cancelRun', { runId, reason }, { dryRun, idempotencyKey }, async (tx) => {
    const [run] = await tx.run(lockRun(runId));
    if (!run) throw new NotFound('Run not found in your namespace.');
    await cancelLocked(tx, run, reason);
    if (!dryRun) return { runId };
    const [cancelled] = await tx.run(runsByIds([runId]));
    return cancelled ? { runId, dryRunRows: { run: cancelled, steps: await tx.run(stepsOfRuns([runId])) } } : { runId };
  });
}

/** Cancels a run that is locked. */
export async function cancelLocked(tx: Transaction, { id, status }: LockedRun, reason: string | null): Promise<void> {
  if (status === 'CANCELLED') return;
  if (status !== 'QUEUED' && status !== 'RUNNING')
    throw new StaleClaim(`The run has already finished: ${status}.`, status);
  await tx.run(cancel(id, reason));
}
