import { runOutputs } from '../../packages/manifest/contract/runOutputs.ts';
import { wholeList } from '../db/count.ts';
import type { Position } from '../db/page.ts';
import { type Run, type RunFilter, runsPage, type Step } from '../db/run.ts';
import { NotFound } from '../errors.ts';
import { streamOf } from '../feed/streams.ts';
import { type CancelInput, type Cancelled, cancelRun as cancel } from '../registry/cancelRun.ts';
import { type ClaimInput, claimSteps as claim, type StepClaim } from '../registry/claimSteps.ts';
import type { CreatedRun } from '../registry/createRun.ts';
import { type InstantiateInput, instantiate } from '../registry/instantiate.ts';
import type { ReportInput } from '../registry/parseReport.ts';
import { type Reported, reportRun as report } from '../registry/reportRun.ts';
import { requireRole } from '../registry/require.ts';
import { type Retried, type RetryInput, retryRun as retry } from '../registry/retryRun.ts';
import { asProblem, type RunUpgrade, runUpgrade } from '../registry/runUpgrade.ts';
import { type UpgradeInput, upgradeRun as upgradeTo } from '../registry/upgradeRun.ts';
import { namespaceOf } from '../viewer.ts';
import { type ConnectionArgs, connectionOf, count, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { checkRunFilter } from './filter.ts';
import { stepUuid } from './globalId.ts';
import { runKey } from './node.ts';
import { entryById, versionOfEntry } from './notRemoved.ts';

export async function instantiateTemplate(_: unknown, { input }: { input: InstantiateInput }, context: Context) {
  const { runId, warnings, dryRunRows } = await instantiate(context.services, context, input);
  if (!dryRunRows) context.concerns(runId);
  else primeDryRun(context, runId, dryRunRows);
  // An answer that was stored under its key by an earlier release has no warnings.
  return { runId, warnings: warnings ?? [] };
}

function primeDryRun({ load }: Context, runId: string, { run, steps, lock }: NonNullable<CreatedRun['dryRunRows']>) {
  load.runById.prime(runId, run);
  load.stepsOfRun.prime(runId, steps);
  load.lockOfRun.prime(runId, { id: runId, lock });
}

export type InstantiatePayload = Awaited<ReturnType<typeof instantiateTemplate>>;

/** The runs of the viewer's namespace, newest first. Empty for a viewer without a namespace. */
export async function runs(
  _: unknown,
  args: ConnectionArgs & { filter?: RunFilter | null },
  { load, viewer }: Context,
) {
  const filter = checkRunFilter(args.filter);
  const scope = ['runs', filter];
  const page = pageOf(args, scope, 'timestamptz');
  const namespace = namespaceOf(viewer);
  const rows = namespace === null ? [] : await load.read(runsPage(namespace, filter, page));
  return connectionOf(
    rows,
    page,
    scope,
    (run): Position => [run.createdAt.toISOString(), run.id],
    async () => (namespace === null ? 0 : count(load, runsPage(namespace, filter, wholeList))),
  );
}

export const runOf = ({ runId }: { runId: string }, _: unknown, { load }: Context) => load.runById.load(runId);

export const lock = async (run: Run, _: unknown, { load }: Context) =>
  (await load.lockOfRun.load(run.id))?.lock ?? null;

export const steps = (run: Run, _: unknown, { load }: Context) => load.stepsOfRun.load(run.id);

/** The outputs of a run, as the template defines them. Null until the run has succeeded. */
export async function outputs(run: Run, _: unknown, context: Context) {
  if (run.status !== 'SUCCEEDED') return null;
  const [version, steps, composed] = await Promise.all([
    context.load.version.TEMPLATE.whole.load(run.templateVersionId),
    context.load.stepsOfRun.load(run.id),
    run.isComposed ? context.load.scopesOfRun.load(run.id) : null,
  ]);
  return version && runOutputs(version.manifest.expectedOutputs, steps, composed?.scopes ?? {});
}

export async function retryRun(_: unknown, { input }: { input: RetryInput }, context: Context): Promise<Retried> {
  requireRole(context, 'publisher', 'retry a run'); // Authorization comes before validation.
  const runId = runKey(input.runId, 'runId');
  if (runId === null) throw new NotFound('`runId` is not the id of a run.');
  context.concerns(runId);
  const retried = await retry(context.services, context, { ...input, runId });
  context.forget();
  if (retried.dryRunRows) {
    context.load.runById.prime(runId, retried.dryRunRows.run);
    context.load.stepsOfRun.prime(runId, retried.dryRunRows.steps);
  }
  return retried;
}

export async function cancelRun(_: unknown, { input }: { input: CancelInput }, context: Context): Promise<Cancelled> {
  requireRole(context, 'publisher', 'cancel a run'); // Authorization comes before validation.
  const runId = runKey(input.runId, 'runId');
  if (runId === null) throw new NotFound('`runId` is not the id of a run.');
  context.concerns(runId);
  const cancelled = await cancel(context.services, context, { ...input, runId });
  context.forget();
  if (cancelled.dryRunRows) {
    context.load.runById.prime(runId, cancelled.dryRunRows.run);
    context.load.stepsOfRun.prime(runId, cancelled.dryRunRows.steps);
  }
  return cancelled;
}

/** The run that was upgraded to this one. */
export const upgradedFrom = (run: Run, _: unknown, { load }: Context) =>
  run.upgradedFrom === null ? null : load.runById.load(run.upgradedFrom);

/** Null for a run that was created before locks existed. */
export async function upgrade(
  run: Run,
  { toVersion, environment }: { toVersion?: string | null; environment?: string | null },
  { load }: Context,
): Promise<RunUpgrade | null> {
  if (run.lockDigest === null) return null;
  const options = { toVersion: toVersion ?? null, environment: environment ?? undefined };
  return runUpgrade({ run: load.read }, run, options);
}

export const upgradeProblems = ({ problems }: RunUpgrade) => problems.map(asProblem);

export async function upgradeRun(_: unknown, { input }: { input: UpgradeInput }, context: Context) {
  requireRole(context, 'publisher', 'upgrade a run'); // Authorization comes before validation.
  const key = runKey(input.runId, 'runId');
  if (key === null) throw new NotFound('`runId` is not the id of a run.');
  const { runId, warnings, dryRunRows } = await upgradeTo(context.services, context, { ...input, runId: key });
  context.concerns(dryRunRows ? key : runId);
  if (dryRunRows) primeDryRun(context, runId, dryRunRows);
  return { runId, warnings: warnings ?? [] };
}

export const cancelledRun = ({ runId }: Cancelled, _: unknown, { load }: Context) => runIn(load, runId);

export const retriedRun = ({ runId }: Retried, _: unknown, { load }: Context) => runIn(load, runId);

export const template = (run: Run, _: unknown, context: Context) => entryById('TEMPLATE', run.templateId, context);

export const templateVersion = (run: Run, _: unknown, context: Context) =>
  versionOfEntry('TEMPLATE', run.templateId, run.templateVersionId, context);

export const stepAgent = (step: Step, _: unknown, context: Context) => entryById('AGENT', step.agentId, context);

/** Null also for a step that waits for others, which `dependsOn` shows. */
export async function stepWaitReason(step: Step, _: unknown, { load }: Context): Promise<string | null> {
  if (step.status !== 'QUEUED') return null;
  const agent = await load.entry.AGENT.byId.load(step.agentId);
  if (!agent) return 'Its agent is not visible to you: it is private, disabled or removed.';
  if (agent.removedAt) return `The agent ${agent.slug} was removed.`;
  return agent.status === 'DISABLED'
    ? `The agent ${agent.slug} is disabled; the step waits until it is enabled.`
    : null;
}

export const stepAgentVersion = (step: Step, _: unknown, context: Context) =>
  versionOfEntry('AGENT', step.agentId, step.agentVersionId, context);

export const stepError = ({ errorCode, errorMessage }: Step) =>
  errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' };

/** Null if no attempt reported any. */
export const tokenUsage = ({ inputTokens, outputTokens }: Pick<Step, 'inputTokens' | 'outputTokens'>) =>
  inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens };

