import { randomUUID } from 'node:crypto';
import { pause, waitMs } from '../../client/index.ts';
import type { Tracing } from '../../node/tracing.ts';
import type { Log } from '../log.ts';
import { messageOf } from '../problem.ts';
import { StepFailure } from '../stepFailure.ts';
import { type Claim, nameOfStep } from './claim.ts';
import { deliver } from './deliver.ts';
import type { Steps } from './gatewaySteps.ts';
import { ClaimLost, keepLease, watchRun } from './lease.ts';
import type { Outbox } from './outbox.ts';
import { failed, type Result } from './result.ts';
import { traceStep } from './traceStep.ts';

export interface LoopParts {
  steps: Steps;
  outbox: Outbox;
  /** Executes one step. What it throws is ClaimLost, or a bug. */
  perform(claim: Claim, signal: AbortSignal): Promise<Result>;
  concurrency: number;
  leaseSeconds: number;
  tracing?: Tracing | undefined;
  log: Log;
}

/** The results of the steps that were started here. */
export interface Tally {
  succeeded: number;
  failed: number;
  /** Lost to another worker or a cancelled run, or not reported yet. */
  givenUp: number;
}

export interface Loop {
  readonly tally: Readonly<Tally>;
  /** There may be work. */
  wake(): void;
  /** Claims no more steps, lets running ones continue for `graceMs`, then returns them. */
  stop(graceMs: number): Promise<void>;
}

const idle = { firstMs: 500, maxMs: 5_000 };
const trouble = { firstMs: 500, maxMs: 30_000 };
/** How long the last claim request may still take: claimed steps are executed, not left until their leases expire. */
const lastClaimMs = 5_000;
/** How long a result may still wait for the gateway when the worker stops; then it is kept for the next start. */
const lastReportMs = 5_000;

