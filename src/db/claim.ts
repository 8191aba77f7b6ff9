import { type RawBuilder, sql } from 'kysely';
import type { RunScopes } from '../../packages/manifest/contract/runScope.ts';
import type { Query } from './database.ts';
import { db } from './kysely.ts';
import type { Run, Step } from './run.ts';
import { json } from './sql.ts';

/** A run with at least one claimable step. */
export interface ClaimableRun extends Pick<Run, 'id' | 'variables'> {
  scopes: RunScopes | null;
}

/** A step that can be claimed. */
export interface Claimable extends Pick<Step, 'id' | 'runId' | 'stepId' | 'attempt' | 'maxAttempts'> {
  planInputs: unknown;
  timeoutSeconds: number | null;
  /** Whether its attempt took longer than its timeout. */
  isTimedOut: boolean;
}

/** The agent of the step is one of these (any for null), visible to the caller, and neither disabled nor removed. */
const ofAgents = (agentIds: readonly string[] | null) => sql`exists (
  select from agent_registry agent
  where agent.id = step.agent_id and agent.status <> 'DISABLED' and agent.removed_at is null
    and ${agentIds === null ? sql`true` : sql`agent.slug = any(${agentIds}::text[])`})`;

/** The step is queued and can start, its lease has expired, or it has timed out. After its last attempt, an expired step is lost. */
const claimable = (agentIds: readonly string[] | null): RawBuilder<boolean> => sql`(
  step.status = 'QUEUED' and (step.available_at is null or step.available_at <= now()) and ${ofAgents(agentIds)}
    and not exists (select from steps needed
      where needed.run_id = step.run_id and needed.step_id = any(step.depends_on) and needed.status <> 'SUCCEEDED')
  or step.status = 'RUNNING' and (step.claimed_until < now() or step.times_out_at < now())
    and (step.attempt >= step.max_attempts or ${ofAgents(agentIds)}))`;

/** Runs with claimable steps, oldest first. `lock`: `free` locks those that are not locked, `wait` waits for the first one. */
export const claimableRuns = (
  namespace: string,
  agentIds: readonly string[] | null,
  limit: number,
  lock: 'none' | 'free' | 'wait',
): Query<ClaimableRun> =>
  sql<ClaimableRun>`select run.id, run.variables, run.scopes from runs run
    where run.namespace = ${namespace} and run.claimable_at <= now()
      and exists (select from steps step where step.run_id = run.id and ${claimable(agentIds)})
    order by run.created_at, run.id limit ${limit} ${sql.raw(locks[lock])}`.compile(db);

const locks = {
  none: '',
  free: 'for no key update of run skip locked',
  wait: 'for no key update of run',
};

/** Claimable steps of locked runs: in the order of the runs, then in the order of the plan. */
export const claimableSteps = (
  runIds: readonly string[],
  agentIds: readonly string[] | null,
  limit: number,
): Query<Claimable> =>
  sql<Claimable>`select step.id, step.run_id, step.step_id, step.attempt, step.max_attempts, step.plan_inputs,
      step.timeout_seconds, coalesce(step.times_out_at < now(), false) as is_timed_out
    from unnest(${runIds}::uuid[]) with ordinality as taken (run_id, place)
    join steps step on step.run_id = taken.run_id
    where ${claimable(agentIds)}
    order by taken.place, step.position limit ${limit}
    for update of step skip locked`.compile(db);

/** A step whose attempt took longer than its timeout. */
export interface TimedOut extends Pick<Step, 'id' | 'attempt' | 'maxAttempts'> {
  timeoutSeconds: number | null;
}

/** The namespaces of the steps that timed out first. Only the system user may ask. */
export const timedOutNamespaces = (limit: number): Query<{ namespace: string }> =>
  sql<{ namespace: string }>`select namespace from namespaces_with_timeouts(${limit}) as namespace`.compile(db);

/** Steps of a namespace that have timed out, with their runs locked. What another transaction changes is left to it. */
export const timedOutSteps = (namespace: string, limit: number): Query<TimedOut> =>
  sql<TimedOut>`select step.id, step.attempt, step.max_attempts, step.timeout_seconds
    from steps step join runs run on run.id = step.run_id
    where step.namespace = ${namespace} and step.times_out_at < now()
    order by step.times_out_at limit ${limit}
    for no key update of run, step skip locked`.compile(db);

/** Outputs of steps of a run. */
export const outputsOfSteps = (
  runId: string,
  stepIds: readonly string[],
): Query<{ stepId: string; outputs: unknown }> =>
  sql<{ stepId: string; outputs: unknown }>`select step_id, outputs from steps
    where run_id = ${runId} and step_id = any(${stepIds}::text[]) and status = 'SUCCEEDED'`.compile(db);

export interface NewClaim {
  id: string;
  /** Null leaves the inputs unchanged. */
  inputs: unknown;
  claimHash: string;
}

export const claimThem = (
  claims: readonly NewClaim[],
  worker: string,
  leaseSeconds: number,
): Query<{ id: string; claimedUntil: Date }> =>
  sql<{ id: string; claimedUntil: Date }>`update steps step set status = 'RUNNING', worker = ${worker},
      claim_hash = claim."claimHash", claimed_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}),
      inputs = coalesce(claim.inputs, step.inputs), available_at = null
    from jsonb_to_recordset(${json(claims)}) as claim (id uuid, inputs jsonb, "claimHash" text)
    where step.id = claim.id
    returning step.id, step.claimed_until`.compile(db);
