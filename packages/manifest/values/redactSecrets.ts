import { assignedSecrets, findTokens, type SecretFinding } from '../secrets/secrets.ts';
import { isRecord } from './jsonValue.ts';
import type { Path } from './path.ts';

const hidden = '(hidden)';

/**
 * A JSON value without the well-known forms of secrets in its strings and keys; published examples stay.
 *
 * @returns a copy, and the places where something was replaced
 */
export function redactTokens(value: unknown, path: Path = []): { value: unknown; places: Path[] } {
  const places: Path[] = [];
  const inside = (inner: unknown, segment: string | number): unknown => {
    const redacted = redactTokens(inner, [...path, segment]);
    places.push(...redacted.places);
    return redacted.value;
  };
  if (typeof value === 'string') {
    const text = redactText(value);
    return { value: text, places: text === value ? [] : [path] };
  }
  if (Array.isArray(value)) return { value: value.map(inside), places };
  if (!isRecord(value)) return { value, places };
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const safe = redactText(key);
    const shown = safe === key ? key : unused(safe, copy, value);
    if (shown !== key) places.push([...path, shown]);
    copy[shown] = inside(inner, shown);
  }
  return { value: copy, places };
}

/** A key that is not taken yet: keys that differ only in their secrets remain distinct. */
function unused(key: string, ...taken: readonly object[]): string {
  let name = key;
  for (let count = 2; taken.some((each) => Object.hasOwn(each, name)); count += 1) name = `${key} ${count}`;
  return name;
}

/** A text with each well-known form of a secret replaced by `(hidden)`. */
const redactText = (text: string): string => withoutFindings(text, findTokens(text));

/** Prose or source code with the well-known forms of secrets, and what is assigned to `password` and the like, as `(hidden)`. */
export const redactAssigned = (text: string): string => withoutFindings(text, assignedSecrets(text));

function withoutFindings(text: string, findings: readonly SecretFinding[]): string {
  let [shown, end] = ['', 0];
  for (const { value, at } of findings.toSorted((a, b) => a.at - b.at)) {
    if (at + value.length <= end) continue;
    if (at >= end) shown += text.slice(end, at) + hidden;
    end = at + value.length;
  }
  return shown + text.slice(end);
}
