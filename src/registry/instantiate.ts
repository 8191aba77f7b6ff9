import { randomUUID } from 'node:crypto';
import { type Lock, parseLock } from '../../packages/manifest/index.ts';
import { findSecrets } from '../../packages/manifest/secrets/secrets.ts';
import { insertRun, insertSteps, type NewRun, type NewStep, type Run, type Step } from '../db/run.ts';
import { type DefinitionIssue, LockInvalid, RequestError } from '../errors.ts';
import { agentOfStep } from './agentOfStep.ts';
import { appendEvent } from './appendEvent.ts';
import { deprecationWarnings } from './deprecationWarnings.ts';
import { prepareLockedRun } from './prepareLockedRun.ts';
import { type PreparedRun, prepareRun, type RunRequest } from './prepareRun.ts';
import { requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface InstantiateInput extends WriteOptions, Omit<RunRequest, 'templateId'> {
  /** Required without a lock. */
  templateId?: string | null;
  /** A lock as `Run.lock` returns it. */
  lock?: unknown;
}

export interface Instantiated {
  runId: string;
  /** What of the run is deprecated, and what to use instead. */
  warnings?: DefinitionIssue[];
  /** The run and steps of a dry run, which cannot be read afterwards. */
  dryRunRows?: { run: Run; steps: Step[]; lock: Lock };
}

/**
 * Creates a run of a template: its plan for the environment with the variables filled in, and exact versions of all parts,
 * which are chosen now, or by the lock, and never change.
 *
 * @throws NotFound; VariablesInvalid with all issues; DependencyUnresolved with the chains that lead to what has no version;
 *   LockInvalid; QuotaExceeded; Forbidden; IdempotencyKeyReused
 */
export async function instantiate(services: Services, caller: Caller, input: InstantiateInput): Promise<Instantiated> {
  const user = requireRole(caller, 'publisher', 'instantiate a template');
  refuseSecrets(input);
  const lock = input.lock === null || input.lock === undefined ? null : verifiedLock(input.lock);
  const { templateId } = input;
  if (lock === null && (templateId === null || templateId === undefined))
    throw new RequestError('BAD_USER_INPUT', '`templateId` is required unless `lock` is given.');
  const { dryRun: _, idempotencyKey: __, ...payload } = input;
  return write(services, user, 'instantiateTemplate', payload, input, async (tx) => {
    const prepared = lock
      ? await prepareLockedRun(tx, user, lock, { ...input, templateId: templateId ?? undefined })
      : await prepareRun(tx, user, { ...input, templateId: templateId ?? '' });
    const run: NewRun = {
      id: randomUUID(),
      namespace: user.namespace,
      templateId: prepared.template.id,
      templateVersionId: prepared.version.id,
      environment: prepared.lock.environment,
      variables: prepared.plan.variables,
      resourceProfile: prepared.plan.resourceProfile,
      lock: prepared.lock,
      isFromLock: lock !== null,
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
    });
    const warnings = await deprecationWarnings(tx, prepared);
    return input.dryRun
      ? { runId: run.id, warnings, dryRunRows: { ...runAsDryRun(run, steps), lock: prepared.lock } }
      : { runId: run.id, warnings };
  });
}

function verifiedLock(value: unknown): Lock {
  const { lock, issues } = parseLock(value);
  if (!lock) throw new LockInvalid(issues);
  return lock;
}

function refuseSecrets({ templateId, namespace, version, environment, idempotencyKey }: InstantiateInput): void {
  for (const [name, text] of Object.entries({ templateId, namespace, version, environment, idempotencyKey })) {
    const [found] = text ? findSecrets(text) : [];
    if (found)
      throw new RequestError(
        'BAD_USER_INPUT',
        `\`${name}\` contains what looks like a secret (${found.what}). Remove it.`,
      );
  }
}

/** The steps, each with the exact version of its agent. */
const stepsOf = ({ plan, agents }: PreparedRun): NewStep[] =>
  plan.steps.map((step, position) => ({
    stepId: step.id,
    position,
    name: step.name,
    ...(agentOfStep(step, agents) ?? { agentId: '', agentVersionId: '' }),
    dependsOn: step.dependsOn,
    inputs: step.filled,
    planInputs: step.inputs,
    planOutputs: step.outputs,
  }));

function runAsDryRun({ lock, scopes, ...run }: NewRun, steps: readonly NewStep[]): { run: Run; steps: Step[] } {
  const notYet = { status: 'QUEUED', startedAt: null, finishedAt: null } as const;
  const untried = { attempt: 0, maxAttempts: 3, errorCode: null, errorMessage: null, worker: null };
  const neverRetried = { retries: 0, retryReason: null, retriedAt: null };
  const neverCancelled = { cancelledAt: null, cancelledBy: null, cancelReason: null };
  const unclaimed = { claimedUntil: null, availableAt: null, outputs: null };
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
    },
    steps: steps.map((step) => ({ ...step, ...notYet, ...untried, ...unclaimed, id: randomUUID(), runId: run.id })),
  };
}
