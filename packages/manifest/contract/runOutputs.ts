/**
 * The outputs of a run that succeeded, by name, taken from its steps as the template's `expectedOutputs` defines. `from`
 * is `<stepId>.<output>` or `steps.<stepId>.outputs.<output>`, with or without `{{ }}`. An output that the step does not
 * have is null. Outputs without `from` are left out.
 */
export function runOutputs(expected: unknown, steps: readonly { stepId: string; outputs: unknown }[]) {
  const outputs: Record<string, unknown> = {};
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) return outputs;
  const given = new Map(steps.map((step) => [step.stepId, step.outputs]));
  for (const [name, each] of Object.entries(expected)) {
    const source = sourceOf(each);
    if (source === null) continue;
    Object.defineProperty(outputs, name, {
      value: valueAt(given.get(source.stepId), source.path),
      enumerable: true,
    });
  }
  return outputs;
}

function sourceOf(expected: unknown): { stepId: string; path: string[] } | null {
  const from: unknown = typeof expected === 'object' && expected !== null && 'from' in expected ? expected.from : null;
  if (typeof from !== 'string') return null;
  const [stepId, ...path] = from
    .trim()
    .replace(/^\{\{|\}\}$/g, '')
    .trim()
    .replace(/^steps\.([^.]+)\.outputs\./, '$1.')
    .split('.');
  return stepId && path.length > 0 ? { stepId, path } : null;
}

/** The value at a path of names. Null if there is none. */
function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value ?? null;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
  return valueAt((value as Record<string, unknown>)[name], rest);
}