export async function claimSteps(_: unknown, { input }: { input: ClaimInput }, context: Context) {
  const claims = await claim(context.services, context, input);
  for (const { runId } of claims) context.concerns(runId);
  context.forget();
  return { claims };
}

export const claimedRun = (claimed: { runId: string }, _: unknown, { load }: Context) => runIn(load, claimed.runId);

export const claimedStep = (claimed: StepClaim, _: unknown, { load }: Context) => stepIn(load, claimed);

export const claimInputs = async (claimed: StepClaim, _: unknown, { load }: Context) =>
  (await stepIn(load, claimed)).inputs;

export const claimOutputs = async (claimed: StepClaim, _: unknown, { load }: Context) =>
  (await stepIn(load, claimed)).planOutputs;

export async function reportRun(_: unknown, { input }: { input: ReportInput }, context: Context): Promise<Reported> {
  requireRole(context, 'publisher', 'report a run'); // Authorization comes before validation.
  const runId = runKey(input.runId, 'runId');
  if (runId === null) throw new NotFound('`runId` is not the id of a run.');
  context.concerns(runId);
  const stepId = await planStepId(input.stepId, context);
  const reported = await report(context.services, context, { ...input, runId, stepId });
  context.forget();
  if (reported.dryRunRows) {
    context.load.runById.prime(runId, reported.dryRunRows.run);
    context.load.stepsOfRun.prime(runId, reported.dryRunRows.steps);
  }
  return reported;
}

