import { nearestDefault } from '../jsonSchema/schemaDefaults.ts';
import { type LocatedSchema, referenceOf, referenceTargets } from '../jsonSchema/schemaReferences.ts';
import { canonicalJson } from '../values/digest.ts';
import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import type { Changes } from './changes.ts';
import { compareConditions } from './compareConditions.ts';
import { compareProperties } from './compareProperties.ts';
import { isSame } from './compareShared.ts';
import type { ChangeRuleName } from './rules/index.ts';
import type { ChangeConcern } from './rules/rule.ts';
import type { Direction, Schema, SchemaComparison } from './schemaComparison.ts';
import {
  allowsType,
  hasMore,
  limitKeywords,
  limitShift,
  listedValues,
  multipleShift,
  typesOf,
} from './schemaValues.ts';

type Targets = () => ReadonlyMap<string, LocatedSchema>;

/** How many references are followed from one schema to another, and how deep schemas are compared. */
const maxReferences = 20;
const maxDepth = 40;

/** Compares two JSON Schemas, with `$ref` resolved inside each, and reports how the values that they allow differ. */
export function compareSchemas(
  changes: Changes,
  direction: Direction,
  [before, after]: readonly [unknown, unknown],
  path: Path,
  concerns: readonly ChangeConcern[] = [],
): void {
  const targets = { before: targetsOf(before), after: targetsOf(after) };
  const followed = { before: followingReferences(targets.before), after: followingReferences(targets.after) };
  const underway: (readonly [unknown, unknown])[] = [];
  const comparison: SchemaComparison = {
    changes,
    direction,
    concerns,
    definitionsDiffer: canonicalJson(definitionsOf(before)) !== canonicalJson(definitionsOf(after)),
    resolve: (side, schema) => followed[side](schema),
    defaultOf: (side, schema) => nearestDefault([schema], targets[side]()),
    report: (rule, at, old, now) => changes.add(`${direction}-${rule}` as ChangeRuleName, at, old, now, concerns),
    compare(old, now, at) {
      changes.count();
      if (changes.isFull) return;
      const pair = [followed.before(old), followed.after(now)] as const;
      // A schema that contains itself was reported where it was met first.
      if (isRecord(pair[0]) && underway.some(([one, other]) => one === pair[0] && other === pair[1])) return;
      underway.push(pair);
      if (underway.length <= maxDepth) compareOne(comparison, asSchema(pair[0]), asSchema(pair[1]), at);
      else if (canonicalJson(old) !== canonicalJson(now)) comparison.report('condition-changed', at, old, now);
      underway.pop();
    },
  };
  comparison.compare(before, after, path);
}

/** The variables of a schema that must be given: they are required and have no default. */
export function requiredVariables(schema: unknown): string[] {
  const targets = targetsOf(schema);
  const followed = followingReferences(targets)(schema);
  const properties = ownProperty(followed, 'properties');
  return items(ownProperty(followed, 'required'))
    .filter((name) => typeof name === 'string')
    .filter((name) => nearestDefault([ownProperty(properties, name)], targets()) === undefined);
}

const definitionsOf = (schema: unknown): unknown[] => [
  ownProperty(schema, '$defs') ?? null,
  ownProperty(schema, 'definitions') ?? null,
];

/** Collected only where there is a reference: schemas without one may be large. */
function targetsOf(schema: unknown): Targets {
  let targets: ReadonlyMap<string, LocatedSchema> | undefined;
  return () => {
    targets ??= referenceTargets(schema);
    return targets;
  };
}

/** Keywords that say nothing about the values of a schema. */
const places = new Set(['$ref', '$defs', 'definitions', '$schema', '$id', '$anchor', '$comment']);

/** Follows references; the same schema always gives the same object. */
function followingReferences(targets: Targets): (schema: unknown) => unknown {
  const found = new Map<unknown, unknown>();
  const follow = (schema: unknown, hops = 0): unknown => {
    if (ownProperty(schema, '$ref') === undefined || hops === maxReferences) return schema;
    if (found.has(schema)) return found.get(schema);
    const target = referenceOf(schema, targets());
    const followed = target ? beside(follow(target.schema, hops + 1), schema as Schema) : schema;
    found.set(schema, followed);
    return followed;
  };
  return follow;
}

/** The target of a reference together with the keywords beside the reference, which apply as well. */
function beside(target: unknown, reference: Schema): unknown {
  const own = Object.fromEntries(Object.entries(reference).filter(([key]) => !places.has(key)));
  if (Object.keys(own).length === 0 || target === false) return target;
  if (!isRecord(target)) return own;
  const isFree = ([key, value]: [string, unknown]): boolean =>
    key === 'default' ||
    !compared.has(key) ||
    !Object.hasOwn(target, key) ||
    canonicalJson(target[key]) === canonicalJson(value);
  const [free, taken] = [Object.entries(own).filter(isFree), Object.entries(own).filter((each) => !isFree(each))];
  const both = { ...target, ...Object.fromEntries(free) };
  return taken.length === 0 ? both : { ...both, allOf: [...items(both.allOf), Object.fromEntries(taken)] };
}

