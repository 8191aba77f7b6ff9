import { randomUUID } from 'node:crypto';
import type { Lock } from '../../packages/manifest/index.ts';
import { ownProperty } from '../../packages/manifest/values/jsonValue.ts';
import type { Transaction } from '../db/database.ts';
import { insertRun, insertSteps, type NewRun, type NewStep, type Run, type Step } from '../db/run.ts';
import type { DefinitionIssue } from '../errors.ts';
import type { User } from '../viewer.ts';
import { agentOfStep } from './agentOfStep.ts';
import { appendEvent } from './appendEvent.ts';
import { deprecationWarnings } from './deprecationWarnings.ts';
import type { PreparedRun } from './prepareRun.ts';
import type { Caller } from './services.ts';

export interface CreatedRun {
  runId: string;
  /** What of the run is deprecated, and what to use instead. */
  warnings?: DefinitionIssue[];
  /** The run and steps of a dry run, which cannot be read afterwards. */
  dryRunRows?: { run: Run; steps: Step[]; lock: Lock };
}

/** Where a run comes from, besides its template. */
interface Origin {
  /** Whether it was prepared from a given lock. */
  isFromLock: boolean;
  /** The run that is upgraded to it. */
  upgradedFrom: string | null;
  dryRun: boolean | null | undefined;
}

/** Creates a run that was prepared, with its steps and its event. */
export async function createRun(
  tx: Transaction,
  user: User,
  caller: Caller,
  prepared: PreparedRun,
  { isFromLock, upgradedFrom, dryRun }: Origin,
): Promise<CreatedRun> {
  const run: NewRun = {
    id: randomUUID(),
    namespace: user.namespace,
    templateId: prepared.template.id,
    templateVersionId: prepared.version.id,
    environment: prepared.lock.environment,
    variables: prepared.plan.variables,
    resourceProfile: prepared.plan.resourceProfile,
    lock: prepared.lock,
    isFromLock,
    upgradedFrom,
    scopes: Object.keys(prepared.plan.scopes).length > 0 ? prepared.plan.scopes : null,
    createdBy: user.id,
    correlationId: caller.correlationId,
  };
  const steps = stepsOf(prepared);
  await tx.run(insertRun(run));
  await tx.run(insertSteps(run.id, steps));
  await appendEvent(tx, user, caller, {
    action: 'INSTANTIATED',
    kind: 'TEMPLATE',
    effect: 'updated',
    entry: prepared.template,
    version: prepared.version.version,
    ...(upgradedFrom === null ? {} : { before: { run: upgradedFrom }, after: { run: run.id } }),
  });
  const warnings = await deprecationWarnings(tx, prepared);
  return dryRun
    ? { runId: run.id, warnings, dryRunRows: { ...runAsDryRun(run, steps), lock: prepared.lock } }
    : { runId: run.id, warnings };
}

/** The steps, each with the exact version of its agent. */
const stepsOf = ({ plan, agents, timeouts }: PreparedRun): NewStep[] =>
  plan.steps.map((step, position) => {
    const bound = agentOfStep(step, agents) ?? { agentId: '', agentVersionId: '' };
    const limits = [timeouts.get(bound.agentVersionId), ownProperty(plan.resourceProfile, 'timeoutSeconds')];
    const known = limits.filter((each) => typeof each === 'number');
    return {
      stepId: step.id,
      position,
      name: step.name,
      ...bound,
      timeoutSeconds: known.length > 0 ? Math.min(...known) : null,
      dependsOn: step.dependsOn,
      inputs: step.filled,
      planInputs: step.inputs,
      planOutputs: step.outputs,
    };
  });

function runAsDryRun({ lock, scopes, ...run }: NewRun, steps: readonly NewStep[]): { run: Run; steps: Step[] } {
  const notYet = { status: 'QUEUED', startedAt: null, finishedAt: null } as const;
  const untried = { attempt: 0, maxAttempts: 3, errorCode: null, errorMessage: null, worker: null };
  const noTokens = { inputTokens: null, outputTokens: null };
  const neverRetried = { retries: 0, retryReason: null, retriedAt: null };
  const neverCancelled = { cancelledAt: null, cancelledBy: null, cancelReason: null };
  const unclaimed = { claimedUntil: null, availableAt: null, timesOutAt: null, outputs: null };
  return {
    run: {
      ...run,
      isComposed: scopes !== null,
      ...notYet,
      lockDigest: lock.digest,
      createdAt: new Date(),
      revision: 0,
      ...neverRetried,
      ...neverCancelled,
      ...noTokens,
    },
    steps: steps.map((step) => ({
      ...step,
      ...notYet,
      ...untried,
      ...unclaimed,
      ...noTokens,
      id: randomUUID(),
      runId: run.id,
    })),
  };
}
