import { clip } from '../../packages/manifest/values/path.ts';
import type { Entry } from '../db/entry.ts';
import { StaleVersion } from '../errors.ts';

/**
 * That the current version of an entry is what the caller believes; a blank belief is one too, and wrong.
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
