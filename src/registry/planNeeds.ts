import { type FullStep, planFor, type TemplateManifest } from '../../packages/manifest/index.ts';

/** A template that a plan includes. */
export interface Include {
  templateId: string;
  environment: string | null;
}

/** The agents and the templates that the steps of a plan use, each once, in the order of the plan. */
export interface UsedInPlan {
  agents: readonly string[];
  includes: readonly Include[];
}

export function usedInPlan(steps: readonly FullStep[]): UsedInPlan {
  const includes = new Map(
    steps.flatMap(({ template }): [string, Include][] => {
      if (!template) return [];
      const { id, environment = null } = template;
      return [[`${environment ?? ''} ${id}`, { templateId: id, environment }]];
    }),
  );
  const agents = steps.flatMap(({ agent, template }) => (template ? [] : [agent]));
  return { agents: [...new Set(agents)], includes: [...includes.values()] };
}

/** What the plan of an environment uses. An environment that the template does not have uses nothing. */
export function usedInEnvironment(manifest: TemplateManifest, environment: string | null): UsedInPlan {
  const isKnown = environment === null || Object.hasOwn(manifest.environments ?? {}, environment);
  return isKnown ? usedInPlan(planFor(manifest, environment).steps) : { agents: [], includes: [] };
}
