import {
  type Claimable,
  type ClaimableRun,
  claimableRuns,
  claimableSteps,
  claimThem,
  type NewClaim,
} from '../db/claim.ts';
import type { Transaction } from '../db/database.ts';
import { failStep } from '../db/step.ts';
import { RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { hashOfToken, newToken, requireLease } from './claimToken.ts';
import { interpolateStep } from './interpolateStep.ts';
import { checkIdempotencyKey, requireCount, requireRole } from './require.ts';
import { hashOfCode, openToken, sealToken } from './sealedToken.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { timeOutStep } from './timeOutSteps.ts';
import { writeWithoutEvent } from './write.ts';

export interface ClaimInput extends Omit<WriteOptions, 'dryRun'> {
  /** 1 to 100 characters from A-Z a-z 0-9 _ . : - @ */
  worker: string;
  /** 1 to 20. Defaults to 1. */
  first?: number | null;
  /** Only steps of these agents. */
  agentIds?: readonly string[] | null;
  leaseSeconds?: number | null;
}

/** A worker's claim to one step, until the lease expires. */
export interface StepClaim {
  /** The claim token, which proves the claim. Only its hash is stored. */
  token: string;
  runId: string;
  /** The id of the step in the plan. */
  stepId: string;
  claimedUntil: Date;
}

/**
 * Runs that were locked may turn out to have no claimable step. Then other runs may have one, so it is tried again. It is
 * also tried again after a conflict with another change of the same runs.
 */
const maxAttempts = 5;

/**
 * Claims steps that can start, in the caller's namespace: from the oldest run first, in the order of the plan. A run is
 * locked before its steps are read, so that two callers never get the same step. Steps whose lease has expired are
 * claimed again; if no attempts are left, they fail with `worker_lost`. Steps that have timed out are tried again later, or
 * fail with `timeout`.
 *
 * @returns an empty list if no step can be claimed; possibly fewer than requested if others claim at the same time
 * @throws Forbidden for viewers; BAD_USER_INPUT; IdempotencyKeyReused
 */
export async function claimSteps(services: Services, caller: Caller, input: ClaimInput): Promise<StepClaim[]> {
  const user = requireRole(caller, 'publisher', 'claim steps');
  const asked: Asked = {
    worker: requireWorker(input.worker),
    first: requireCount('first', input.first ?? 1, 1, 20),
    agentIds: requireAgentIds(input.agentIds ?? null),
    leaseSeconds: requireLease(input.leaseSeconds),
  };
  const key = checkIdempotencyKey(input.idempotencyKey);
  const claimFrom = (which: 'free' | 'wait') => claimOnce(services, user, asked, key, which);
  const claim = () =>
    claimFrom('free').catch((error: unknown) => {
      if (error instanceof NoFreeRun) return claimFrom('wait');
      throw error;
    });
  if (key !== null) return claim();
  for (let tries = 0; tries < maxAttempts; tries += 1) {
    // Most of the time no step can be claimed: then nothing is locked or written.
    if (await isIdle(services, user, asked)) return [];
    const claims = await claim().catch((error: unknown) => {
      if (isConflict(error) && tries + 1 < maxAttempts) return [];
      throw error;
    });
    if (claims.length > 0) return claims;
  }
  return [];
}

/**
 * A stored answer has the tokens encrypted, with a key that follows from the idempotency key, of which only the hash is stored:
 * the caller can repeat the request, and what is in the database proves no claim.
 */
async function claimOnce(
  services: Services,
  user: User,
  asked: Asked,
  key: string | null,
  which: 'free' | 'wait',
): Promise<StepClaim[]> {
  if (key === null)
    return writeWithoutEvent(services, user, 'claimSteps', asked, {}, (tx) => claimIn(tx, user, asked, which));
  const idempotencyKey = `sha256:${hashOfCode(key).toString('hex')}`;
  const stored = await writeWithoutEvent(services, user, 'claimSteps', asked, { idempotencyKey }, async (tx) =>
    (await claimIn(tx, user, asked, which)).map(({ token, claimedUntil, ...step }) => ({
      ...step,
      sealedToken: sealToken(key, token, 'claim').toString('base64'),
      claimedUntil: claimedUntil.toISOString(),
    })),
  );
  return stored.map(({ sealedToken, claimedUntil, ...step }) => ({
    ...step,
    token: openToken(key, Buffer.from(sealedToken, 'base64'), 'claim'),
    claimedUntil: new Date(claimedUntil),
  }));
}

interface Asked {
  worker: string;
  first: number;
  agentIds: readonly string[] | null;
  leaseSeconds: number;
}

const isConflict = (error: unknown): boolean => error instanceof RequestError && error.code === 'CONFLICT';

const isIdle = async ({ db }: Services, user: User, { agentIds }: Asked): Promise<boolean> =>
  (await db.read(user, claimableRuns(user.namespace, agentIds, 1, 'none'))).length === 0;

/** Rolls back a transaction that found no free run, which releases the runs that it locked and then left out. */
class NoFreeRun extends Error {}

/** Claims from runs that no other transaction has locked, or waits for one run. */
async function claimIn(tx: Transaction, user: User, asked: Asked, which: 'free' | 'wait') {
  const { worker, first, agentIds, leaseSeconds } = asked;
  const locked = await tx.run(claimableRuns(user.namespace, agentIds, which === 'free' ? first : 1, which));
  // A run that changed while the statement ran stays locked, even if it is left out of the result. To wait for another one
  // now could be a deadlock with a caller that does the same.
  if (which === 'free' && locked.length === 0) throw new NoFreeRun();
  const runs = new Map(locked.map((run) => [run.id, run]));
  const steps = runs.size > 0 ? await tx.run(claimableSteps([...runs.keys()], agentIds, first)) : [];
  const chosen = await choose(tx, runs, steps);
  if (chosen.length === 0) return [];
  const claims = chosen.map(({ claim }) => claim);
  const claimed = await tx.run(claimThem(claims, worker, leaseSeconds));
  const until = new Map(claimed.map(({ id, claimedUntil }) => [id, claimedUntil]));
  return chosen.flatMap(({ step, token }): StepClaim[] => {
    const claimedUntil = until.get(step.id);
    return claimedUntil ? [{ token, runId: step.runId, stepId: step.stepId, claimedUntil }] : [];
  });
}

interface Chosen {
  step: Claimable;
  token: string;
  claim: NewClaim;
}

/** Maximum characters of inputs in one answer. The remaining steps are left for the next call. */
const maxCharacters = 8_388_608;

/** Interpolates the inputs of steps that can start. Steps that can never start fail here. */
async function choose(
  tx: Transaction,
  runs: ReadonlyMap<string, ClaimableRun>,
  steps: readonly Claimable[],
): Promise<Chosen[]> {
  const chosen: Chosen[] = [];
  let characters = 0;
  for (const step of steps) {
    if (characters > maxCharacters) break;
    const run = runs.get(step.runId);
    if (!run) continue;
    if (step.isTimedOut) {
      await timeOutStep(tx, step);
      continue;
    }
    const filled = step.attempt < step.maxAttempts ? await interpolateStep(tx, step, run) : { error: lost };
    if (filled.error) {
      await tx.run(failStep(step.id, filled.error.code, filled.error.message));
      continue;
    }
    const { inputs } = filled;
    const token = newToken();
    chosen.push({ step, token, claim: { id: step.id, inputs, claimHash: hashOfToken(token) } });
    characters += inputs === null ? 0 : JSON.stringify(inputs).length;
  }
  return chosen;
}

const lost = {
  code: 'worker_lost',
  message: 'The lease expired without a report, and no attempts are left.',
};

function requireWorker(worker: string): string {
  if (/^[A-Za-z0-9_.:@-]{1,100}$/.test(worker)) return worker;
  throw new RequestError('BAD_USER_INPUT', '`worker` must be 1 to 100 characters from A-Z a-z 0-9 _ . : - @');
}

function requireAgentIds(agentIds: readonly string[] | null): readonly string[] | null {
  if (agentIds === null) return null;
  if (agentIds.length >= 1 && agentIds.length <= 100 && agentIds.every((id) => id.length <= 100)) return agentIds;
  throw new RequestError('BAD_USER_INPUT', '`agentIds` must contain 1 to 100 agent ids; omit it for all agents.');
}
