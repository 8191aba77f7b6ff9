import semver from 'semver';

const number = '(?:0|[1-9]\\d*)';
const identifier = `(?:${number}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;

/** SemVer 2.0 as semver.org defines it; `v1.2.3`, `1.2` and `01.2.3` do not match. */
export const versionPattern = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-${identifier}(?:\\.${identifier})*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

/** The maximum length of a version and of a range; the same limit as in the semver package. */
export const maxVersionLength = 256;

/** True for a strict SemVer 2.0 version whose numbers (also those of its prerelease) are at most 2^53 - 1. */
export function isVersion(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > maxVersionLength || !versionPattern.test(text)) return false;
  const parts = text.replace(/\+.*/, '').replace('-', '.').split('.');
  return parts.every((part) => !/^\d+$/.test(part) || Number(part) <= Number.MAX_SAFE_INTEGER);
}

/** Negative when `a` is older than `b`, 0 when they are equal (build metadata does not count). Both must be versions. */
export const compareVersions = (a: string, b: string): number => semver.compare(a, b);

/** True for `1.0.0-rc.1` and the like. */
export const isPrerelease = (version: string): boolean => isVersion(version) && semver.prerelease(version) !== null;

/** True for a range of node-semver written on one line: `^1.2.0`, `>=1 <3`, `1.x || 2.x`, `*`. */
export function isRange(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    text.length <= maxVersionLength &&
    /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) &&
    semver.validRange(text) !== null
  );
}

/** The newest of `versions` that satisfies `range`, or null. Invalid versions are skipped. */
export function maxSatisfying(versions: readonly string[], range: string): string | null {
  return isRange(range) ? semver.maxSatisfying(versions.filter(isVersion), range) : null;
}

/** Whether every version that satisfies one range satisfies another one too. */
export const isSubRange = (inner: string, outer: string): boolean =>
  isRange(inner) && isRange(outer) && semver.subset(inner, outer);

/** The major, minor and patch number of a version. */
export function versionNumbers(version: string): readonly [major: number, minor: number, patch: number] {
  const { major, minor, patch } = new semver.SemVer(version);
  return [major, minor, patch];
}

/** The next version: `nextVersion('1.4.1', 'major')` is 2.0.0. */
export const nextVersion = (version: string, part: 'major' | 'minor' | 'patch'): string =>
  new semver.SemVer(version).inc(part).version;
