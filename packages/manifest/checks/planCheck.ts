import { eachText, placeholdersIn } from '../contract/placeholders.ts';
import { schemaAllowsPath } from '../jsonSchema/schemaAllowsPath.ts';
import type { IssueLocation, Issues, Relocate } from '../values/issue.ts';
import type { IssueCode } from '../values/issueCodes.ts';
import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import { clip, type Path } from '../values/path.ts';
import { checkStepWork, type PlanScope } from './stepWorkCheck.ts';

/** A list of steps to check: the default plan, or that of an environment with its patches applied. */
interface PlanToCheck extends PlanScope {
  steps: unknown;
  /** Where a step was authored; null for one that was checked elsewhere. */
  pathOf: (index: number) => Path | null;
  /** Where the list is. */
  place: IssueLocation;
}

interface Step {
  id: string;
  value: Record<string, unknown>;
  path: Path | null;
}

/**
 * Checks the relations between the steps of a plan: ids are unique, `dependsOn` names steps and has no cycle, every agent
 * is supported, every included template is a dependency, and every `{{ ... }}` in inputs names a declared variable or an output of an earlier step.
 */
export function checkPlan(plan: PlanToCheck, issues: Issues, relocate: Relocate): void {
  const { file, path: list } = plan.place;
  const refuse = (step: Step, inner: Path, code: IssueCode, message: string): void => {
    if (step.path) issues.error(relocate({ file, path: [...step.path, ...inner] }), code, message);
    else issues.error(relocate({ file, path: list }), code, `In step "${clip(step.id, 30)}": ${message}`);
  };
  const steps = items(plan.steps)
    .slice(0, 400)
    .flatMap((value, index): Step[] => {
      const id = ownProperty(value, 'id');
      return isRecord(value) && typeof id === 'string' ? [{ id, value, path: plan.pathOf(index) }] : [];
    });
  const byId = new Map<string, Step>();
  for (const step of steps) {
    if (byId.has(step.id))
      refuse(step, ['id'], 'duplicate_step', `Step ids must be unique; "${clip(step.id)}" is used twice.`);
    else byId.set(step.id, step);
  }
  for (const step of steps) {
    for (const [index, other] of dependsOn(step).entries()) {
      const where = ['dependsOn', index];
      if (other === step.id) refuse(step, where, 'dependency_cycle', 'A step must not depend on itself.');
      else if (!byId.has(other))
        refuse(step, where, 'unknown_step', `Step "${clip(other)}" was not found in the plan.`);
    }
    checkStepWork(step.value, plan, (inner, code, message) => refuse(step, inner, code, message));
  }
  checkCycle(byId, refuse);
  checkReferences(steps, byId, plan.variables, refuse);
}

type Refuse = (step: Step, inner: Path, code: IssueCode, message: string) => void;

function checkCycle(byId: ReadonlyMap<string, Step>, refuse: Refuse): void {
  const cycle = findCycle(byId);
  const first = byId.get(cycle?.[0] ?? '');
  if (!cycle || !first) return;
  const names = cycle.slice(0, 10).map((id) => clip(id, 30));
  refuse(
    first,
    ['dependsOn'],
    'dependency_cycle',
    `Dependency cycle: ${names.join(' -> ')}. Remove one of these dependencies.`,
  );
}

function checkReferences(
  steps: readonly Step[],
  byId: ReadonlyMap<string, Step>,
  variables: unknown,
  refuse: Refuse,
): void {
  const before = ancestors(byId);
  for (const step of steps) {
    eachText(ownProperty(step.value, 'inputs'), (text, inner) => {
      for (const found of placeholdersIn(text)) {
        const problem = referenceProblem(found.segments, step, byId, before, variables);
        if (problem) refuse(step, ['inputs', ...inner], problem.code, `${clip(found.text)} ${problem.message}`);
      }
    });
  }
}

const dependsOn = (step: Step): string[] =>
  items(ownProperty(step.value, 'dependsOn')).filter((id): id is string => typeof id === 'string');

/** The ids of one cycle in order, its first id again at the end; steps that depend on themselves are reported elsewhere. */
function findCycle(byId: ReadonlyMap<string, Step>): string[] | null {
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const visit = (id: string): string[] | null => {
    if (state.get(id) === 'done') return null;
    if (state.get(id) === 'open') return [...trail.slice(trail.indexOf(id)), id];
    const step = byId.get(id);
    if (!step) return null;
    state.set(id, 'open');
    trail.push(id);
    for (const other of dependsOn(step)) {
      const cycle = other === id ? null : visit(other);
      if (cycle) return cycle;
    }
    trail.pop();
    state.set(id, 'done');
    return null;
  };
  for (const id of byId.keys()) {
    const cycle = visit(id);
    if (cycle) return cycle;
  }
  return null;
}

/** For every step, the steps that have ended when it starts. */
function ancestors(byId: ReadonlyMap<string, Step>): Map<string, Set<string>> {
  const result = new Map<string, Set<string>>();
  for (const id of byId.keys()) {
    const seen = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const step = byId.get(next);
      for (const other of step ? dependsOn(step) : []) {
        if (!seen.has(other)) open.push(other);
        seen.add(other);
      }
    }
    result.set(id, seen);
  }
  return result;
}

interface Problem {
  code: IssueCode;
  message: string;
}

function referenceProblem(
  segments: readonly string[] | null,
  step: Step,
  byId: ReadonlyMap<string, Step>,
  before: ReadonlyMap<string, ReadonlySet<string>>,
  variables: unknown,
): Problem | null {
  if (segments === null)
    return {
      code: 'invalid_reference',
      message: 'is not a valid placeholder; write {{ variables.name }} or {{ steps.id.outputs.name }}.',
    };
  const [root, id = '', outputs, name] = segments;
  if (root === 'variables' && segments.length > 1) {
    return schemaAllowsPath(variables, variables, segments.slice(1))
      ? null
      : { code: 'unknown_variable', message: 'refers to an undeclared variable; declare it in "variables".' };
  }
  if (root !== 'steps' || outputs !== 'outputs' || name === undefined) {
    return {
      code: 'unknown_reference',
      message: 'is neither a variable nor a step output; write {{ variables.name }} or {{ steps.id.outputs.name }}.',
    };
  }
  const source = byId.get(id);
  if (!source) return { code: 'unknown_step', message: 'refers to a step that is not in the plan; check the step id.' };
  if (!before.get(step.id)?.has(id))
    return {
      code: 'step_not_awaited',
      message: `refers to a step that does not run before this one; add "${clip(id, 30)}" to dependsOn.`,
    };
  // The outputs of an included template are known when its version is.
  if (
    ownProperty(source.value, 'template') === undefined &&
    ownProperty(ownProperty(source.value, 'outputs'), name) === undefined
  )
    return {
      code: 'unknown_output',
      message: 'refers to an output that the step does not declare; add it to the "outputs" of that step.',
    };
  return null;
}
