import type { Run, Step } from '../db/run.ts';
import { type InstantiateInput, instantiate } from '../registry/instantiate.ts';
import type { Context } from './context.ts';

export async function instantiateTemplate(_: unknown, { input }: { input: InstantiateInput }, context: Context) {
  const { runId, rehearsed } = await instantiate(context.services, context, input);
  if (rehearsed) {
    context.load.runById.prime(runId, rehearsed.run);
    context.load.stepsOfRun.prime(runId, rehearsed.steps);
  }
  return { runId };
}

export const runOf = ({ runId }: { runId: string }, _: unknown, { load }: Context) => load.runById.load(runId);

export const steps = (run: Run, _: unknown, { load }: Context) => load.stepsOfRun.load(run.id);

export const template = (run: Run, _: unknown, { load }: Context) => load.entry.TEMPLATE.byId.load(run.templateId);

export const templateVersion = (run: Run, _: unknown, { load }: Context) =>
  load.version.TEMPLATE.byId.load(run.templateVersionId);

export const stepAgent = (step: Step, _: unknown, { load }: Context) => load.entry.AGENT.byId.load(step.agentId);

export const stepAgentVersion = (step: Step, _: unknown, { load }: Context) =>
  load.version.AGENT.byId.load(step.agentVersionId);
