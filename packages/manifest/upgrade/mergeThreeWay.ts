import { canonicalJson } from '../values/digest.ts';
import { isRecord, ownProperty } from '../values/jsonValue.ts';
import { formatPath, type Path } from '../values/path.ts';

/** Whose value a conflict is resolved with. */
export const mergeSides = ['MINE', 'THEIRS'] as const;
export type MergeSide = (typeof mergeSides)[number];

/** A value that both sides changed, to different values. A value is undefined where there is none. */
export interface MergeConflict {
  /** Location, such as `variables.review.depth`. */
  path: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export interface Merged {
  /** Undefined if there is none. A conflict that is not resolved has the value of `mine`. */
  value: unknown;
  /** All conflicts, the resolved ones too, in the order of their keys. */
  conflicts: MergeConflict[];
}

/**
 * Merges two JSON values that were made from one: what only one side changed is taken from it, and objects are merged by key.
 * Everything else is one value, also an array. `undefined` is a value that is absent; the inputs are not changed.
 *
 * @param resolve whose value to take at the path of a conflict
 * @param path of the values
 */
export function mergeThreeWay(
  { base, mine, theirs }: Omit<MergeConflict, 'path'>,
  resolve: (path: string) => MergeSide | undefined,
  path: Path,
): Merged {
  if (isSame(mine, theirs) || isSame(base, theirs)) return { value: mine, conflicts: [] };
  if (isSame(base, mine)) return { value: theirs, conflicts: [] };
  if (!isRecord(mine) || !isRecord(theirs) || !(base === undefined || isRecord(base))) {
    const conflict = { path: formatPath(path), base, mine, theirs };
    return { value: resolve(conflict.path) === 'THEIRS' ? theirs : mine, conflicts: [conflict] };
  }
  const keys = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  const merged = keys.map((key) => {
    const sides = { base: ownProperty(base, key), mine: ownProperty(mine, key), theirs: ownProperty(theirs, key) };
    return [key, mergeThreeWay(sides, resolve, [...path, key])] as const;
  });
  return {
    value: Object.fromEntries(merged.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]]))),
    conflicts: merged.flatMap(([, { conflicts }]) => conflicts),
  };
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export const isSame = (one: unknown, other: unknown): boolean =>
  one === other || (one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other));
