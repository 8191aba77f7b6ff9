import { canonicalJson } from '../values/digest.ts';
import { ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import type { Schema, SchemaComparison } from './schemaComparison.ts';

/** Keywords that only ever exclude values, and that are compared as a whole. */
const conditions: readonly (readonly [string, ...string[]])[] = [
  ['not'],
  ['if', 'then', 'else'],
  ['contains', 'minContains', 'maxContains'],
  ['dependencies'],
  ['dependentRequired'],
  ['dependentSchemas'],
  ['propertyNames'],
  ['patternProperties'],
  ['prefixItems', 'additionalItems'],
  ['unevaluatedItems'],
  ['unevaluatedProperties'],
];

/** Compares the keywords that combine schemas or make one depend on another. */
export function compareConditions(comparison: SchemaComparison, before: Schema, after: Schema, path: Path): void {
  compareAllOf(comparison, before, after, path);
  for (const keyword of ['anyOf', 'oneOf']) compareBranches(comparison, keyword, before, after, path);
  for (const keywords of conditions) {
    const [old, now] = [picked(before, keywords), picked(after, keywords)];
    const isSame = canonicalJson(old) === canonicalJson(now);
    if (isSame && !(comparison.definitionsDiffer && hasReference(now))) continue;
    const at = [...path, keywords[0]];
    if (Object.keys(old).length === 0) comparison.report('condition-added', at, undefined, single(now));
    else if (Object.keys(now).length === 0) comparison.report('condition-removed', at, single(old), undefined);
    else comparison.report('condition-changed', at, single(old), single(now));
  }
}

const picked = (schema: Schema, keywords: readonly string[]): Schema =>
  Object.fromEntries(keywords.flatMap((key) => (Object.hasOwn(schema, key) ? [[key, schema[key]]] : [])));

/** A value alone, several by their keywords. */
const single = (values: Schema): unknown => (Object.keys(values).length === 1 ? Object.values(values)[0] : values);

interface Branch {
  schema: unknown;
  index: number;
}

/** The schemas of a list that the other list does not have, in their order. */
function different(before: Schema, after: Schema, keyword: string): { old: Branch[]; now: Branch[] } {
  const listed = (schema: Schema): Branch[] => {
    const list = ownProperty(schema, keyword);
    return Array.isArray(list) ? list.map((each: unknown, index) => ({ schema: each, index })) : [];
  };
  const [old, now] = [listed(before), listed(after)];
  const texts = (list: Branch[]): Set<string> => new Set(list.map(({ schema }) => canonicalJson(schema)));
  const [had, has] = [texts(old), texts(now)];
  return {
    old: old.filter(({ schema }) => !has.has(canonicalJson(schema)) || hasReference(schema)),
    now: now.filter(({ schema }) => !had.has(canonicalJson(schema)) || hasReference(schema)),
  };
}

/** The same reference can lead to another schema. */
const hasReference = (schema: unknown): boolean => canonicalJson(schema).includes('"$ref"');

/** All of them apply: what one refuses is refused. */
function compareAllOf(comparison: SchemaComparison, before: Schema, after: Schema, path: Path): void {
  const { old, now } = different(before, after, 'allOf');
  now.forEach(({ schema, index }, position) => {
    const match = old[position];
    const at = [...path, 'allOf', index];
    if (match) comparison.compare(match.schema, schema, at);
    else comparison.report('condition-added', at, undefined, schema);
  });
  for (const { schema, index } of old.slice(now.length))
    comparison.report('condition-removed', [...path, 'allOf', index], schema, undefined);
}

/** One of them applies: a removed branch refuses what it allowed. */
function compareBranches(
  comparison: SchemaComparison,
  keyword: string,
  before: Schema,
  after: Schema,
  path: Path,
): void {
  const at = [...path, keyword];
  const [had, has] = [Array.isArray(before[keyword]), Array.isArray(after[keyword])];
  if (!had && has) comparison.report('condition-added', at, undefined, after[keyword]);
  if (had && !has) comparison.report('condition-removed', at, before[keyword], undefined);
  if (!had || !has) return;
  const { old, now } = different(before, after, keyword);
  now.forEach(({ schema, index }, position) => {
    const match = old[position];
    if (match) comparison.compare(match.schema, schema, [...at, index]);
    else comparison.report('type-widened', [...at, index], undefined, schema);
  });
  for (const { schema, index } of old.slice(now.length))
    comparison.report('type-narrowed', [...at, index], schema, undefined);
}
