import { type ExpandedRun, type ExpandedStep, expandRun, type PlanSource } from '../contract/expandRun.ts';
import { runOutputs } from '../contract/runOutputs.ts';
import { type TemplateTest, TemplateTestLimits, type TestDifference } from '../contract/templateTest.ts';
import type { Issue } from '../values/issue.ts';
import { entries } from '../values/jsonValue.ts';
import { clip } from '../values/path.ts';
import { difference, matchExpected, shownValue } from './matchExpected.ts';
import { readStubs, renderInputs } from './testStubs.ts';

const { differences: limit } = TemplateTestLimits;

const tooLarge = difference(
  ['variables'],
  'Together, the tests of the template render more than 16 MiB of inputs. Use smaller values.',
);

/** A step with the inputs that it would start with. */
type RenderedStep = ExpandedStep & { rendered: unknown };

/**
 * Runs one test: plans a run as `instantiateTemplate` does, without agents and workers, and compares. Returns where it differs.
 *
 * @param budget characters that may still be rendered
 */
export function runTemplateTest(
  source: PlanSource,
  test: TemplateTest,
  budget: { characters: number },
): TestDifference[] {
  if (budget.characters <= 0) return [tooLarge];
  const plan = expandRun(source, test.environment, test.variables ?? {}, budget.characters);
  for (const { filled } of plan.steps) budget.characters -= JSON.stringify(filled).length;
  const wrong = plan.issues;
  const { error } = test.expect;
  if (error !== undefined) return compareError(error, wrong);
  if (wrong.length > 0) return wrong.slice(0, limit).map(unexpected);
  const found: TestDifference[] = [];
  const stubs = readStubs(test.stubs ?? {}, plan.steps, found);
  const steps = render(plan, stubs, budget);
  if (!Array.isArray(steps)) return [steps];
  compareSteps(test, steps, found);
  if (test.expect.variables)
    matchExpected(test.expect.variables, plan.variables, ['expect', 'variables'], found, limit);
  if (test.expect.outputs) {
    const given = [...stubs].map(([stepId, outputs]) => ({ stepId, outputs }));
    const outputs = runOutputs(source.manifest.expectedOutputs, given, plan.scopes);
    matchExpected(test.expect.outputs, outputs, ['expect', 'outputs'], found, limit);
  }
  return found.slice(0, limit);
}

/** The steps with their inputs, or why they are too large. */
function render(
  { steps, variables, scopes }: ExpandedRun,
  stubs: ReadonlyMap<string, Record<string, unknown>>,
  budget: { characters: number },
): RenderedStep[] | TestDifference {
  const all: RenderedStep[] = [];
  for (const step of steps) {
    const rendered = renderInputs(step, variables, stubs, scopes);
    if (rendered === null) return stepTooLarge(step.id);
    if (rendered !== step.filled) budget.characters -= JSON.stringify(rendered).length;
    if (budget.characters < 0) return tooLarge;
    all.push({ ...step, rendered });
  }
  return all;
}

const stepTooLarge = (id: string): TestDifference =>
  difference(
    ['stubs'],
    `With the stubs filled in, the step "${clip(id)}" has more than 4 MiB of inputs. Use smaller values.`,
  );

function compareSteps({ expect }: TemplateTest, steps: readonly RenderedStep[], found: TestDifference[]): void {
  if (expect.steps) {
    const wanted = expect.steps.map((step) => (typeof step === 'string' ? step : step.id));
    const ids = steps.map(({ id }) => id);
    if (wanted.join('\n') !== ids.join('\n')) {
      const message = `Expected the steps ${wanted.join(', ') || 'none'}; got ${ids.join(', ')}.`;
      found.push(difference(['expect', 'steps'], clip(message, 1_000), wanted, ids));
    }
    for (const [index, step] of expect.steps.entries()) {
      const actual = typeof step === 'string' ? undefined : steps.find(({ id }) => id === step.id);
      if (actual) matchExpected(step, { ...actual, inputs: actual.rendered }, ['expect', 'steps', index], found, limit);
    }
  }
  for (const [id, inputs] of entries(expect.inputs)) {
    const path = ['expect', 'inputs', id];
    const step = steps.find((each) => each.id === id);
    if (step) matchExpected(inputs, step.rendered, path, found, limit);
    else found.push(difference(path, `The plan has no step "${clip(id)}".`, inputs));
  }
}

const unexpected = ({ file, path, code, message }: Issue): TestDifference => ({
  path: code === 'unknown_environment' ? 'environment' : file === 'variables' ? inVariables(path) : 'variables',
  message: `Expected a plan; the variables are refused: ${message}`,
  expected: null,
  actual: shownValue({ path, issue: code }),
});

const inVariables = (path: string): string =>
  path === '' || path.startsWith('[') ? `variables${path}` : `variables.${path}`;

function compareError(error: NonNullable<TemplateTest['expect']['error']>, wrong: readonly Issue[]): TestDifference[] {
  const at = ['expect', 'error'];
  if (wrong.length === 0) return [difference(at, 'Expected an error; the variables lead to a plan.', error)];
  if (typeof error === 'string') return [];
  const { path, issue } = error;
  const isExpected = wrong.some(
    (each) =>
      (path === undefined || each.path === path.replace(/^variables(?:\.|(?=\[))/, '')) &&
      (issue === undefined || each.code === issue),
  );
  if (isExpected) return [];
  const actual = wrong.map((each) => ({ path: each.path, issue: each.code }));
  return [difference(at, `Expected ${shownValue(error)}; got ${shownValue(actual)}.`, error, actual)];
}
