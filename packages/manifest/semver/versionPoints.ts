import semver from 'semver';
import { isRange, isVersion } from './version.ts';

/**
 * Versions as strings whose bytes sort in SemVer order, and ranges as intervals of such strings, so that one
 * `range @> point` in SQL has the same result as node-semver.
 *
 * Releases are points in the space `r`, prereleases in `p`: a range matches a prerelease only if one of its
 * comparators names a prerelease of the same major.minor.patch, so the two need separate intervals.
 */
export interface PointInterval {
  from: string;
  to: string;
  fromInclusive: boolean;
  toInclusive: boolean;
}

type Parsed = Pick<semver.SemVer, 'major' | 'minor' | 'patch' | 'prerelease'>;

/** A number as a string that sorts by value: the number of digits, then the digits (7 is `017`, 12 is `0212`). */
function num(value: number): string {
  const digits = String(value);
  return `${String(digits.length).padStart(2, '0')}${digits}`;
}

const core = ({ major, minor, patch }: Parsed): string => num(major) + num(minor) + num(patch);

const identifierKey = (identifier: string | number): string =>
  /^\d+$/.test(String(identifier)) ? `0${num(Number(identifier))}` : `1${identifier}`;

/** `~` sorts after every identifier, a space before every character of one. */
const keyOf = (version: Parsed): string =>
  core(version) + (version.prerelease.length === 0 ? '~' : version.prerelease.map(identifierKey).join(' '));

/** The key of a version: keys compare bytewise like their versions, without build metadata. Throws RangeError for an invalid version. */
export function versionKey(version: string): string {
  return keyOf(parse(version));
}

/** The point of a version in the space of releases (`r...`) or prereleases (`p...`). Throws RangeError for an invalid version. */
export function versionPoint(version: string): string {
  const parsed = parse(version);
  return (parsed.prerelease.length === 0 ? 'r' : 'p') + keyOf(parsed);
}

/** The intervals of points that satisfy a range. Throws RangeError for an invalid range. */
export function rangeIntervals(range: string): PointInterval[] {
  if (!isRange(range)) throw new RangeError('Not a version range.');
  const intervals = new semver.Range(range).set.flatMap((comparators) => setIntervals(comparators.filter(names)));
  return intervals.filter((one, index) => intervals.findIndex((other) => same(one, other)) === index);
}

/** A comparator that names a version; the others match any. */
const names = (comparator: semver.Comparator): boolean =>
  typeof comparator.semver === 'object' && 'major' in comparator.semver;

const same = (a: PointInterval, b: PointInterval): boolean =>
  a.from === b.from && a.to === b.to && a.fromInclusive === b.fromInclusive && a.toInclusive === b.toInclusive;

function setIntervals(comparators: readonly semver.Comparator[]): PointInterval[] {
  const releases: PointInterval = { from: 'r', to: 's', fromInclusive: true, toInclusive: false };
  const cores = new Set(comparators.filter((one) => one.semver.prerelease.length > 0).map((one) => core(one.semver)));
  const prereleases = [...cores].map((prefix) => ({
    from: `p${prefix}`,
    to: `p${prefix}~`,
    fromInclusive: true,
    toInclusive: false,
  }));
  return [releases, ...prereleases].map((space) => comparators.reduce(narrow, space)).filter(hasPoints);
}

function narrow(interval: PointInterval, { operator, semver: version }: semver.Comparator): PointInterval {
  const point = interval.from.charAt(0) + keyOf(version);
  const inclusive = operator !== '>' && operator !== '<';
  const below = operator === '<' || operator === '<=';
  const above = operator === '>' || operator === '>=';
  let result = interval;
  if (!below && (point > result.from || (point === result.from && !inclusive))) {
    result = { ...result, from: point, fromInclusive: inclusive };
  }
  if (!above && (point < result.to || (point === result.to && !inclusive))) {
    result = { ...result, to: point, toInclusive: inclusive };
  }
  return result;
}

const hasPoints = ({ from, to, fromInclusive, toInclusive }: PointInterval): boolean =>
  from < to || (from === to && fromInclusive && toInclusive);

function parse(version: string): Parsed {
  const parsed = isVersion(version) ? semver.parse(version) : null;
  if (parsed === null) throw new RangeError('Not a version.');
  return parsed;
}

/** A test of version points: whether a version satisfies a SemVer range. */
export function rangeTest(range: string): (point: string) => boolean {
  const intervals = rangeIntervals(range);
  return (point) =>
    intervals.some(
      ({ from, to, fromInclusive, toInclusive }) =>
        (from < point || (fromInclusive && from === point)) && (point < to || (toInclusive && point === to)),
    );
}
