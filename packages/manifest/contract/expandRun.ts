import type { Issue } from '../values/issue.ts';
import { manifestFile } from '../values/kind.ts';
import { clip, formatPath, type Path } from '../values/path.ts';
import { includeProblems, stepPath, unknownOutputs } from './includeProblems.ts';
import type { StepTemplate } from './plan.ts';
import type { FullStep } from './planFor.ts';
import { maxPlanCharacters, type PlannedRun, planRun } from './planRun.ts';
import { outputSources } from './runOutputs.ts';
import { type OutputSource, outputSource, type RunScope, scopeAt, scopedId } from './runScope.ts';
import type { TemplateManifest } from './template.ts';

/** A template to plan, and how it finds the templates that its steps include. */
export interface PlanSource<Data = unknown> {
  manifest: TemplateManifest;
  /** What the caller needs of the template with each of its steps. */
  data: Data;
  /** Null if the template is not available. */
  include: (templateId: string) => PlanSource<Data> | null;
}

/** A step of a run. `id` and `dependsOn` are scoped; `inputs` are as in the plan of its own template. */
export interface ExpandedStep<Data = unknown> extends FullStep {
  filled: unknown;
  /** Of the template whose plan has the step. */
  data: Data;
}

/** A planned run in which every step has an agent. */
export interface ExpandedRun<Data = unknown> extends Omit<PlannedRun, 'steps'> {
  steps: ExpandedStep<Data>[];
  /** By the scoped id of the step that includes each. */
  scopes: Record<string, RunScope>;
}

/** Limits of a plan with included templates. */
export const includeLimits = { depth: 8, steps: 500 } as const;

/**
 * Plans a run, as `planRun`, and puts the plan of every included template in the place of the step that includes it, with
 * scoped ids such as `review/publish`. Steps that waited for the step wait for the last steps of that plan; its first steps
 * wait for what the step waited for. Variables are rendered once, in the scope that passes them. Never throws; everything
 * that is wrong with included templates is reported at the step of the outer plan.
 */
export function expandRun<Data>(
  source: PlanSource<Data>,
  environment: string | null | undefined,
  variables: unknown,
  characters: number = maxPlanCharacters,
): ExpandedRun<Data> {
  const plan = planRun(source.manifest, environment, variables, characters);
  const isInvalid = plan.issues.length > 0;
  const expansion = new Expansion<Data>(plan, characters - sizeOf(plan));
  const { steps } = expansion.expand({ source, plan, environment: environment ?? null, scope: '', trail: [source] });
  if (!isInvalid) return { ...plan, steps, scopes: expansion.scopes };
  const own = agentSteps(plan).map((step) => ({ ...step, data: source.data }));
  return { ...plan, steps: own, scopes: {} };
}

const agentSteps = ({ steps }: PlannedRun): PlannedRun['steps'] => steps.filter(({ template }) => !template);

const sizeOf = ({ steps }: PlannedRun): number =>
  steps.reduce((sum, { filled }) => sum + JSON.stringify(filled).length, 0);

type PlannedStep = PlannedRun['steps'][number];

interface Level<Data> {
  source: PlanSource<Data>;
  plan: PlannedRun;
  environment: string | null;
  scope: string;
  /** The templates from the outermost to this one. */
  trail: readonly PlanSource<Data>[];
  /** Where the outermost plan includes it. Absent for the outermost plan itself. */
  at?: Path;
}

interface Part<Data> {
  steps: ExpandedStep<Data>[];
  /** The ids of the steps that no other step of the part waits for. */
  ends: string[];
}

const nothing = { steps: [], ends: [] };

class Expansion<Data> {
  readonly scopes: Record<string, RunScope> = {};
  readonly #issues: Issue[];
  #characters: number;
  /** How many steps the run may still have. */
  #left: number;

  constructor(plan: PlannedRun, characters: number) {
    this.#issues = plan.issues;
    this.#left = includeLimits.steps - agentSteps(plan).length;
    this.#characters = characters;
  }

