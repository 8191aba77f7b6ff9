import { type RawBuilder, sql } from 'kysely';
import type { RunScopes } from '../../packages/manifest/contract/runScope.ts';
import type { Query } from './database.ts';
import { db } from './kysely.ts';
import { keysetCondition, type Ordering, orderByClause, type Page } from './page.ts';
import { anyOf, json } from './sql.ts';

export type RunStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
export type StepStatus = RunStatus | 'SKIPPED';

/** A row of runs. */
export interface Run {
  id: string;
  namespace: string;
  templateId: string;
  templateVersionId: string;
  environment: string | null;
  variables: unknown;
  resourceProfile: unknown;
  status: RunStatus;
  /** Digest of the lock. Null for a run from before locks. */
  lockDigest: string | null;
  /** Whether it was created from a given lock. */
  isFromLock: boolean;
  /** Whether its plan includes other templates. */
  isComposed: boolean;
  /** The run that was upgraded to this one. */
  upgradedFrom: string | null;
  createdBy: string;
  /** Of the request that created it. Null for a run from before the column. */
  correlationId: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Increases with every change of the run or one of its steps. */
  revision: number;
  /** Number of retries after a failure, and the reason and time of the last one. */
  retries: number;
  retryReason: string | null;
  retriedAt: Date | null;
  /** When, by whom and why it was cancelled. */
  cancelledAt: Date | null;
  cancelledBy: string | null;
  cancelReason: string | null;
  /** The sum over its steps. Null if none reported any. */
  inputTokens: number | null;
  outputTokens: number | null;
}

