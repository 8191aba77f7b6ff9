import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';
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
  createdBy: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** A row of steps. `stepId` is the plan's id, unique in the run. */
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
  outputs: unknown;
  status: StepStatus;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export const runsByIds = (ids: readonly string[]): Query<Run> =>
  sql<Run>`select id, namespace, template_id, template_version_id, environment, variables, resource_profile, status,
    created_by, created_at, started_at, finished_at from runs where id = ${anyOf(ids)}`.compile(db);

export const stepsOfRuns = (runIds: readonly string[]): Query<Step> =>
  sql<Step>`select id, run_id, step_id, position, name, agent_id, agent_version_id, depends_on, inputs, outputs, status,
    started_at, finished_at from steps where run_id = ${anyOf(runIds)} order by run_id, position`.compile(db);

export type NewRun = Pick<
  Run,
  | 'id'
  | 'namespace'
  | 'templateId'
  | 'templateVersionId'
  | 'environment'
  | 'variables'
  | 'resourceProfile'
  | 'createdBy'
>;

export const insertRun = ({ variables, resourceProfile, ...run }: NewRun): Query<unknown> =>
  db
    .insertInto('runs')
    .values({ ...run, variables: json(variables), resourceProfile: json(resourceProfile) })
    .compile();

export type NewStep = Pick<
  Step,
  'stepId' | 'position' | 'name' | 'agentId' | 'agentVersionId' | 'dependsOn' | 'inputs'
>;

export const insertSteps = (runId: string, steps: readonly NewStep[]): Query<unknown> =>
  db
    .insertInto('steps')
    .values(
      steps.map(({ inputs, ...step }) => ({ runId, ...step, dependsOn: [...step.dependsOn], inputs: json(inputs) })),
    )
    .compile();
