import { entries, ownProperty } from '../values/jsonValue.ts';
import { type OutputSource, type RunScopes, scopedOutputs, valueAt } from './runScope.ts';

/**
 * The outputs of a run that succeeded, by name, taken from its steps as the template's `expectedOutputs` defines. `from`
 * is `<stepId>.<output>` or `steps.<stepId>.outputs.<output>`, with or without `{{ }}`. An output that the step does not
 * have is null. Outputs without `from` are left out.
 *
 * @param scopes the included templates of the run, whose outputs `from` may name by the step that includes them
 */
export function runOutputs(
  expected: unknown,
  steps: readonly { stepId: string; outputs: unknown }[],
  scopes: RunScopes = {},
) {
  const outputs: Record<string, unknown> = {};
  const given = new Map(steps.map((step) => [step.stepId, step.outputs]));
  for (const [name, { stepId, path }] of outputSources(expected)) {
    const value = valueAt(scopedOutputs(stepId, scopes, given), path);
    Object.defineProperty(outputs, name, { value, enumerable: true });
  }
  return outputs;
}

/** The outputs with `from`: by name, the step of the plan and the path in its outputs. */
export function outputSources(expected: unknown): [name: string, source: OutputSource][] {
  return entries(expected).flatMap(([name, each]): [string, OutputSource][] => {
    const source = sourceOf(each);
    return source === null ? [] : [[name, source]];
  });
}

function sourceOf(expected: unknown): OutputSource | null {
  const from = ownProperty(expected, 'from');
  if (typeof from !== 'string') return null;
  const [stepId, ...path] = from
    .trim()
    .replace(/^\{\{|\}\}$/g, '')
    .trim()
    .replace(/^steps\.([^.]+)\.outputs\./, '$1.')
    .split('.');
  return stepId && path.length > 0 ? { stepId, path } : null;
}
