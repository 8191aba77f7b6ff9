import { type Run, runsByIds, type Step, stepsOfRuns } from '../db/run.ts';
import { lockRun, type RetryFrom, retryRun as retry } from '../db/step.ts';
import { NotFound, StaleClaim } from '../errors.ts';
import { requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { writeWithoutEvent } from './write.ts';

export interface RetryInput extends WriteOptions {
  /** The uuid of the run. */
  runId: string;
  from?: RetryFrom | null;
  reason?: string | null;
}

export interface Retried {
  runId: string;
  /** The run and steps of a dry run, which cannot be read afterwards. */
  dryRunRows?: { run: Run; steps: Step[] };
}

const maxReasonLength = 500;

/**
 * Retries a failed run with the same versions and variables. From FAILED, the failed and the skipped steps start again;
 * from START, all steps do.
 *
 * @throws NotFound; StaleClaim when the run has not failed; Forbidden for viewers; BAD_USER_INPUT for a reason that is
 *   blank or too long; IdempotencyKeyReused
 */
export async function retryRun(services: Services, caller: Caller, input: RetryInput): Promise<Retried> {
  const user = requireRole(caller, 'publisher', 'retry a run');
  const { runId, dryRun = null, idempotencyKey = null } = input;
  const from = input.from ?? 'FAILED';
  const reason = input.reason ?? null;
  if (reason !== null) requireText('reason', reason, maxReasonLength);
  return writeWithoutEvent(
    services,
    user,
    'retryRun',
    { runId, from, reason },
    { dryRun, idempotencyKey },
    async (tx) => {
      const [run] = await tx.run(lockRun(runId));
      if (!run) throw new NotFound('Run not found in your namespace.');
      if (run.status !== 'FAILED') {
        throw new StaleClaim(
          `Only a run with the status FAILED can be retried; this run is ${run.status}.`,
          run.status,
        );
      }
      await tx.run(retry(runId, from, reason));
      if (!dryRun) return { runId };
      const [retried] = await tx.run(runsByIds([runId]));
      return retried ? { runId, dryRunRows: { run: retried, steps: await tx.run(stepsOfRuns([runId])) } } : { runId };
    },
  );
}
