import type { PlanStep, StepPatch, StepTemplate } from './plan.ts';
import type { ResourceProfile } from './resourceProfile.ts';
import type { TemplateManifest } from './template.ts';

/** A step with every optional key filled in. It has either a template or an agent, which is empty for a template. */
export interface FullStep extends Required<Omit<PlanStep, 'template'>> {
  template?: StepTemplate;
}

/** The plan of a template in one environment. */
export interface EnvironmentPlan {
  steps: FullStep[];
  /** Values for variables that are not passed. */
  variables: Record<string, unknown>;
  resourceProfile: ResourceProfile;
}

/**
 * The default plan with the overrides of an environment: its steps patch those with the same id (inputs, outputs and the
 * variables of a template are merged by name, the rest is replaced) or are added at the end; its resource profile overrides number by number.
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
  ...(step.template && patch.template && { template: mergeTemplates(step.template, patch.template) }),
});

/** Nothing is kept of another template. */
function mergeTemplates(one: TemplatePatch, patch: TemplatePatch): TemplatePatch {
  if (patch.id !== undefined && patch.id !== one.id) return patch;
  const variables = one.variables && patch.variables && { variables: { ...one.variables, ...patch.variables } };
  return { ...one, ...patch, ...variables };
}

type TemplatePatch = NonNullable<StepPatch['template']>;

const complete = ({
  id,
  name = id,
  agent = '',
  template,
  dependsOn = [],
  inputs = {},
  outputs = {},
}: StepPatch): FullStep => ({
  id,
  name,
  agent,
  ...(template?.id === undefined ? {} : { template: { ...template, id: template.id } }),
  dependsOn,
  inputs,
  outputs,
});
