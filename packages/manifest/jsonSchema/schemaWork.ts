import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import { inPlaceKeywords, referenceOf, referenceTargets } from './schemaReferences.ts';
import { eachSchema, subschemas } from './schemaWalk.ts';

/** How many schemas may be applied to one value, references followed. A schema without references stays far below. */
export const maxWorkPerValue = 10_000;
/** How many schemas may be applied to the smallest valid value, which has only what is required. */
export const maxWork = 100_000;

/**
 * Calls `report` for every schema whose check would not be bounded: nested references multiply what is applied to one
 * value, or to the smallest value that has all required parts. A schema that refers to itself for a part of the value,
 * as that of a tree does, is fine. The schema must not refer to itself for the same value.
 */
export function checkWork(root: unknown, report: (path: Path, message: string) => void): void {
  const targets = referenceTargets(root);
  const onOneValue = new Map<unknown, number>();
  const minimumBySchema = new Map<unknown, number>();

  const inPlace = (schema: Record<string, unknown>, alone: boolean): unknown[] => [
    referenceOf(schema, targets)?.schema,
    ...subschemas(schema)
      .filter(({ path }) => (alone ? path[0] === 'allOf' : path[0] !== 'allOf' && inPlaceKeywords.has(String(path[0]))))
      .map((inner) => inner.schema),
  ];

  /** How many schemas are applied to one value. */
  function work(schema: unknown): number {
    if (!isRecord(schema)) return 1;
    const known = onOneValue.get(schema);
    if (known !== undefined) return known;
    const [target, ...others] = inPlace(schema, false);
    const inner = [target, ...others, ...inPlace(schema, true).slice(1)].filter((each) => each !== undefined);
    const total = inner.reduce<number>((sum, each) => sum + work(each), 1);
    onOneValue.set(schema, total);
    return total;
  }

  /** How many schemas are applied to a value and its required parts; infinite if there is no such value. */
  function minimumWork(schema: unknown): number {
    if (!isRecord(schema)) return 1;
    const known = minimumBySchema.get(schema);
    if (known !== undefined) return known;
    minimumBySchema.set(schema, Number.POSITIVE_INFINITY); // Until it is known: a schema that is reached again has no smallest value.
    const [target, ...together] = inPlace(schema, true);
    let total = 1;
    for (const each of [target, ...together]) if (each !== undefined) total += minimumWork(each);
    for (const each of inPlace(schema, false).slice(1)) total += work(each);
    for (const { part, count } of requiredParts(schema)) total += count * minimumWork(part);
    minimumBySchema.set(schema, total);
    return total;
  }

  let reported = 0;
  eachSchema(root, (schema, path) => {
    if (reported >= 5 || work(schema) <= maxWorkPerValue) return;
    reported += 1;
    report(
      path,
      `One value takes ${work(schema).toExponential(1)} checks here; the maximum is ${maxWorkPerValue}. Use fewer nested references.`,
    );
  });
  if (reported > 0) return;
  const total = minimumWork(root);
  if (total === Number.POSITIVE_INFINITY) report([], 'No value can match: a required property contains itself.');
  else if (total > maxWork)
    report(
      [],
      `Even the smallest valid value takes ${total.toExponential(1)} checks; the maximum is ${maxWork}. Use fewer nested references.`,
    );
}

/** The schemas of the required parts of a value of this type, and how many parts have each. */
function requiredParts(schema: Record<string, unknown>): { part: unknown; count: number }[] {
  if (schema.type === 'object') {
    return items(ownProperty(schema, 'required')).flatMap((name) => {
      const part = ownProperty(ownProperty(schema, 'properties'), String(name));
      return part === undefined ? [] : [{ part, count: 1 }];
    });
  }
  const least = ownProperty(schema, 'minItems');
  if (schema.type !== 'array' || typeof least !== 'number') return [];
  const first = items(ownProperty(schema, 'prefixItems')).slice(0, least);
  const rest = { part: ownProperty(schema, 'items'), count: least - first.length };
  return [...first.map((part) => ({ part, count: 1 })), ...(rest.count > 0 && isRecord(rest.part) ? [rest] : [])];
}
