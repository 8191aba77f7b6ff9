import type { IssueCode } from './issueCodes.ts';
import { maxDepth } from './jsonText.ts';
import { clip, type Path, type Segment } from './path.ts';
import { textProblems } from './text.ts';

/** Reports a problem at a place of a value. */
type Report = (path: Path, code: IssueCode, message: string, severity?: 'error' | 'warning') => void;

interface JsonValueOptions {
  /** The maximum number of values, containers included. */
  nodes?: number;
  /** The maximum number of characters of all keys and strings. */
  characters?: number;
  /** Whether strings are user input, not part of a definition: any normal form and direction is allowed. */
  lenientText?: boolean;
}

class Stop extends Error {}

interface Walk {
  report: Report;
  path: Segment[];
  nodes: number;
  characters: number;
  lenientText: boolean;
}

/**
 * A deep copy of `value` that is plain JSON: own enumerable keys, finite numbers, no -0, no cycles,
 * at most 64 levels. Everything else is reported; returns `undefined` when it had to stop.
 * Other functions of this package walk only values that were returned here.
 */
export function toJsonValue(value: unknown, report: Report, options: JsonValueOptions = {}): unknown {
  const { nodes = 50_000, characters = 1_048_576, lenientText = false } = options;
  const walk: Walk = { report, path: [], nodes, characters, lenientText };
  try {
    return copy(walk, value, 0);
  } catch (error) {
    if (!(error instanceof Stop)) report([], 'not_json', 'Must be a JSON value.');
    return undefined;
  }
}

function copy(walk: Walk, value: unknown, depth: number): unknown {
  walk.nodes -= 1;
  if (walk.nodes < 0) stop(walk, 'too_many_values', 'Contains too many values.');
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return checkText(walk, value, 'The string');
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) walk.report(walk.path, 'number_out_of_range', 'Must be a finite number.');
    return value === 0 || !Number.isFinite(value) ? 0 : value;
  }
  if (typeof value !== 'object') return notJson(walk);
  if (depth >= maxDepth) stop(walk, 'too_deep', `Must have at most ${maxDepth} levels of nesting.`);
  return Array.isArray(value) ? copyArray(walk, value, depth) : copyObject(walk, value, depth);
}

function copyArray(walk: Walk, value: readonly unknown[], depth: number): unknown[] {
  if (value.length > walk.nodes) stop(walk, 'too_many_values', 'Contains too many values.');
  return Array.from(value, (item, index) => at(walk, index, () => copy(walk, item, depth + 1)));
}

function copyObject(walk: Walk, value: object, depth: number): unknown {
  if (Object.prototype.toString.call(value) !== '[object Object]') return notJson(walk);
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    at(walk, key, () => {
      checkText(walk, key, `The key "${clip(key)}"`);
      if (key === '__proto__')
        walk.report(walk.path, 'forbidden_key', 'The key "__proto__" is not allowed; rename it.');
      else result[key] = copy(walk, item, depth + 1);
    });
  }
  return result;
}

function at<T>(walk: Walk, segment: Segment, work: () => T): T {
  walk.path.push(segment);
  const result = work();
  walk.path.pop();
  return result;
}

function checkText(walk: Walk, text: string, what: string): string {
  walk.characters -= text.length;
  if (walk.characters < 0) stop(walk, 'too_large', 'Too large.');
  for (const { code, message, severity } of textProblems(text, { nfc: !walk.lenientText })) {
    if (walk.lenientText && code !== 'nul_character' && code !== 'lone_surrogate') continue;
    walk.report([...walk.path], code, `${what} ${message}`, severity);
  }
  return text;
}

function notJson(walk: Walk): null {
  walk.report([...walk.path], 'not_json', 'Must be a JSON value.');
  return null;
}

function stop(walk: Walk, code: IssueCode, message: string): never {
  walk.report(walk.path.slice(0, 8), code, message);
  throw new Stop();
}

/** True for a plain object, so that its keys can be read. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The own property of a record, never an inherited one. */
export const ownProperty = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** A value's items when it is an array, its entries when it is a record, else nothing. */
export const items = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const entries = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);
