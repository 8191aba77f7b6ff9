import { validateVariables } from '../jsonSchema/variables.ts';
import type { Issue } from '../values/issue.ts';
import { isRecord } from '../values/jsonValue.ts';
import { formatPath } from '../values/path.ts';
import { redactTokens } from '../values/redactSecrets.ts';
import { stepPath } from './includeProblems.ts';
import { interpolateInputs, variablesNamedIn } from './placeholders.ts';
import { type FullStep, planFor } from './planFor.ts';
import type { TemplateManifest } from './template.ts';

/** The plan of a template for one environment and these variables. */
export interface PlannedRun {
  variables: Record<string, unknown>;
  resourceProfile: unknown;
  /**
   * `filled` are the inputs with the variables filled in; for a step that includes a template, the variables of that template.
   * With issues, only what does not depend on them is filled in, and only for such steps; for others it is null.
   */
  steps: (FullStep & { filled: unknown })[];
  /** Everything that is wrong with the environment and the variables. If anything is, the plan is not to be used. */
  issues: Issue[];
}

/** Maximum number of characters of the inputs of all steps, as JSON. */
export const maxPlanCharacters = 16_777_216;

/**
 * Plans a run. Values are merged in this order, later ones replace earlier ones by name: the defaults of the schema, the
 * `variables` of the environment, the given variables. Steps and the resource profile are those of the default plan with
 * the overrides of the environment (`planFor`). Never throws; all issues are reported at once.
 *
 * @param characters the maximum for the inputs of all steps, as JSON
 */
export function planRun(
  manifest: TemplateManifest,
  environment: string | null | undefined,
  variables: unknown,
  characters: number = maxPlanCharacters,
): PlannedRun {
  const issues: Issue[] = [];
  const unknown = unknownEnvironment(manifest, environment);
  const isKnown = unknown === null;
  if (unknown) issues.push(unknown);
  const plan = planFor(manifest, isKnown ? (environment ?? null) : null);
  const isUsable = variables === null || variables === undefined || isRecord(variables);
  if (!isUsable) issues.push(issue('', 'not_an_object', '`variables` must be an object.'));
  const checked = validateVariables(manifest.variables ?? {}, {
    ...plan.variables,
    ...(isRecord(variables) ? variables : {}),
  });
  issues.push(...secretsIn(variables));
  // What an environment gives is not missing for certain when it is not known which one is meant.
  const given = isKnown ? new Set<string>() : givenByEnvironments(manifest);
  if (isUsable) issues.push(...checked.issues.filter(({ code, path }) => code !== 'required' || !given.has(path)));
  const placeOf = (step: FullStep, index: number): string =>
    formatPath([
      ...stepPath(manifest, environment ?? null, step.id, index),
      ...(step.template ? ['template', 'variables'] : ['inputs']),
    ]);
  return {
    variables: checked.values,
    resourceProfile: plan.resourceProfile,
    steps:
      issues.length > 0
        ? fillCertain(plan.steps, checked.values, issues, isKnown ? characters : 0)
        : fillSteps(plan.steps, checked.values, characters, (step, index, message) =>
            issues.push({ ...issue(placeOf(step, index), 'too_large', message), file: 'template.json' }),
          ),
    issues,
  };
}

/** The paths of the variables to which some environment gives a value. */
const givenByEnvironments = ({ environments = {} }: TemplateManifest): Set<string> =>
  new Set(
    Object.values(environments).flatMap(({ variables = {} }) =>
      Object.keys(variables).map((name) => formatPath([name])),
    ),
  );

/**
 * Fills in the variables of included templates that depend on nothing that is wrong, as long as they are not too large together.
 * Null for other steps.
 */
function fillCertain(
  steps: readonly FullStep[],
  values: Record<string, unknown>,
  issues: readonly Issue[],
  characters: number,
) {
  const isWrong = (name: string): boolean => {
    const variable = formatPath([name]);
    return issues.some(
      ({ path }) => ['', variable].includes(path) || path.startsWith(`${variable}.`) || path.startsWith(`${variable}[`),
    );
  };
  let left = characters;
  return steps.map((step) => {
    const isCertain = left > 0 && step.template && !variablesNamedIn(step.template.variables).some(isWrong);
    const filled = isCertain ? fillStep(step, values) : null;
    if (filled !== null) left -= JSON.stringify(filled).length;
    return { ...step, filled: left < 0 ? null : filled };
  });
}

/** An issue for an environment that a template does not have. Null if it has it, and for none. */
export function unknownEnvironment(manifest: TemplateManifest, environment: string | null | undefined): Issue | null {
  const known = Object.keys(manifest.environments ?? {});
  if (environment === null || environment === undefined || known.includes(environment)) return null;
  const names = known.join(', ') || 'none';
  return issue('environment', 'unknown_environment', `Unknown environment. The template has: ${names}.`);
}

/** Calls `refuse` for each step that is too large, and for the first with which the plan is. */
function fillSteps(
  steps: readonly FullStep[],
  values: Record<string, unknown>,
  characters: number,
  refuse: (step: FullStep, index: number, message: string) => void,
) {
  let left = characters;
  return steps.map((step, index) => {
    if (left < 0) return { ...step, filled: null };
    const filled = fillStep(step, values);
    left -= JSON.stringify(filled).length;
    if (filled !== null && left >= 0) return { ...step, filled };
    const limit = filled === null ? 'the step has more than 4 MiB' : 'the plan has more than 16 MiB';
    refuse(step, index, `With the variables filled in, ${limit} of inputs. Pass shorter variables.`);
    return { ...step, filled: null };
  });
}

/** Null if the inputs would be too large. */
function fillStep(step: FullStep, values: Record<string, unknown>): unknown {
  try {
    return interpolateInputs(step.template ? (step.template.variables ?? {}) : step.inputs, values);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Variables are stored, shown and passed to agents, so values that are known secrets are refused. */
function secretsIn(variables: unknown): Issue[] {
  return redactTokens(variables)
    .places.slice(0, 50)
    .map((path) => {
      const message =
        'This looks like a secret. Send a reference such as ${secret:NAME} instead, and rotate the secret.';
      return issue(formatPath(path), 'secret', message);
    });
}

const issue = (path: string, code: string, message: string): Issue => ({
  file: 'variables',
  path,
  code,
  message,
  severity: 'error',
});
