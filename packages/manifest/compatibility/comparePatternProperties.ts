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
  const [old, now] = [patternsOf(before), patternsOf(after)];
  for (const pattern of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (comparison.changes.isFull) return;
    const [was, is] = [ownProperty(old, pattern), ownProperty(now, pattern)];
    const at = [...path, 'patternProperties', pattern];
    compareOthers(comparison, was ?? before.additionalProperties, is ?? after.additionalProperties, at);
    // A schema that is there besides only excludes: that of a declared property, or of another pattern.
    if (
      was === undefined &&
      (hasNameLike(pattern, after) || Object.keys(old).some((other) => mayShare(pattern, other)))
    )
      comparison.report('condition-added', at, undefined, is);
    if (is === undefined && hasNameLike(pattern, before)) comparison.report('condition-removed', at, was, undefined);
  }
}

const patternsOf = (schema: Schema): Schema => (isRecord(schema.patternProperties) ? schema.patternProperties : {});

/** Whether the name of a declared property matches. */
const hasNameLike = (pattern: string, { properties }: Schema): boolean => {
  if (!isRecord(properties)) return false;
  const { test } = testOf(pattern);
  return Object.keys(properties).some(test);
};

/** A pattern that cannot be matched in linear time is refused elsewhere; here it is said to match. */
function testOf(pattern: string): { test(name: string): boolean } {
  try {
    const compiled = linearPattern(pattern);
    return { test: (name) => compiled.test(name) };
  } catch {
    return { test: () => true };
  }
}

/** Whether a name may match both patterns: unless they begin with different letters. */
function mayShare(one: string, other: string): boolean {
  const [first, second] = [prefixOf(one), prefixOf(other)];
  return first.startsWith(second) || second.startsWith(first);
}

/** The letters that each match begins with. */
const prefixOf = (pattern: string): string => {
  if (pattern.includes('|')) return '';
  const [, letters = '', next = ''] = /^\^([\w-]*)(.?)/.exec(pattern) ?? [];
  return /[?*{]/.test(next) ? letters.slice(0, -1) : letters;
};
