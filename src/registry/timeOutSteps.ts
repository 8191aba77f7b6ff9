import { type TimedOut, timedOutNamespaces, timedOutSteps } from '../db/claim.ts';
import type { Transaction } from '../db/database.ts';
import { failStep, retryStep } from '../db/step.ts';
import { backoffSeconds } from './backoffSeconds.ts';
import type { Services } from './services.ts';
import { systemUser } from './systemUser.ts';

/** Maximum number of steps that are ended in one transaction. */
const maxSteps = 100;

/**
 * Ends the attempts that took longer than the timeout of their step, in every namespace: a worker that hangs, is gone, or
 * was never asked to stop. The step is tried again while attempts are left, and fails otherwise, with the code `timeout`.
 * Several processes may do this at the same time.
 *
 * @returns the number of attempts that were ended
 */
export async function timeOutSteps({ db }: Pick<Services, 'db'>): Promise<number> {
  let count = 0;
  for (const { namespace } of await db.call(systemUser, timedOutNamespaces(maxSteps))) {
    count += await db.transact({ ...systemUser, namespace }, async (tx) => {
      const steps = await tx.run(timedOutSteps(namespace, maxSteps));
      for (const step of steps) await timeOutStep(tx, step);
      return steps.length;
    });
  }
  return count;
}

/** Ends the attempt of a step whose run is locked. */
export async function timeOutStep(
  tx: Transaction,
  { id, attempt, maxAttempts, timeoutSeconds }: Omit<TimedOut, 'runId'>,
): Promise<void> {
  const code = 'timeout';
  const message = `The step did not end within its timeout of ${timeoutSeconds} ${timeoutSeconds === 1 ? 'second' : 'seconds'}.`;
  await tx.run(
    attempt < maxAttempts ? retryStep(id, code, message, backoffSeconds(attempt)) : failStep(id, code, message),
  );
}