/** Claims steps as long as there is room for them, and executes them. Results from before are reported first. */
export function openLoop({ steps, outbox, perform, concurrency, leaseSeconds, tracing, log }: LoopParts): Loop {
  const claiming = new AbortController();
  const asking = new AbortController();
  const delivering = new AbortController();
  const running = new Map<Promise<void>, AbortController>();
  const bell = openBell();
  const tally: Tally = { succeeded: 0, failed: 0, givenUp: 0 };

  /** Returns the status that the gateway took, or null. */
  async function doStep(claim: Claim, askedAt: number, stop: AbortController): Promise<Result['status'] | null> {
    const keeping = new AbortController();
    const parts = {
      steps,
      leaseSeconds,
      askedAt,
      signal: keeping.signal,
      onLost: (reason: ClaimLost | StepFailure) => stop.abort(reason),
      onRun: bell.ring,
    };
    const kept = Promise.all([keepLease(claim, parts), watchRun(claim, parts)]);
    try {
      const result = await perform(claim, stop.signal).catch((error) => {
        if (error instanceof ClaimLost) throw error;
        log.error(`${nameOfStep(claim)}: ${messageOf(error)}`);
        return failed(claim, new StepFailure('worker_error', 'The worker failed to execute the step; see its log.'));
      });
      await outbox.put(result).catch((error) => log.error(`A result could not be stored on disk: ${messageOf(error)}`));
      keeping.abort();
      const delivery = await deliver(result, { steps, outbox, log, signal: delivering.signal });
      if (delivery?.reply.kind !== 'taken') {
        tally.givenUp += 1;
        return null;
      }
      tally[delivery.result.status === 'SUCCEEDED' ? 'succeeded' : 'failed'] += 1;
      log.info(`${nameOfStep(claim)} ${endOf(delivery.result)}`);
      return delivery.result.status;
    } catch (error) {
      tally.givenUp += 1;
      log.warn(`${nameOfStep(claim)} was abandoned: ${messageOf(error)}`);
      return null;
    } finally {
      keeping.abort();
      await kept;
    }
  }

  function begin(claim: Claim, askedAt: number) {
    log.info(`${nameOfStep(claim)} of run ${claim.runId} started.`);
    const stop = new AbortController();
    const done = tracing ? traceStep(tracing, claim, () => doStep(claim, askedAt, stop)) : doStep(claim, askedAt, stop);
    const work = done.then(() => {
      running.delete(work);
      bell.ring();
    });
    running.set(work, stop);
  }

  async function run() {
    for (const result of await outbox.left()) {
      log.info(`Reporting a result from before the restart: ${result.stepId} ${result.status}.`);
      await deliver(result, { steps, outbox, log, signal: claiming.signal });
    }
    let quiet = 0;
    let failures = 0;
    let unanswered: Asked | null = null;
    while (!claiming.signal.aborted) {
      const free = Math.min(concurrency - running.size, 20);
      if (free <= 0) {
        await bell.wait(60_000, claiming.signal);
        continue;
      }
      // Repeats the same request for as long as its key is valid: a claim whose response was lost would block until its
      // lease expires.
      const isFresh = unanswered !== null && performance.now() - unanswered.at < (leaseSeconds * 1_000) / 2;
      const asked: Asked = isFresh && unanswered ? unanswered : askFor(free, quiet === 0);
      unanswered = asked.key === null ? null : asked;
      try {
        const claims = await steps.claim(asked.most, asked.key, asking.signal);
        unanswered = null;
        failures = 0;
        for (const claim of claims) begin(claim, asked.at);
        quiet = claims.length > 0 ? 0 : quiet + 1;
      } catch (error) {
        if (claiming.signal.aborted) break;
        failures += 1;
        if (failures === 1) log.warn(`Steps cannot be claimed: ${messageOf(error)} Retrying.`);
      }
      const ms = failures > 0 ? waitMs(failures, trouble) : waitMs(Math.max(quiet, 1), idle);
      if (await bell.wait(ms, claiming.signal)) quiet = Math.min(quiet, 1);
    }
  }

  const claimer = run().catch((error) => log.error(`Steps are no longer claimed: ${messageOf(error)}`));

  return {
    tally,
    wake: bell.ring,
    async stop(graceMs) {
      claiming.abort();
      const lastClaim = setTimeout(() => asking.abort(), lastClaimMs);
      await claimer;
      clearTimeout(lastClaim);
      const done = new AbortController();
      const all = Promise.all(running.keys()).then(() => done.abort());
      if (running.size > 0)
        log.info(
          `Waiting for ${running.size} running ${running.size === 1 ? 'step' : 'steps'}, at most ${graceMs / 1_000} s.`,
        );
      await pause(graceMs, done.signal);
      for (const stop of running.values())
        stop.abort(new StepFailure('worker_stopping', 'The worker was stopped before the step ended.'));
      const timer = setTimeout(() => delivering.abort(), lastReportMs + (running.size > 0 ? lastReportMs : 0));
      await all;
      clearTimeout(timer);
    },
  };
}

/** One request for steps. */
interface Asked {
  most: number;
  key: string | null;
  at: number;
}

/** With a key, a lost response is given again. An idle worker has none: its key would only write rows. */
const askFor = (most: number, isBusy: boolean): Asked => ({
  most,
  key: isBusy ? `claim-${randomUUID()}` : null,
  at: performance.now(),
});

/** `SUCCEEDED`, `FAILED: why (code)`. */
const endOf = ({ status, error }: Result): string => status + (error ? `: ${error.message} (${error.code})` : '');

/** Wakes a waiting caller; if none waits, the next call returns immediately. */
function openBell() {
  let rung = false;
  let wake = () => {};
  return {
    ring: () => {
      rung = true;
      wake();
    },
    /** True when it was woken, false after the timeout. */
    async wait(ms: number, signal: AbortSignal): Promise<boolean> {
      const awake = new AbortController();
      wake = () => awake.abort();
      if (!rung) await pause(ms, AbortSignal.any([signal, awake.signal]));
      wake = () => {};
      const wasRung = rung;
      rung = false;
      return wasRung;
    },
  };
}
