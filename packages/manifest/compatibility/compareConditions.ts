import { canonicalJson } from '../values/digest.ts';
import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import { compareOthers } from './compareOthers.ts';
import type { Schema, SchemaComparison } from './schemaComparison.ts';
import { allowsType, listedValues, typesOf } from './schemaValues.ts';

/** Keywords that only ever exclude values, and that are compared as a whole. */
const conditions: readonly (readonly [string, ...string[]])[] = [
  ['not'],
  ['if', 'then', 'else'],
  ['contains', 'minContains', 'maxContains'],
  ['dependencies'],
  ['dependentRequired'],
  ['dependentSchemas'],
  ['propertyNames'],
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
    else compareChanged(comparison, single(old), single(now), at);
  }
}

/** Compares a condition that both schemas have. */
function compareChanged(comparison: SchemaComparison, before: unknown, after: unknown, at: Path): void {
  const keyword = String(at.at(-1));
  if (schemas.has(keyword)) compareOthers(comparison, before, after, at);
  else if (keyword === 'dependentRequired' && isRecord(before) && isRecord(after))
    compareDependentRequired(comparison, before, after, at);
  else comparison.report('condition-changed', at, before, after);
}

/** Conditions that are a schema of the names, items or properties that they are about. */
const schemas: ReadonlySet<string> = new Set(['propertyNames', 'unevaluatedItems', 'unevaluatedProperties']);

function compareDependentRequired({ report }: SchemaComparison, before: Schema, after: Schema, at: Path): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [new Set(items(ownProperty(before, name))), new Set(items(ownProperty(after, name)))];
    if ([...now].some((each) => !old.has(each))) report('condition-added', [...at, name], before[name], after[name]);
    if ([...old].some((each) => !now.has(each))) report('condition-removed', [...at, name], before[name], after[name]);
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
  const excludes = (side: 'before' | 'after', branch: Branch): boolean => {
    const resolve = (schema: unknown): unknown => comparison.resolve(side, schema);
    const others = items((side === 'before' ? before : after)[keyword]).toSpliced(branch.index, 1);
    return keyword === 'oneOf' && others.some((other) => mayOverlap(branch.schema, other, resolve));
  };
  now.forEach((branch, position) => {
    const { schema, index } = branch;
    const match = old[position];
    if (match) comparison.compare(match.schema, schema, [...at, index]);
    else comparison.report('type-widened', [...at, index], undefined, schema);
    if (!excludes('after', branch)) return;
    if (!match) comparison.report('condition-added', [...at, index], undefined, schema);
    else if (canonicalJson(match.schema) !== canonicalJson(schema))
      comparison.report('condition-changed', [...at, index], match.schema, schema);
  });
  for (const branch of old.slice(now.length)) {
    const { schema, index } = branch;
    comparison.report('type-narrowed', [...at, index], schema, undefined);
    if (excludes('before', branch)) comparison.report('condition-removed', [...at, index], schema, undefined);
  }
}

/** Whether a value may match both schemas: unless their types, or values that both require, have nothing in common. */
function mayOverlap(first: unknown, second: unknown, resolve: (schema: unknown) => unknown): boolean {
  const [one, other] = [resolve(first), resolve(second)];
  if (one === false || other === false) return false;
  if (!(isRecord(one) && isRecord(other))) return true;
  const [types, others] = [typesOf(one), typesOf(other)];
  if (![...types].some((type) => allowsType(others, type)) && ![...others].some((type) => allowsType(types, type)))
    return false;
  const [values, otherValues] = [listedValues(one), listedValues(other)];
  if (values && otherValues && ![...values].some((value) => otherValues.has(value))) return false;
  if (![types, others].some((each) => each.size === 1 && each.has('object'))) return true;
  // As in objects that are told apart by the constant of a required property.
  const constantsOf = (schema: Schema, name: unknown): Set<string> | null => {
    const property = resolve(ownProperty(ownProperty(schema, 'properties'), String(name)));
    return isRecord(property) ? listedValues(property) : null;
  };
  const required = items(one.required).filter((name) => items(other.required).includes(name));
  return !required.some((name) => {
    const [constants, otherConstants] = [constantsOf(one, name), constantsOf(other, name)];
    return constants && otherConstants && ![...constants].some((value) => otherConstants.has(value));
  });
}
