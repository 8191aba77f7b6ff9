import type { Issue } from '../values/issue.ts';
import { manifestFile } from '../values/kind.ts';
import { clip, formatPath, type Path } from '../values/path.ts';
import { eachText, placeholdersIn } from './placeholders.ts';
import type { FullStep } from './planFor.ts';
import { outputSources } from './runOutputs.ts';
import type { TemplateManifest } from './template.ts';

/** Where a step of the plan of an environment was authored. */
export function stepPath(manifest: TemplateManifest, environment: string | null, stepId: string, index: number): Path {
  if (index < manifest.defaultPlan.steps.length || environment === null) return ['defaultPlan', 'steps', index];
  const added = manifest.environments?.[environment]?.steps?.findIndex(({ id }) => id === stepId) ?? -1;
  return ['environments', environment, 'steps', added];
}

/**
 * What is wrong with the run of an included template, at the step that includes it: a variable at its place under
 * `template.variables`, everything else at `template`.
 *
 * @param at the place of `template`
 */
export function includeProblems(issues: readonly Issue[], at: Path, before: string): Issue[] {
  return issues.map(({ file, path, code, message }): Issue => {
    const isVariable = file === 'variables' && code !== 'unknown_environment';
    const base = formatPath(
      code === 'unknown_environment' ? [...at, 'environment'] : isVariable ? [...at, 'variables'] : at,
    );
    // The place of a variable of a template that is included by another is not in the outer definition.
    const isOuter = before === '';
    const inner = isVariable && isOuter && path !== '' ? (path.startsWith('[') ? path : `.${path}`) : '';
    const where = isVariable && !isOuter && path !== '' ? `variable ${path}: ` : '';
    return {
      file: manifestFile.TEMPLATE,
      path: isOuter ? `${base}${inner}` : formatPath(at),
      code,
      message: `${before}${where}${message}`,
      severity: 'error',
    };
  });
}

/**
 * The references of a plan to outputs that an included template does not have.
 *
 * @param outputsOf the names of the outputs of the template that a step includes; null for a step with an agent
 */
export function unknownOutputs(
  manifest: TemplateManifest,
  environment: string | null,
  steps: readonly FullStep[],
  outputsOf: (stepId: string) => readonly string[] | null,
): { path: Path; message: string }[] {
  const found: { path: Path; message: string }[] = [];
  const check = (stepId: string, name: string, path: Path): void => {
    const names = outputsOf(stepId);
    if (names === null || names.includes(name)) return;
    const message = `The template that "${clip(stepId, 64)}" includes has no output "${clip(name)}" with "from"; it has: ${clip(names.join(', ') || 'none', 200)}.`;
    found.push({ path, message });
  };
  for (const [index, step] of steps.entries()) {
    eachText(step.inputs, (text, inner) => {
      for (const { segments } of placeholdersIn(text)) {
        const [root, id = '', , name = ''] = segments ?? [];
        if (root === 'steps') check(id, name, [...stepPath(manifest, environment, step.id, index), 'inputs', ...inner]);
      }
    });
  }
  for (const [name, { stepId, path }] of outputSources(manifest.expectedOutputs))
    check(stepId, path[0] ?? '', ['expectedOutputs', name, 'from']);
  return found;
}