/** `true` and `{}` allow everything; `false` allows nothing, and is compared as a type that no value has. */
const asSchema = (schema: unknown): Schema => (isRecord(schema) ? schema : schema === false ? { type: 'nothing' } : {});

function compareOne(comparison: SchemaComparison, before: Schema, after: Schema, path: Path): void {
  compareTypes(comparison, before, after, path);
  if (isDisjoint(before, after)) return;
  compareListed(comparison, before, after, path);
  for (const [keyword, limit] of Object.entries(limitKeywords)) {
    const shift = limitShift(limit, before, after);
    if (shift) comparison.report(`range-${shift}`, [...path, keyword], before[keyword], after[keyword]);
  }
  const shift = multipleShift(before, after);
  if (shift) comparison.report(`range-${shift}`, [...path, 'multipleOf'], before.multipleOf, after.multipleOf);
  for (const keyword of ['pattern', 'format']) compareForm(comparison, keyword, before, after, path);
  compareProperties(comparison, before, after, path);
  compareItems(comparison, before, after, path);
  compareConditions(comparison, before, after, path);
  compareDescriptions(comparison, before, after, path);
}

/** Compares the items of lists: those at the beginning by their place, the others together. */
function compareItems(comparison: SchemaComparison, before: Schema, after: Schema, path: Path): void {
  const [old, now] = [itemsOf(before), itemsOf(after)];
  for (let index = 0; index < Math.max(old.first.length, now.first.length); index += 1) {
    comparison.compare(old.first[index] ?? old.rest, now.first[index] ?? now.rest, [...path, 'prefixItems', index]);
  }
  if (old.rest !== true || now.rest !== true) comparison.compare(old.rest, now.rest, [...path, 'items']);
}

/** `items` is a list in draft 7, with `additionalItems` for the others. */
function itemsOf(schema: Schema): { first: readonly unknown[]; rest: unknown } {
  if (Array.isArray(schema.items)) return { first: schema.items, rest: schema.additionalItems ?? true };
  return { first: items(schema.prefixItems), rest: schema.items ?? true };
}

function compareTypes({ report, direction }: SchemaComparison, before: Schema, after: Schema, path: Path): void {
  const [old, now] = [typesOf(before), typesOf(after)];
  const at = [...path, 'type'];
  const given = [before.type, after.type] as const;
  // Of types that have nothing in common, only what breaks is reported.
  if (isDisjoint(before, after)) {
    report(direction === 'variable' ? 'type-narrowed' : 'type-widened', at, ...given);
    return;
  }
  // Types that follow from a list of values are compared with the list.
  const isNarrower = [...old].some((type) => !allowsType(now, type));
  const isWider = [...now].some((type) => !allowsType(old, type));
  if (isNarrower && !(before.type === undefined && listedValues(before) === null && listedValues(after) !== null))
    report('type-narrowed', at, ...given);
  if (isWider && !(after.type === undefined && listedValues(after) === null && listedValues(before) !== null))
    report('type-widened', at, ...given);
}

/** Whether no type is allowed by both: comparing other keywords would be pointless. */
function isDisjoint(before: Schema, after: Schema): boolean {
  const [old, now] = [typesOf(before), typesOf(after)];
  return ![...old].some((type) => allowsType(now, type)) && ![...now].some((type) => allowsType(old, type));
}

function compareListed({ report }: SchemaComparison, before: Schema, after: Schema, path: Path): void {
  const [old, now] = [listedValues(before), listedValues(after)];
  const keyword = (after.const ?? before.const) === undefined ? 'enum' : 'const';
  const given = [before.const ?? before.enum, after.const ?? after.enum] as const;
  if (now !== null && (old === null || hasMore(old, now))) report('enum-narrowed', [...path, keyword], ...given);
  if (old !== null && (now === null || hasMore(now, old))) report('enum-widened', [...path, keyword], ...given);
}

/** Patterns cannot be compared: another one may refuse what a caller sends, and may allow what a reader does not expect. */
function compareForm(
  { report, direction }: SchemaComparison,
  keyword: string,
  before: Schema,
  after: Schema,
  path: Path,
): void {
  const [old, now] = [before[keyword], after[keyword]];
  if (old === now) return;
  const isNarrowed = now !== undefined && (old === undefined || direction === 'variable');
  report(isNarrowed ? 'pattern-narrowed' : 'pattern-widened', [...path, keyword], old, now);
}

/** Keywords that do not constrain values, and unknown keywords. */
const compared = new Set(
  `$ref $defs definitions type enum const minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems
   maxItems minProperties maxProperties uniqueItems multipleOf pattern format properties required additionalProperties
   items allOf anyOf oneOf not if then else contains minContains maxContains dependencies dependentRequired
   dependentSchemas propertyNames patternProperties prefixItems additionalItems unevaluatedItems unevaluatedProperties
   default from $schema $id $anchor`.split(/\s+/),
);

function compareDescriptions({ report }: SchemaComparison, before: Schema, after: Schema, path: Path): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (compared.has(key)) continue;
    const [old, now] = [ownProperty(before, key), ownProperty(after, key)];
    if (!isSame(old, now)) report('described', [...path, key], old, now);
  }
}