  expand(level: Level<Data>): Part<Data> {
    const { plan, scope, source } = level;
    const partOf = (step: PlannedStep, index: number): Part<Data> => {
      if (step.template) return this.#include(level, step, step.template, index);
      const id = scopedId(scope, step.id);
      return { steps: [{ ...step, id, dependsOn: [], data: source.data }], ends: [id] };
    };
    const parts = plan.steps.map((step, index) => ({ step, part: partOf(step, index) }));
    const endsOf = new Map(parts.map(({ step, part }) => [step.id, part.ends]));
    const steps = parts.flatMap(({ step: { dependsOn }, part }) => {
      const before = dependsOn.flatMap((id) => endsOf.get(id) ?? []);
      return part.steps.map((step) => (step.dependsOn.length > 0 ? step : { ...step, dependsOn: [...before] }));
    });
    const awaited = new Set(plan.steps.flatMap(({ dependsOn }) => dependsOn));
    const ends = plan.steps.flatMap(({ id }) => (awaited.has(id) ? [] : (endsOf.get(id) ?? [])));
    this.#checkOutputs(level);
    return { steps, ends };
  }

  #include(level: Level<Data>, step: PlannedStep, template: StepTemplate, index: number): Part<Data> {
    const { source, scope, trail } = level;
    // What would be passed on is not known.
    if (step.filled === null) return nothing;
    const id = scopedId(scope, step.id);
    const at = level.at ?? [...stepPath(source.manifest, level.environment, step.id, index), 'template'];
    const fail = (code: string, message: string): Part<Data> => {
      this.#report(at, code, level.at ? `In ${clip(id, 200)}: ${message}` : message);
      return nothing;
    };
    const { id: templateId, environment = null } = template;
    const included = source.include(templateId);
    // What cannot be resolved is reported by who resolves it.
    if (!included) return nothing;
    if (trail.includes(included)) return fail('dependency_cycle', `The template ${templateId} includes itself.`);
    if (trail.length > includeLimits.depth)
      return fail('includes_too_deep', `Templates may include each other at most ${includeLimits.depth} deep.`);
    this.#left -= 1;
    const plan = planRun(included.manifest, environment, step.filled, Math.max(this.#characters, 0));
    this.#characters -= sizeOf(plan);
    this.#left -= agentSteps(plan).length;
    if (this.#left < 0) {
      if (this.#issues.some(({ code }) => code === 'too_many_steps')) return nothing;
      return fail('too_many_steps', `With included templates, a plan may have at most ${includeLimits.steps} steps.`);
    }
    const problems = includeProblems(plan.issues, at, level.at ? `In ${clip(id, 200)}: ` : '');
    this.#issues.push(...problems);
    const part = this.expand({
      source: included,
      plan,
      environment,
      scope: id,
      trail: [...trail, included],
      at,
    });
    if (problems.length > 0) return nothing;
    this.scopes[id] = {
      templateId,
      version: included.manifest.version,
      environment,
      variables: plan.variables,
      outputs: this.#outputsOf(included, id),
    };
    return part;
  }

  /** The outputs of an included template, each with the step of the run that it comes from. */
  #outputsOf({ manifest }: PlanSource<Data>, scope: string): Record<string, OutputSource> {
    const outputs: Record<string, OutputSource> = {};
    for (const [name, { stepId, path }] of outputSources(manifest.expectedOutputs)) {
      const value = outputSource(this.scopes, scopedId(scope, stepId), path);
      if (value) Object.defineProperty(outputs, name, { value, enumerable: true });
    }
    return outputs;
  }

  /** Reports outputs that the plan takes from an included template which does not have them. */
  #checkOutputs({ source, plan, environment, scope, at }: Level<Data>): void {
    const outputsOf = (stepId: string): readonly string[] | null => {
      const included = scopeAt(this.scopes, scopedId(scope, stepId));
      return included ? Object.keys(included.outputs) : null;
    };
    for (const { path, message } of unknownOutputs(source.manifest, environment, plan.steps, outputsOf))
      this.#report(at ?? path, 'unknown_output', at ? `In ${clip(scope, 200)}: ${message}` : message);
  }

  #report(path: Path, code: string, message: string): void {
    this.#issues.push({ file: manifestFile.TEMPLATE, path: formatPath(path), code, message, severity: 'error' });
  }
}
