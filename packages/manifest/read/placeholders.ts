import type { Path } from '../contract/path.ts';
import { isRecord, items, own } from './jsonValue.ts';

// `{{{{` is a literal `{{`: it was never a placeholder, so no definition that exists means anything else by it.
const placeholder = /\{\{\{\{|\{\{([^{}]*)\}\}/g;
const literal = '{{{{';
const reference = /^\s*([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*$/;

/** The placeholders of a text; `segments` is null for one that cannot be read. */
export function placeholdersIn(text: string): { text: string; segments: string[] | null }[] {
  if (!text.includes('{{')) return [];
  const found = [...text.matchAll(placeholder)]
    .filter(([whole]) => whole !== literal)
    .map(([whole, inner = '']) => ({ text: whole, segments: reference.exec(inner)?.[1]?.split('.') ?? null }));
  const rest = text.replace(placeholder, '\n');
  return rest.includes('{{') ? [...found, { text: '{{', segments: null }] : found;
}

/** A text written so that it comes out of inputs as it is. */
export const escapePlaceholders = (text: string): string => text.replaceAll('{{', literal);

/** Calls `visit` for every text inside a plain value, with its path. Keys are not visited. */
export function eachText(value: unknown, visit: (text: string, path: Path) => void, path: Path = []): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value))
    for (const [index, item] of items(value).entries()) eachText(item, visit, [...path, index]);
  else if (isRecord(value)) for (const [key, item] of Object.entries(value)) eachText(item, visit, [...path, key]);
}

/** How many characters filled inputs may have. */
const maxFilledCharacters = 4_194_304;

/**
 * The inputs of a plan with every `{{ variables.a.b }}` filled. A text that is nothing but one placeholder takes the
 * variable's value as it is (null when there is none); inside a longer text objects are written as JSON and what is
 * missing as nothing. `{{ steps.x.outputs.y }}` is left for the run. `{{{{` becomes `{{`. Filled values are not filled
 * again.
 * Throws RangeError when the result would have more than 4 MiB of characters.
 */
export const interpolateInputs = (inputs: unknown, variables: Record<string, unknown>): unknown =>
  fill(inputs, { variables }, { left: maxFilledCharacters });

/**
 * The inputs of a plan with every placeholder filled, when the step begins: `{{ variables.a.b }}` as in `interpolateInputs`,
 * and `{{ steps.x.outputs.y }}` by what the steps before gave back, in the same way. What was filled is not filled
 * again, whatever it says, so this takes the inputs as the plan has them.
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

/** The ids of the steps whose outputs these inputs name. */
export function stepsNamedIn(inputs: unknown): string[] {
  const named = new Set<string>();
  eachText(inputs, (text) => {
    for (const { segments } of placeholdersIn(text)) {
      if (segments?.[0] === 'steps' && segments[1] !== undefined) named.add(segments[1]);
    }
  });
  return [...named];
}

/** What placeholders may begin with, and the values behind it. */
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
  const filled = text.replace(placeholder, (whole, inner: string | undefined) => {
    if (inner === undefined) return '{{';
    const segments = reference.exec(inner)?.[1]?.split('.');
    if (!segments || !isRoot(roots, segments)) return whole;
    const written = asText(valueAt(roots, segments));
    spend(budget, written.length);
    return written;
  });
  spend(budget, filled.length);
  return filled;
}

const isRoot = (roots: Roots, [root = '']: readonly string[]): boolean => Object.hasOwn(roots, root);

function spend(budget: { left: number }, characters: number): void {
  budget.left -= characters;
  if (budget.left < 0) throw new RangeError('The inputs are too large after placeholders were replaced.');
}

function valueAt(value: unknown, segments: readonly string[]): unknown {
  return segments.reduce<unknown>(
    (inner, segment) => (Array.isArray(inner) && /^\d+$/.test(segment) ? inner[Number(segment)] : own(inner, segment)),
    value,
  );
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
