import type { PlanStep, StepPatch } from './plan.ts';
import type { TemplateManifest } from './template.ts';

/** The ids of the templates that the plan of a template includes, in any environment. */
export function includedIn({ defaultPlan, environments }: TemplateManifest): string[] {
  const steps: (PlanStep | StepPatch)[] = [
    ...defaultPlan.steps,
    ...Object.values(environments ?? {}).flatMap((environment) => environment.steps ?? []),
  ];
  return [...new Set(steps.flatMap(({ template }) => (template?.id === undefined ? [] : [template.id])))];
}
