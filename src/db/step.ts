import { sql, type UpdateObject } from 'kysely';
import type { RunScopes } from '../../packages/manifest/contract/runScope.ts';
import type { Query } from './database.ts';
import { db } from './kysely.ts';
import type { Run, Step } from './run.ts';
import { json } from './sql.ts';
import type { DB } from './types.ts';

/** The tokens that an attempt used. */
interface Tokens {
  inputTokens: number;
  outputTokens: number;
}

/** A run that is locked. */
export interface LockedRun extends Pick<Run, 'id' | 'status' | 'variables'> {
  scopes: RunScopes | null;
}

/** Locks a run with all its steps until the transaction ends. */
export const lockRun = (id: string): Query<LockedRun> =>
  sql<LockedRun>`select id, status, variables, scopes from runs where id = ${id} for no key update`.compile(db);

/** A step with what is needed to check a report. */
export interface ReportedStep extends Step {
  claimHash: string | null;
  planInputs: unknown;
  /** The steps that it depends on and that have not succeeded. */
  waitsFor: string[];
  /** Whether it cannot start, because its agent is disabled, removed or no longer visible to the caller. */
  isBlocked: boolean;
  /** Whether the attempt has taken longer than its timeout. */
  isTimedOut: boolean;
}

export const stepOfRun = (runId: string, stepId: string): Query<ReportedStep> =>
  sql<ReportedStep>`select step.*, array(
      select needed.step_id from steps needed
      where needed.run_id = step.run_id and needed.step_id = any(step.depends_on) and needed.status <> 'SUCCEEDED'
      order by needed.position) as waits_for,
      not exists (
        select from agent_registry agent
        where agent.id = step.agent_id and agent.status <> 'DISABLED' and agent.removed_at is null
      ) as is_blocked,
      coalesce(step.times_out_at < now(), false) as is_timed_out
    from steps step where step.run_id = ${runId} and step.step_id = ${stepId}`.compile(db);

const change = (id: string, set: UpdateObject<DB, 'steps'>): Query<unknown> =>
  db.updateTable('steps').set(set).where('id', '=', id).compile();

const fromNow = (seconds: number) => sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`;
/** Adds the tokens of an attempt to those of the attempts before it. */
const plusTokens = (usage: Tokens | undefined): UpdateObject<DB, 'steps'> =>
  usage
    ? {
        inputTokens: sql<number>`coalesce(input_tokens, 0) + ${usage.inputTokens}`,
        outputTokens: sql<number>`coalesce(output_tokens, 0) + ${usage.outputTokens}`,
      }
    : {};

const unclaimed = { claimedUntil: null, availableAt: null };

/** Starts a step without a claim, so that no worker takes it over. Null leaves the inputs unchanged. */
export const startStep = (id: string, inputs: unknown): Query<unknown> =>
  change(id, {
    status: 'RUNNING',
    worker: null,
    claimHash: null,
    ...unclaimed,
    ...(inputs === null ? {} : { inputs: json(inputs) }),
  });

export const renewClaim = (id: string, leaseSeconds: number): Query<unknown> =>
  change(id, { claimedUntil: fromNow(leaseSeconds) });

/** Keeps the hash of the claim, so that a repeated report is recognized. A step that was not claimed has none. */
export const succeedStep = (id: string, outputs: unknown, claimHash: string | null, usage?: Tokens): Query<unknown> =>
  change(id, {
    status: 'SUCCEEDED',
    outputs: json(outputs),
    errorCode: null,
    errorMessage: null,
    claimHash,
    ...plusTokens(usage),
    ...unclaimed,
  });

export const failStep = (id: string, errorCode: string, errorMessage: string, usage?: Tokens): Query<unknown> =>
  change(id, { status: 'FAILED', errorCode, errorMessage, ...plusTokens(usage), ...unclaimed });

export const retryStep = (
  id: string,
  errorCode: string,
  errorMessage: string,
  seconds: number,
  usage?: Tokens,
): Query<unknown> =>
  change(id, {
    status: 'QUEUED',
    errorCode,
    errorMessage,
    claimedUntil: null,
    availableAt: fromNow(seconds),
    ...plusTokens(usage),
  });

export const cancelStep = (id: string, usage?: Tokens): Query<unknown> =>
  change(id, { status: 'CANCELLED', ...plusTokens(usage), ...unclaimed });

/** Cancels a run. The database cancels its steps (migration cancel_reasons). */
export const cancelRun = (id: string, reason: string | null): Query<unknown> =>
  db.updateTable('runs').set({ cancelledAt: sql`now()`, cancelReason: reason }).where('id', '=', id).compile();

/** Where the retry of a failed run starts. */
export type RetryFrom = 'FAILED' | 'START';

/** Retries a failed run. The database resets its steps (migration run_retries). */
export const retryRun = (id: string, from: RetryFrom, reason: string | null): Query<unknown> =>
  db
    .updateTable('runs')
    .set({ retries: sql`retries + 1`, retryFrom: from, retryReason: reason })
    .where('id', '=', id)
    .compile();