/** The `stepId` of a step that is given by it, or by the global id of the step. */
async function planStepId(given: string | null | undefined, { load }: Context): Promise<string | null | undefined> {
  const uuid = given ? stepUuid(given) : null;
  return uuid === null ? given : ((await load.stepById.load(uuid))?.stepId ?? given);
}

export const reportedRun = ({ runId }: Reported, _: unknown, { load }: Context) => runIn(load, runId);

export const reportedStep = ({ runId, stepId }: Reported, _: unknown, { load }: Context) =>
  stepId === null ? null : stepIn(load, { runId, stepId });

async function runIn(load: Context['load'], runId: string): Promise<Run> {
  const run = await load.runById.load(runId);
  if (run) return run;
  throw new NotFound('The run no longer exists.');
}

async function stepIn(load: Context['load'], { runId, stepId }: { runId: string; stepId: string }): Promise<Step> {
  const step = (await load.stepsOfRun.load(runId)).find((each) => each.stepId === stepId);
  if (step) return step;
  throw new NotFound('The step no longer exists.');
}

/** The run as it is now, then after each change. Completes when the run has finished. */
export async function subscribeToRun(
  _: unknown,
  { id }: { id: string },
  context: Context,
): Promise<AsyncIterableIterator<Run>> {
  const key = runKey(id);
  let run = key === null ? null : await context.load.runById.load(key);
  if (key === null || run === null) throw new NotFound('Run not found in your namespace.');
  const watched = context.services.runs.watch(context.viewer, key);
  let revision = -1;
  let ended = false;

  async function next(): Promise<Run | null> {
    while (!ended) {
      if (run && run.revision > revision) {
        revision = run.revision;
        ended = run.finishedAt !== null;
        return run;
      }
      if (!(await watched.changed(revision))) return null;
      run = await watched.read();
      if (!run) return null;
    }
    return null;
  }
  const stop = () => {
    ended = true;
    watched.stop();
  };

  return streamOf(next, stop);
}
