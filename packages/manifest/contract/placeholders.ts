import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';

// `{{{{` is a literal `{{`: it was never a placeholder, so no existing definition changes its meaning.
const placeholder = /\{\{\{\{|\{\{([^{}]*)\}\}/g;
const literal = '{{{{';
const reference = /^\s*[A-Za-z_][\w-]*(?:\.[\w-]+)*\s*$/;

/** The segments between the braces of a placeholder; null for an invalid one. */
const segmentsOf = (inner: string): string[] | null => (reference.test(inner) ? inner.trim().split('.') : null);

/** The placeholders of a string; `segments` is null for an invalid one. */
export function placeholdersIn(text: string): { text: string; segments: string[] | null }[] {
  const found = [...text.matchAll(placeholder)]
    .filter(([whole]) => whole !== literal)
    .map(([whole, inner = '']) => ({ text: whole, segments: segmentsOf(inner) }));
  const rest = text.replace(placeholder, '\n');
  return rest.includes('{{') ? [...found, { text: '{{', segments: null }] : found;
}

/** Escapes a string, so that it is unchanged after placeholders in inputs are replaced. */
export const escapePlaceholders = (text: string): string => text.replaceAll('{{', literal);

/** Calls `visit` for every string inside a plain value, with its path. Keys are not visited. */
export function eachText(value: unknown, visit: (text: string, path: Path) => void, path: Path = []): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value))
    for (const [index, item] of items(value).entries()) eachText(item, visit, [...path, index]);
  else if (isRecord(value)) for (const [key, item] of Object.entries(value)) eachText(item, visit, [...path, key]);
}

/** The maximum number of characters of the interpolated inputs. */
const maxFilledCharacters = 4_194_304;

/**
 * The inputs of a plan with every `{{ variables.a.b }}` replaced. A string that is a single placeholder becomes the
 * value of the variable (null when there is none); inside a longer string, objects are written as JSON and a
 * missing value as nothing. `{{ steps.x.outputs.y }}` is left for the run. `{{{{` becomes `{{`. Inserted values are not
 * interpolated again.
 * Throws RangeError when the result would have more than 4 MiB of characters.
 */
export const interpolateInputs = (inputs: unknown, variables: Record<string, unknown>): unknown =>
  fill(inputs, { variables }, { left: maxFilledCharacters });

/**
 * The inputs of a plan with every placeholder replaced, when the step starts: `{{ variables.a.b }}` as in `interpolateInputs`,
 * and `{{ steps.x.outputs.y }}` with the outputs of earlier steps, in the same way. Inserted values are not
 * interpolated again, so pass the inputs as they are in the plan.
 *
 * @param outputs by the id of the step
 * @throws RangeError when the result would have more than 4 MiB of characters
 */
export function interpolateStepInputs(
  inputs: unknown,
  variables: Record<string, unknown>,
  outputs: ReadonlyMap<string, unknown>,
): unknown {
  const steps = Object.fromEntries([...outputs].map(([step, given]) => [step, { outputs: given }]));
  return fill(inputs, { variables, steps }, { left: maxFilledCharacters });
}

/** The ids of the steps whose outputs these inputs use. */
export const stepsNamedIn = (inputs: unknown): string[] => namedIn(inputs, 'steps');

/** The names of the variables that these inputs use. */
export const variablesNamedIn = (inputs: unknown): string[] => namedIn(inputs, 'variables');

function namedIn(inputs: unknown, root: string): string[] {
  const named = new Set<string>();
  eachText(inputs, (text) => {
    for (const { segments } of placeholdersIn(text)) {
      if (segments?.[0] === root && segments[1] !== undefined) named.add(segments[1]);
    }
  });
  return [...named];
}

/** The first segments that placeholders may have, and their values. */
type Roots = Readonly<Record<string, unknown>>;

function fill(value: unknown, roots: Roots, budget: { left: number }): unknown {
  if (typeof value === 'string') return fillText(value, roots, budget);
  if (Array.isArray(value)) return value.map((item) => fill(item, roots, budget));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, roots, budget)]));
}

function fillText(text: string, roots: Roots, budget: { left: number }): unknown {
  const [only] = placeholdersIn(text);
  if (only && only.text === text.trim() && only.segments && isRoot(roots, only.segments)) {
    const value = valueAt(roots, only.segments) ?? null;
    spend(budget, JSON.stringify(value).length);
    return value;
  }
  let inserted = 0;
  const filled = text.replace(placeholder, (whole, inner: string | undefined) => {
    if (inner === undefined) return '{{';
    const segments = segmentsOf(inner);
    if (!segments || !isRoot(roots, segments)) return whole;
    const written = asText(valueAt(roots, segments));
    spend(budget, written.length);
    inserted += written.length;
    return written;
  });
  spend(budget, filled.length - inserted);
  return filled;
}

const isRoot = (roots: Roots, [root = '']: readonly string[]): boolean => Object.hasOwn(roots, root);

function spend(budget: { left: number }, characters: number): void {
  budget.left -= characters;
  if (budget.left < 0) throw new RangeError('The inputs are too large after placeholders were replaced.');
}

function valueAt(value: unknown, segments: readonly string[]): unknown {
  return segments.reduce<unknown>(
    (inner, segment) =>
      Array.isArray(inner) && /^\d+$/.test(segment) ? inner[Number(segment)] : ownProperty(inner, segment),
    value,
  );
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
