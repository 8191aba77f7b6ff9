import { compareVersions, isPrerelease, nextVersion, versionNumbers } from '../semver/version.ts';
import type { ChangeLevel } from './rules/rule.ts';

/**
 * Whether a version number allows a breaking change since an earlier release: whether the earlier one's caret range
 * excludes it. From 1.0.0 on, that takes a new major number; below, a new minor number (0.1.x to 0.2.0); 0.0.x promises
 * nothing. A prerelease promises what its release does.
 */
export function allowsBreaking(before: string, after: string): boolean {
  const [old, now] = [versionNumbers(before), versionNumbers(after)];
  if (old[0] !== now[0]) return true;
  if (old[0] > 0) return false;
  return old[1] !== now[1] || old[1] === 0;
}

/** The lowest version number that allows a breaking change and is newer than all that exist: `2.0.0` after 1.4.1. */
export function breakingVersion(newest: string): string {
  const [major, minor] = versionNumbers(newest);
  return nextVersion(newest, major > 0 ? 'major' : minor > 0 ? 'minor' : 'patch');
}

/** The lowest number after a version that changes of this level go with: a patch, a minor or a breaking one. */
export function lowestVersion(before: string, level: ChangeLevel): string {
  if (level === 'BREAKING') return breakingVersion(before);
  const [major, minor] = versionNumbers(before);
  return nextVersion(before, level === 'RISKY' && (major > 0 || minor > 0) ? 'minor' : 'patch');
}

/** The release that a new version is compared with: the newest one that is older. Null when there is none. */
export function baseRelease(versions: readonly string[], version: string): string | null {
  const older = versions.filter((each) => !isPrerelease(each) && compareVersions(each, version) < 0);
  return older.sort(compareVersions).at(-1) ?? null;
}
