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
  requireVersion(`The current version of ${slug}`, currentVersion, expected);
}

/**
 * Requires that a version is the one that the caller expects. A blank string never matches.
 *
 * @param what it is the version of, as the beginning of a sentence
 * @throws StaleVersion
 */
export function requireVersion(what: string, actual: string | null, expected: string | null | undefined): void {
  if (typeof expected !== 'string' || expected === actual) return;
  const clipped = clip(expected, 256);
  const message = `${what} is ${actual ?? 'not set'}, not ${clipped || '""'}. Reload it before you continue.`;
  throw new StaleVersion(message, clipped, actual);
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
  const [asked, actual] = [expected.toISOString(), updatedAt.toISOString()];
  const message = `${slug} was last changed at ${actual}, not ${asked}. Reload it before you continue.`;
  throw new StaleVersion(message, asked, actual);
}
