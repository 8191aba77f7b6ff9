import { clip } from '../../packages/manifest/values/path.ts';
import type { Entry } from '../db/entry.ts';
import { StaleVersion } from '../errors.ts';

/**
 * Requires that the current version of an entry is the one that the caller expects. A blank string never matches.
 *
 * @throws StaleVersion
 */
export function requireCurrent(
  { slug, currentVersion }: Pick<Entry, 'slug'> & { currentVersion: string | null },
  expected: string | null | undefined,
): void {
  if (typeof expected === 'string' && expected !== currentVersion)
    throw new StaleVersion(slug, clip(expected, 256), currentVersion);
}

/**
 * Requires that an entry was not changed after the time that the caller expects.
 *
 * @throws StaleVersion, with the two times
 */
export function requireUnchanged(
  { slug, updatedAt }: Pick<Entry, 'slug' | 'updatedAt'>,
  expected: Date | null | undefined,
): void {
  if (!expected || expected.getTime() === updatedAt.getTime()) return;
  const error = new StaleVersion(slug, expected.toISOString(), updatedAt.toISOString());
  error.message = `${slug} was last changed at ${error.actual}, not ${error.expected}. Reload it before you continue.`;
  throw error;
}
