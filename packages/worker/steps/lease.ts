import { pause } from '../../client/index.ts';
import { StepFailure } from '../stepFailure.ts';
import type { Claim } from './claim.ts';
import type { Steps } from './gatewaySteps.ts';

/** The step belongs to another worker now, or was cancelled: nothing is reported. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

interface LeaseParts {
  steps: Pick<Steps, 'renew' | 'watch'>;
  leaseSeconds: number;
  /** When the claim was requested (`performance.now()`): its lease runs from then at the latest. */
  askedAt: number;
  /** Stops the renewals. */
  signal: AbortSignal;
  onLost(reason: ClaimLost | StepFailure): void;
  /** The run changed: there may be work. */
  onRun(): void;
}

/**
 * Renews the claim at each third of its lease, and signals when it is lost: because the gateway refused, or could not
 * be reached in time. Then another worker may have the step, and two must not execute it concurrently. After the timeout of the
 * attempt the gateway renews it no more: what is left of the lease is for the report of the timeout.
 */
export async function keepLease(
  claim: Claim,
  { steps, leaseSeconds, askedAt, signal, onLost }: LeaseParts,
): Promise<void> {
  const leaseMs = leaseSeconds * 1_000;
  const timesOutAt = askedAt + (claim.timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
  let until = askedAt + leaseMs;
  let nextMs = leaseMs / 3;
  while (!signal.aborted) {
    await pause(Math.min(nextMs, Math.max(until - performance.now(), 0)), signal);
    if (signal.aborted) return;
    if (performance.now() >= until) {
      onLost(new StepFailure('lease_lost', 'The lease expired because the gateway was unreachable.'));
      return;
    }
    const sentAt = performance.now();
    if (sentAt >= timesOutAt) {
      nextMs = leaseMs;
      continue;
    }
    // Whatever goes wrong, the lease of the claim is what counts.
    const reply = await Promise.race([
      steps.renew(claim).catch(() => null),
      pause(Math.max(until - sentAt, 0), signal).then(() => null),
    ]);
    if (signal.aborted) return;
    if (reply?.kind === 'taken') until = sentAt + leaseMs;
    else if (reply && performance.now() < timesOutAt) {
      onLost(new ClaimLost(reply.message));
      return;
    }
    nextMs = reply ? leaseMs / 3 : Math.min(1_000, leaseMs / 10);
  }
}

/**
 * Detects immediately what `keepLease` detects at its next renewal: a cancelled run, or a step that another worker has.
 */
export async function watchRun(claim: Claim, { steps, signal, onLost, onRun }: LeaseParts): Promise<void> {
  for (; !signal.aborted; await pause(5_000, signal)) {
    try {
      for await (const isOurs of steps.watch(claim, signal)) {
        if (signal.aborted) return;
        if (!isOurs) {
          onLost(new ClaimLost('The step was cancelled, or another worker has claimed it.'));
          return;
        }
        onRun();
      }
    } catch {
      // The renewals continue without it.
    }
  }
}