/** A row of steps. `stepId` is the id in the plan, unique in the run. */
export interface Step {
  id: string;
  runId: string;
  stepId: string;
  position: number;
  name: string;
  agentId: string;
  agentVersionId: string;
  dependsOn: string[];
  inputs: unknown;
  /** Expected outputs by name: a description or a JSON Schema, as the plan declares them. */
  planOutputs: unknown;
  outputs: unknown;
  status: StepStatus;
  /** Number of attempts started. */
  attempt: number;
  maxAttempts: number;
  errorCode: string | null;
  errorMessage: string | null;
  worker: string | null;
  claimedUntil: Date | null;
  availableAt: Date | null;
  /** The shorter one of the timeouts of its agent and of the run. Null if neither has one. */
  timeoutSeconds: number | null;
  /** When the current attempt times out. */
  timesOutAt: Date | null;
  /** The sum over all attempts. Null if none reported any. */
  inputTokens: number | null;
  outputTokens: number | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const runColumns = sql`run.id, run.namespace, run.template_id, run.template_version_id, run.environment, run.variables,
  run.resource_profile, run.lock_digest, run.is_from_lock, run.scopes is not null as is_composed, run.upgraded_from, run.status,
  run.created_by, run.correlation_id, run.created_at, run.started_at, run.finished_at, run.revision,
  run.retries, run.retry_reason, run.retried_at, run.cancelled_at, run.cancelled_by, run.cancel_reason,
  run.input_tokens, run.output_tokens`;

export const runsByIds = (ids: readonly string[]): Query<Run> =>
  sql<Run>`select ${runColumns} from runs run where run.id = ${anyOf(ids)}`.compile(db);

export interface RunFilter {
  status?: RunStatus | null;
  /** The templateId, in any namespace. */
  templateId?: string | null;
  /** The number of the template version. */
  version?: string | null;
  /** The uuid of a user. */
  createdBy?: string | null;
  /** Inclusive. */
  createdAfter?: Date | null;
  /** Exclusive. */
  createdBefore?: Date | null;
}

const latestFirst: Ordering = { value: sql`run.created_at`, id: sql`run.id`, type: 'timestamptz', descending: true };

export const runsPage = (namespace: string, filter: RunFilter, page: Page): Query<Run> => {
  const { status, templateId, version, createdBy, createdAfter, createdBefore } = filter;
  const conditions: RawBuilder<unknown>[] = [sql`run.namespace = ${namespace}`, keysetCondition(page, latestFirst)];
  if (status) conditions.push(sql`run.status = ${status}`);
  if (templateId)
    conditions.push(
      sql`run.template_id in (select template.id from template_registry template where template.slug = ${templateId})`,
    );
  if (version)
    conditions.push(
      sql`run.template_version_id in (select version.id from template_versions version where version.version_key = semver_key(${version}))`,
    );
  if (createdBy) conditions.push(sql`run.created_by = ${createdBy}::uuid`);
  if (createdAfter) conditions.push(sql`run.created_at >= ${createdAfter}::timestamptz`);
  if (createdBefore) conditions.push(sql`run.created_at < ${createdBefore}::timestamptz`);
  return sql<Run>`select ${runColumns} from runs run
    where ${sql.join(conditions, sql` and `)} ${orderByClause(page, latestFirst)}`.compile(db);
};

const stepColumns = sql`step.id, step.run_id, step.step_id, step.position, step.name, step.agent_id,
  step.agent_version_id, step.depends_on, step.inputs, step.plan_outputs, step.outputs, step.status, step.attempt,
  step.max_attempts, step.error_code, step.error_message, step.worker, step.claimed_until, step.available_at,
  step.timeout_seconds, step.times_out_at, step.input_tokens, step.output_tokens, step.started_at, step.finished_at`;

export const stepsOfRuns = (runIds: readonly string[]): Query<Step> =>
  sql<Step>`select ${stepColumns} from steps step where step.run_id = ${anyOf(runIds)}
    order by step.run_id, step.position`.compile(db);

export const stepsByIds = (ids: readonly string[]): Query<Step> =>
  sql<Step>`select ${stepColumns} from steps step where step.id = ${anyOf(ids)}`.compile(db);

/** The locks of runs, which lists of runs leave out. */
export const locksOfRuns = (ids: readonly string[]): Query<{ id: string; lock: unknown }> =>
  sql<{ id: string; lock: unknown }>`select run.id, run.lock from runs run where run.id = ${anyOf(ids)}`.compile(db);

/** What the included templates of runs were given. */
export const scopesOfRuns = (ids: readonly string[]): Query<{ id: string; scopes: RunScopes | null }> =>
  sql<{ id: string; scopes: RunScopes | null }>`select run.id, run.scopes from runs run
    where run.id = ${anyOf(ids)}`.compile(db);

export interface NewRun
  extends Pick<
    Run,
    | 'id'
    | 'namespace'
    | 'templateId'
    | 'templateVersionId'
    | 'environment'
    | 'variables'
    | 'resourceProfile'
    | 'isFromLock'
    | 'upgradedFrom'
    | 'createdBy'
    | 'correlationId'
  > {
  lock: { digest: string };
  scopes: RunScopes | null;
}

export const insertRun = ({ variables, resourceProfile, lock, scopes, ...run }: NewRun): Query<unknown> =>
  db
    .insertInto('runs')
    .values({
      ...run,
      variables: json(variables),
      resourceProfile: json(resourceProfile),
      lock: json(lock),
      scopes: scopes === null ? null : json(scopes),
      lockDigest: lock.digest,
    })
    .compile();

export interface NewStep
  extends Pick<
    Step,
    'stepId' | 'position' | 'name' | 'agentId' | 'agentVersionId' | 'dependsOn' | 'inputs' | 'timeoutSeconds'
  > {
  /** Inputs as in the plan, without interpolation. */
  planInputs: unknown;
  planOutputs: unknown;
}

export const insertSteps = (runId: string, steps: readonly NewStep[]): Query<unknown> =>
  db
    .insertInto('steps')
    .values(
      steps.map(({ inputs, planInputs, planOutputs, ...step }) => ({
        runId,
        ...step,
        dependsOn: [...step.dependsOn],
        inputs: json(inputs),
        planInputs: json(planInputs),
        planOutputs: json(planOutputs),
      })),
    )
    .compile();

/** Revisions of runs. Only the system user may read them. */
export const runRevisions = (ids: readonly string[]): Query<{ id: string; revision: number }> =>
  sql<{ id: string; revision: number }>`select id, revision from run_revisions(${ids}::uuid[])`.compile(db);
