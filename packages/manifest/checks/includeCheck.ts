import type { PlanSource } from '../contract/expandRun.ts';
import { includedIn } from '../contract/included.ts';
import { unknownOutputs } from '../contract/includeProblems.ts';
import { placeholdersIn } from '../contract/placeholders.ts';
import type { StepTemplate } from '../contract/plan.ts';
import { type FullStep, planFor } from '../contract/planFor.ts';
import { outputSources } from '../contract/runOutputs.ts';
import type { TemplateManifest } from '../contract/template.ts';
import { problemsOfPartialValues } from '../jsonSchema/defaultCheck.ts';
import { schemaAllowsPath } from '../jsonSchema/schemaAllowsPath.ts';
import { checkValues } from '../jsonSchema/variables.ts';
import type { Issues } from '../values/issue.ts';
import { manifestFile } from '../values/kind.ts';
import { clip, type Path } from '../values/path.ts';

const file = manifestFile.TEMPLATE;

/** The templates that are included, directly and through others, and are not available. */
export function missingIncludes(source: PlanSource): string[] {
  const missing = new Set<string>();
  const seen = new Set([source]);
  for (const each of seen) {
    for (const id of includedIn(each.manifest)) {
      const included = each.include(id);
      if (included) seen.add(included);
      else missing.add(id);
    }
  }
  return [...missing];
}

/**
 * Checks every step that includes a template against the version that it includes: its environment, the names of its
 * variables, those that are required, the values that are written out, and the outputs that are taken from it.
 */
export function checkIncludes(source: PlanSource, issues: Issues): void {
  const { manifest } = source;
  for (const environment of [null, ...Object.keys(manifest.environments ?? {})]) {
    const { steps } = planFor(manifest, environment);
    for (const [index, { id, template }] of steps.entries()) {
      const path = placeOf(manifest, environment, id, index);
      if (!template || !path) continue;
      const included = source.include(template.id);
      if (included) checkInclude(template, included.manifest, [...path, 'template'], issues);
    }
    const outputsOf = (stepId: string) => outputNames(source, steps, stepId);
    for (const { path, message } of unknownOutputs(manifest, environment, steps, outputsOf))
      issues.error({ file, path }, 'unknown_output', message);
  }
}

/** Where an environment writes a step; null for one that it leaves as it is. */
function placeOf(manifest: TemplateManifest, environment: string | null, id: string, index: number): Path | null {
  if (environment === null) return ['defaultPlan', 'steps', index];
  const patch = manifest.environments?.[environment]?.steps?.findIndex((step) => step.id === id) ?? -1;
  return patch === -1 ? null : ['environments', environment, 'steps', patch];
}

function outputNames(source: PlanSource, steps: readonly FullStep[], stepId: string): string[] | null {
  const template = steps.find(({ id }) => id === stepId)?.template;
  const included = template && source.include(template.id);
  return included ? outputSources(included.manifest.expectedOutputs).map(([name]) => name) : null;
}

function checkInclude(template: StepTemplate, included: TemplateManifest, place: Path, issues: Issues): void {
  const { environment, variables = {} } = template;
  const known = Object.keys(included.environments ?? {});
  if (environment !== undefined && !known.includes(environment)) {
    const message = `Unknown environment. The template ${included.templateId} has: ${known.join(', ') || 'none'}.`;
    issues.error({ file, path: [...place, 'environment'] }, 'unknown_environment', message);
  }
  const schema = included.variables ?? {};
  const at = (path: Path) => ({ file, path: [...place, 'variables', ...path] });
  for (const name of Object.keys(variables)) {
    if (schemaAllowsPath(schema, schema, [name])) continue;
    const message = `"${clip(name)}" is not a variable of the template ${included.templateId}.`;
    issues.error(at([name]), 'unknown_variable', message);
  }
  const written = Object.fromEntries(Object.entries(variables).filter(([, value]) => !hasPlaceholder(value)));
  for (const { path, code, message } of problemsOfPartialValues(schema, written)) issues.error(at(path), code, message);
  const given = { ...(environment === undefined ? {} : included.environments?.[environment]?.variables), ...variables };
  for (const { path, code, message } of checkValues(schema, given).wrong)
    if (code === 'required' && path.length === 1) issues.error(at(path), code, message);
}

const hasPlaceholder = (value: unknown): boolean => placeholdersIn(JSON.stringify(value)).length > 0;
