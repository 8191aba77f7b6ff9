import { isMultipleOf } from '../values/decimal.ts';
import { canonicalJson } from '../values/digest.ts';
import { items, ownProperty } from '../values/jsonValue.ts';

type Schema = Record<string, unknown>;

const allTypes = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'] as const;

/** The values of `enum` or `const` as canonical JSON; null when any value is allowed. */
export function listedValues(schema: Schema): Set<string> | null {
  const constant = ownProperty(schema, 'const');
  if (constant !== undefined) return new Set([canonicalJson(constant)]);
  const listed = ownProperty(schema, 'enum');
  return Array.isArray(listed) ? new Set(listed.map(canonicalJson)) : null;
}

/** The types that a schema allows: those of `type`, or of the values that it lists. */
export function typesOf(schema: Schema): ReadonlySet<string> {
  const type = ownProperty(schema, 'type');
  const named = typeof type === 'string' ? [type] : items(type).filter((each) => typeof each === 'string');
  if (named.length > 0) return new Set(named);
  const constant = ownProperty(schema, 'const');
  const listed = constant === undefined ? ownProperty(schema, 'enum') : [constant];
  return new Set(Array.isArray(listed) ? listed.map(typeOfValue) : allTypes);
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Whether `types` allow all values of a type: an integer is a number too. */
export const allowsType = (types: ReadonlySet<string>, type: string): boolean =>
  types.has(type) || (type === 'integer' && types.has('number'));

/** Whether the first set has a member that the second does not have. */
export const hasMore = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].some((value) => !other.has(value));

/** A limit as a number that grows as the limit becomes stricter; null when there is none. */
type Limit = (schema: Schema) => number | null;

const numberAt = (schema: Schema, key: string): number | null => {
  const value = ownProperty(schema, key);
  return typeof value === 'number' ? value : null;
};

/** A bound that excludes its own value is a little stricter; for integers, it is the next one. */
const bound =
  (inclusive: string, exclusive: string, sign: 1 | -1): Limit =>
  (schema) => {
    const isInteger = typesOf(schema).size === 1 && typesOf(schema).has('integer');
    const [at, beyond] = [numberAt(schema, inclusive), numberAt(schema, exclusive)];
    const excluded = beyond === null ? null : isInteger ? (Math.floor(sign * beyond) + 1) * sign : beyond;
    const limits = [at, excluded].flatMap((limit) => (limit === null ? [] : [limit * sign]));
    if (limits.length === 0) return null;
    const strictest = Math.max(...limits);
    // The difference between `minimum: 1` and `exclusiveMinimum: 1`, where it is one.
    const isExclusive = !isInteger && beyond !== null && beyond * sign === strictest;
    return isExclusive ? strictest + Math.max(Math.abs(strictest), 1) * Number.EPSILON : strictest;
  };

const atLeast =
  (key: string): Limit =>
  (schema) =>
    numberAt(schema, key) || null;
const atMost =
  (key: string): Limit =>
  (schema) => {
    const limit = numberAt(schema, key);
    return limit === null ? null : -limit;
  };

/** The limits of a schema by the keyword that a change is reported at. */
export const limitKeywords: Readonly<Record<string, Limit>> = {
  minimum: bound('minimum', 'exclusiveMinimum', 1),
  maximum: bound('maximum', 'exclusiveMaximum', -1),
  minLength: atLeast('minLength'),
  maxLength: atMost('maxLength'),
  minItems: atLeast('minItems'),
  maxItems: atMost('maxItems'),
  minProperties: atLeast('minProperties'),
  maxProperties: atMost('maxProperties'),
  uniqueItems: (schema) => (ownProperty(schema, 'uniqueItems') === true ? 1 : null),
};

/** How the set of allowed values changed. */
export type Shift = 'narrowed' | 'widened' | null;

/** How a limit changed. */
export function limitShift(limit: Limit, before: Schema, after: Schema): Shift {
  const [old, now] = [limit(before), limit(after)];
  if (old === now) return null;
  if (old === null) return 'narrowed';
  return now === null || now < old ? 'widened' : 'narrowed';
}

/** How `multipleOf` changed: every multiple of 4 is one of 2. */
export function multipleShift(before: Schema, after: Schema): Shift {
  const [old, now] = [numberAt(before, 'multipleOf'), numberAt(after, 'multipleOf')];
  if (old === now) return null;
  if (now === null) return 'widened';
  if (old === null) return 'narrowed';
  return isMultipleOf(old, now) ? 'widened' : 'narrowed';
}
