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
