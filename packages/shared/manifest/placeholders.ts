import type { Path } from './path.ts';
import { isRecord, items, own } from './plain.ts';

const placeholder = /\{\{([^{}]*)\}\}/g;
const reference = /^\s*([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*$/;

/** The placeholders of a text; `segments` is null for one that cannot be read. */
export function placeholdersIn(text: string): { text: string; segments: string[] | null }[] {
  if (!text.includes('{{')) return [];
  const found = [...text.matchAll(placeholder)].map(([whole, inner = '']) => ({
    text: whole,
    segments: reference.exec(inner)?.[1]?.split('.') ?? null,
  }));
  const rest = text.replace(placeholder, '');
  return rest.includes('{{') ? [...found, { text: '{{', segments: null }] : found;
}

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
 * missing as nothing. `{{ steps.x.outputs.y }}` is left for the run. Filled values are not filled again.
 * Throws RangeError when the result would have more than 4 MiB of characters.
 */
export function fillInputs(inputs: unknown, variables: Record<string, unknown>): unknown {
  const budget = { left: maxFilledCharacters };
  return fill(inputs, variables, budget);
}

function fill(value: unknown, variables: Record<string, unknown>, budget: { left: number }): unknown {
  if (typeof value === 'string') return fillText(value, variables, budget);
  if (Array.isArray(value)) return value.map((item) => fill(item, variables, budget));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, variables, budget)]));
}

function fillText(text: string, variables: Record<string, unknown>, budget: { left: number }): unknown {
  const [only] = placeholdersIn(text);
  if (only && only.text === text.trim() && only.segments?.[0] === 'variables') {
    const value = valueAt(variables, only.segments.slice(1)) ?? null;
    spend(budget, JSON.stringify(value).length);
    return value;
  }
  const filled = text.replace(placeholder, (whole, inner: string) => {
    const segments = reference.exec(inner)?.[1]?.split('.');
    if (segments?.[0] !== 'variables') return whole;
    const written = asText(valueAt(variables, segments.slice(1)));
    spend(budget, written.length);
    return written;
  });
  spend(budget, filled.length);
  return filled;
}

function spend(budget: { left: number }, characters: number): void {
  budget.left -= characters;
  if (budget.left < 0) throw new RangeError('The filled inputs are too large.');
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
