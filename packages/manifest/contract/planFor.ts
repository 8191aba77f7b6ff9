import type { PlanStep, StepPatch } from './plan.ts';
import type { ResourceProfile } from './resourceProfile.ts';
import type { TemplateManifest } from './template.ts';

/** A step with every optional key filled in. */
export type FullStep = Required<PlanStep>;

/** The plan of a template in one environment. */
export interface EnvironmentPlan {
  steps: FullStep[];
  /** Values for variables that are not passed. */
  variables: Record<string, unknown>;
  resourceProfile: ResourceProfile;
}

/**
 * The default plan with the overrides of an environment: its steps patch those with the same id (inputs and outputs are
 * merged by name, the rest is replaced) or are added at the end; its resource profile overrides number by number.
 * `null` is the default plan. Throws RangeError for an environment that the template does not have.
 */
export function planFor(manifest: TemplateManifest, environment: string | null): EnvironmentPlan {
  const all = manifest.environments ?? {};
  const chosen = environment === null ? {} : Object.hasOwn(all, environment) ? all[environment] : undefined;
  if (chosen === undefined) throw new RangeError('The template does not have this environment.');
  return {
    steps: patchSteps(manifest.defaultPlan.steps, chosen.steps ?? []).map(complete),
    variables: { ...chosen.variables },
    resourceProfile: { ...manifest.resourceProfile, ...chosen.resourceProfile },
  };
}

/** Steps with patches applied, in the order of the plan; added steps come last. */
export function patchSteps(steps: readonly PlanStep[], patches: readonly StepPatch[]): StepPatch[] {
  const result: StepPatch[] = [...steps];
  for (const patch of patches) {
    const index = result.findIndex(({ id }) => id === patch.id);
    const step = result[index];
    if (step === undefined) result.push(patch);
    else result[index] = merge(step, patch);
  }
  return result;
}

const merge = (step: StepPatch, patch: StepPatch): StepPatch => ({
  ...step,
  ...patch,
  ...(step.inputs && patch.inputs && { inputs: { ...step.inputs, ...patch.inputs } }),
  ...(step.outputs && patch.outputs && { outputs: { ...step.outputs, ...patch.outputs } }),
});

const complete = ({ id, name = id, agent = '', dependsOn = [], inputs = {}, outputs = {} }: StepPatch): FullStep => ({
  id,
  name,
  agent,
  dependsOn,
  inputs,
  outputs,
});
