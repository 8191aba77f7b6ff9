import { sql, type UpdateObject } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';
import type { Run, Step } from './run.ts';
import { json } from './sql.ts';
import type { DB } from './types.ts';

/** Takes the run, and with it everything in it, until the end of the transaction. */
export const lockRun = (id: string): Query<Pick<Run, 'id' | 'status' | 'variables'>> =>
  sql<Pick<Run, 'id' | 'status' | 'variables'>>`select id, status, variables from runs where id = ${id}
    for no key update`.compile(db);

/** A step as who reports it must know it. */
export interface ReportedStep extends Step {
  claimHash: string | null;
  planInputs: unknown;
  /** Of the steps it depends on, those that have not succeeded. */
  waitsFor: string[];
  /** Its agent is disabled or removed, or the reporter does not see it any more: it cannot begin. */
  isBlocked: boolean;
}

export const stepOfRun = (runId: string, stepId: string): Query<ReportedStep> =>
  sql<ReportedStep>`select step.*, array(
      select needed.step_id from steps needed
      where needed.run_id = step.run_id and needed.step_id = any(step.depends_on) and needed.status <> 'SUCCEEDED'
      order by needed.position) as waits_for,
      not exists (
        select from agent_registry agent
        where agent.id = step.agent_id and agent.status <> 'DISABLED' and agent.removed_at is null
      ) as is_blocked
    from steps step where step.run_id = ${runId} and step.step_id = ${stepId}`.compile(db);

const change = (id: string, set: UpdateObject<DB, 'steps'>): Query<unknown> =>
  db.updateTable('steps').set(set).where('id', '=', id).compile();

const later = (seconds: number) => sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`;
const over = { claimedUntil: null, availableAt: null };

/** Without a claim: nobody takes it over. Null leaves the inputs as they are. */
export const beginStep = (id: string, inputs: unknown): Query<unknown> =>
  change(id, {
    status: 'RUNNING',
    worker: null,
    claimHash: null,
    ...over,
    ...(inputs === null ? {} : { inputs: json(inputs) }),
  });

export const renewClaim = (id: string, leaseSeconds: number): Query<unknown> =>
  change(id, { claimedUntil: later(leaseSeconds) });

/** The claim's hash stays with it, so that the same report again is known; a step that nobody claimed has none. */
export const succeedStep = (id: string, outputs: unknown, claimHash: string | null): Query<unknown> =>
  change(id, { status: 'SUCCEEDED', outputs: json(outputs), errorCode: null, errorMessage: null, claimHash, ...over });

export const failStep = (id: string, errorCode: string, errorMessage: string): Query<unknown> =>
  change(id, { status: 'FAILED', errorCode, errorMessage, ...over });

export const retryStep = (id: string, errorCode: string, errorMessage: string, seconds: number): Query<unknown> =>
  change(id, { status: 'QUEUED', errorCode, errorMessage, claimedUntil: null, availableAt: later(seconds) });

export const cancelStep = (id: string): Query<unknown> => change(id, { status: 'CANCELLED', ...over });

export const cancelSteps = (runId: string): Query<unknown> =>
  db
    .updateTable('steps')
    .set({ status: 'CANCELLED', ...over })
    .where('runId', '=', runId)
    .where('status', 'in', ['QUEUED', 'RUNNING'])
    .compile();

/** Where a run that failed begins again. */
export type RetryFrom = 'FAILED' | 'START';

/** Retries a run that failed: its steps are opened by the database (migration run_retries). */
export const retryRun = (id: string, from: RetryFrom, reason: string | null): Query<unknown> =>
  db
    .updateTable('runs')
    .set({ retries: sql`retries + 1`, retryFrom: from, retryReason: reason })
    .where('id', '=', id)
    .compile();
