import { isSubRange } from '../semver/version.ts';

/** Whether every version that satisfied the earlier range still satisfies the later one. */
export const rangeShift = (before: string, after: string): 'widened' | 'narrowed' =>
  isSubRange(before, after) ? 'widened' : 'narrowed';
