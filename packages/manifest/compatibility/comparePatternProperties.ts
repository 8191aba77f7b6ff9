import { linearPattern } from '../jsonSchema/linearPattern.ts';
import { isRecord, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import { compareOthers } from './compareOthers.ts';
import type { Schema, SchemaComparison } from './schemaComparison.ts';

/**
 * Compares what properties may be whose names match a pattern. Where only one schema has the pattern, the other one treats those
 * properties as it treats all that are not declared.
 */
export function comparePatternProperties(
  comparison: SchemaComparison,
  before: Schema,
  after: Schema,
  path: Path,
): void {
  const [old, now] = [sideOf(before), sideOf(after)];
  for (const pattern of new Set([...old.patterns.keys(), ...now.patterns.keys()])) {
    if (comparison.changes.isFull) return;
    const [was, is] = [old.patterns.get(pattern), now.patterns.get(pattern)];
    const at = [...path, 'patternProperties', pattern];
    if (was && is) compareOthers(comparison, was.schema, is.schema, at);
    else if (is) compareAdded(comparison, pattern, is, [old, now], at);
    else if (was) compareRemoved(comparison, pattern, was, [old, now], at);
  }
}

interface Pattern {
  schema: unknown;
  /** The letters that each match begins with. */
  prefix: string;
  /** Whether whatever begins with them matches. */
  isPrefix: boolean;
}

interface Side {
  patterns: ReadonlyMap<string, Pattern>;
  /** The names of the declared properties. */
  names: readonly string[];
  /** What properties may be that are neither declared nor match a pattern. */
  others: unknown;
}

const sideOf = ({ patternProperties, properties, additionalProperties, unevaluatedProperties }: Schema): Side => ({
  patterns: new Map(
    isRecord(patternProperties)
      ? Object.keys(patternProperties).map((pattern) => [
          pattern,
          { schema: ownProperty(patternProperties, pattern), ...prefixOf(pattern) },
        ])
      : [],
  ),
  names: isRecord(properties) ? Object.keys(properties) : [],
  others: additionalProperties ?? unevaluatedProperties,
});

function prefixOf(pattern: string): Pick<Pattern, 'prefix' | 'isPrefix'> {
  const [matched = '', letters = '', next = ''] = /^\^([\w-]*)(.?)/.exec(pattern) ?? [];
  if (matched === '' || pattern.includes('|')) return { prefix: '', isPrefix: false };
  return /[?*{]/.test(next)
    ? { prefix: letters.slice(0, -1), isPrefix: false }
    : { prefix: letters, isPrefix: next === '' };
}

/** A schema beside others only excludes: that of a declared property, or of another pattern. */
function compareAdded(
  comparison: SchemaComparison,
  pattern: string,
  is: Pattern,
  [old, now]: readonly [Side, Side],
  at: Path,
): void {
  const others = [...old.patterns.values()];
  count(comparison, now, others);
  const excludes = is.schema !== true && !(isRecord(is.schema) && Object.keys(is.schema).length === 0);
  if (excludes && (others.some((other) => mayShare(is, other)) || hasNameLike(pattern, now)))
    comparison.report('condition-added', at, undefined, is.schema);
  if (!others.some((other) => covers(other, is))) compareOthers(comparison, old.others, is.schema, at);
}

function compareRemoved(
  comparison: SchemaComparison,
  pattern: string,
  was: Pattern,
  [old, now]: readonly [Side, Side],
  at: Path,
): void {
  const others = [...now.patterns.values()];
  count(comparison, old, others);
  const isCovered = others.some((other) => covers(other, was));
  if (isCovered || hasNameLike(pattern, old)) comparison.report('condition-removed', at, was.schema, undefined);
  if (!isCovered) compareOthers(comparison, was.schema, now.others, at);
}

/** Compiling a pattern costs about as much as comparing ten values. */
const count = ({ changes }: SchemaComparison, { names }: Side, others: readonly Pattern[]): void =>
  changes.count(10 + names.length + others.length);

/** Whether a name may match both patterns: unless they begin with different letters. */
const mayShare = (one: Pattern, other: Pattern): boolean =>
  one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);

/** Whether each name that matches the second pattern matches the first. */
const covers = (one: Pattern, other: Pattern): boolean => one.isPrefix && other.prefix.startsWith(one.prefix);

/** Whether the name of a declared property matches. */
function hasNameLike(pattern: string, { names }: Side): boolean {
  if (names.length === 0) return false;
  try {
    const compiled = linearPattern(pattern);
    return names.some((name) => compiled.test(name));
  } catch {
    return true; // It cannot be matched in linear time, and is refused elsewhere.
  }
}
