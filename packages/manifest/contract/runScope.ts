/** Where an output of an included template comes from: a step of the run, and a path in its outputs. */
export interface OutputSource {
  stepId: string;
  path: string[];
}

/** A template that a step of the plan included. */
export interface RunScope {
  templateId: string;
  version: string;
  environment: string | null;
  /** Of the included template, with the defaults. */
  variables: Record<string, unknown>;
  /** By name. */
  outputs: Record<string, OutputSource>;
}

/** The included templates of a run, by the scoped id of the step that includes each. */
export type RunScopes = Readonly<Record<string, RunScope>>;

/** Separates the ids in a scoped id. Authors cannot write it, because an id of a step does not contain it. */
const separator = '/';

/** The id in the run of a step in a scope: `review/publish`. The scope of the template itself is empty. */
export const scopedId = (scope: string, stepId: string): string =>
  scope === '' ? stepId : `${scope}${separator}${stepId}`;

/** The scope of a step by its id in the run. */
export const scopeOf = (stepId: string): string => stepId.slice(0, Math.max(stepId.lastIndexOf(separator), 0));

/** What the template that a step includes was given. Undefined for a step with an agent. */
export const scopeAt = (scopes: RunScopes, id: string): RunScope | undefined =>
  Object.hasOwn(scopes, id) ? scopes[id] : undefined;

/** Where an output of a step in a plan comes from. Null for an output that the template it includes does not have. */
export function outputSource(
  scopes: RunScopes,
  id: string,
  [name = '', ...rest]: readonly string[],
): OutputSource | null {
  const included = scopeAt(scopes, id);
  if (!included) return { stepId: id, path: [name, ...rest] };
  const source = Object.hasOwn(included.outputs, name) ? included.outputs[name] : undefined;
  return source ? { stepId: source.stepId, path: [...source.path, ...rest] } : null;
}

/** The ids of the steps of a run whose outputs a step in a plan has: its own, or those that its template takes them from. */
export const sourcesOf = (id: string, scopes: RunScopes): string[] => {
  const included = scopeAt(scopes, id);
  return included ? [...new Set(Object.values(included.outputs).map(({ stepId }) => stepId))] : [id];
};

/** The outputs of a step in a plan: those of the step in the run, or of the template that it includes. */
export function scopedOutputs(id: string, scopes: RunScopes, outputs: ReadonlyMap<string, unknown>): unknown {
  const included = scopeAt(scopes, id);
  if (!included) return outputs.get(id);
  const taken = Object.entries(included.outputs).map(
    ([name, { stepId, path }]) => [name, valueAt(outputs.get(stepId), path)] as const,
  );
  return Object.fromEntries(taken);
}

/** The value at a path of names. Null if there is none. */
export function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value ?? null;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
  return valueAt((value as Record<string, unknown>)[name], rest);
}
