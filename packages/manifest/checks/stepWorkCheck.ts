import { eachText, placeholdersIn } from '../contract/placeholders.ts';
import { schemaAllowsPath } from '../jsonSchema/schemaAllowsPath.ts';
import type { IssueCode } from '../values/issueCodes.ts';
import { isRecord, ownProperty } from '../values/jsonValue.ts';
import { clip, type Path } from '../values/path.ts';

/** What a plan may refer to. */
export interface PlanScope {
  variables: unknown;
  supportedAgents: unknown;
  dependencies: unknown;
}

type Report = (inner: Path, code: IssueCode, message: string) => void;

/** Checks what a step does: it has an agent that the template supports, or includes a template that it depends on. */
export function checkStepWork(step: Record<string, unknown>, scope: PlanScope, report: Report): void {
  const agent = ownProperty(step, 'agent');
  const template = ownProperty(step, 'template');
  if (typeof agent === 'string' && isRecord(scope.supportedAgents) && !Object.hasOwn(scope.supportedAgents, agent)) {
    report(
      ['agent'],
      'agent_not_supported',
      `Agent "${clip(agent)}" is not in supportedAgents; add it there with a version range.`,
    );
  }
  if (template === undefined) return;
  if (agent !== undefined)
    report(['template'], 'invalid_value', 'A step must have either "agent" or "template", not both.');
  for (const key of ['inputs', 'outputs']) {
    if (ownProperty(step, key) === undefined) continue;
    const remedy = key === 'inputs' ? 'pass "template.variables"' : 'its outputs are those of the template';
    report([key], 'unknown_key', `A step that includes a template must not have "${key}"; ${remedy}.`);
  }
  checkTemplate(template, scope, report);
}

function checkTemplate(template: unknown, { variables, dependencies }: PlanScope, report: Report): void {
  const id = ownProperty(template, 'id');
  if (typeof id === 'string' && !(isRecord(dependencies) && Object.hasOwn(dependencies, id))) {
    report(
      ['template', 'id'],
      'template_not_dependency',
      `Template "${clip(id)}" is not in dependencies; add it there with a version range.`,
    );
  }
  eachText(ownProperty(template, 'variables'), (text, inner) => {
    for (const { text: shown, segments } of placeholdersIn(text)) {
      const problem = referenceProblem(segments, variables);
      if (problem) report(['template', 'variables', ...inner], problem.code, `${clip(shown)} ${problem.message}`);
    }
  });
}

function referenceProblem(
  segments: readonly string[] | null,
  variables: unknown,
): { code: IssueCode; message: string } | null {
  if (segments === null)
    return { code: 'invalid_reference', message: 'is not a valid placeholder; write {{ variables.name }}.' };
  const [root, ...path] = segments;
  if (root === 'variables' && path.length > 0) {
    return schemaAllowsPath(variables, variables, path)
      ? null
      : { code: 'unknown_variable', message: 'refers to an undeclared variable; declare it in "variables".' };
  }
  const message =
    root === 'steps'
      ? 'refers to a step: an included template is planned before any step has outputs. Write {{ variables.name }}.'
      : 'is not a variable; write {{ variables.name }}.';
  return { code: 'unknown_reference', message };
}
