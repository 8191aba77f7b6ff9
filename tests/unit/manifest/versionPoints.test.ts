import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  isRange,
  isVersion,
  maxSatisfying,
  type PointInterval,
  rangeIntervals,
  rangeTest,
  versionKey,
  versionPoint,
} from '../../../packages/manifest/index.ts';
import { isSubRange, maxVersionLength } from '../../../packages/manifest/semver/version.ts';

const number = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 3 }) },
  fc.integer({ min: 9, max: 12 }),
  fc.constant(Number.MAX_SAFE_INTEGER),
);
const identifier = fc.oneof(
  fc.constantFrom('alpha', 'beta', 'rc', 'alpha-1', '-', 'a', 'Z', '0a', 'alpha1'),
  fc.constantFrom('0', '1', '2', '10', '9007199254740991'),
);
const prerelease = fc.array(identifier, { minLength: 1, maxLength: 3 }).map((parts) => `-${parts.join('.')}`);
const maybe = (text: fc.Arbitrary<string>) => fc.oneof({ weight: 2, arbitrary: fc.constant('') }, text);
const version = fc
  .tuple(number, number, number, maybe(prerelease), maybe(fc.constantFrom('+build', '+1.2')))
  .map(([major, minor, patch, pre, build]) => `${major}.${minor}.${patch}${pre}${build}`);

const small = fc.constantFrom('0', '1', '2', '3', '10', 'x', '*');
const partial = fc.oneof(
  version,
  small,
  fc.tuple(small, small).map((parts) => parts.join('.')),
  fc.tuple(small, small, small).map((parts) => parts.join('.')),
);
const comparator = fc
  .tuple(fc.constantFrom('', '=', '>', '>=', '<', '<=', '^', '~', '~>'), partial)
  .map((parts) => parts.join(''));
const set = fc.oneof(
  fc.array(comparator, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' ')),
  fc.tuple(partial, partial).map(([from, to]) => `${from} - ${to}`),
);
const range = fc
  .array(set, { minLength: 1, maxLength: 3 })
  .map((sets) => sets.join(' || '))
  .filter(isRange);

const point = versionPoint;
const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const holds = ({ from, to, fromInclusive, toInclusive }: PointInterval, point: string) =>
  (bytewise(from, point) < 0 || (fromInclusive && from === point)) &&
  (bytewise(point, to) < 0 || (toInclusive && to === point));
/** As SQL compares points, and as `rangeTest` does. */
const inRange = (range: string, version: string) => {
  const point = versionPoint(version);
  const isHeld = rangeIntervals(range).some((interval) => holds(interval, point));
  expect(rangeTest(range)(point)).toBe(isHeld);
  return isHeld;
};

describe('version points', () => {
  it('contain a version exactly when node-semver says that it satisfies the range', () => {
    fc.assert(
      fc.property(range, fc.array(version, { minLength: 1, maxLength: 10 }), (range, versions) => {
        for (const version of versions)
          expect([version, inRange(range, version)]).toEqual([version, semver.satisfies(version, range)]);
      }),
      { numRuns: 3000 },
    );
  });

  it('contain the bounds of a range as node-semver does', () => {
    fc.assert(
      fc.property(version, fc.constantFrom('', '=', '>', '>=', '<', '<=', '^', '~'), (version, operator) => {
        const range = `${operator}${version}`;
        fc.pre(isRange(range));
        for (const near of [
          version,
          semver.inc(version, 'patch'),
          semver.inc(version, 'prerelease', 'alpha'),
          semver.inc(version, 'major'),
        ]) {
          if (near !== null && isVersion(near))
            expect([range, near, inRange(range, near)]).toEqual([range, near, semver.satisfies(near, range)]);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('sort bytewise in the order of versions', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(bytewise(versionKey(a), versionKey(b)))).toBe(Math.sign(compareVersions(a, b)));
      }),
      { numRuns: 5000 },
    );
  });

  it('never form an interval that ends before it begins or leaves its space', () => {
    fc.assert(
      fc.property(range, (range) => {
        for (const { from, to } of rangeIntervals(range)) {
          expect(bytewise(from, to)).toBeLessThanOrEqual(0);
          expect([`${from[0]}`, String.fromCharCode((from.codePointAt(0) ?? 0) + 1)]).toContain(to[0]);
        }
      }),
    );
  });

  it.each([
    ['7.0.0', 'r017010010~'],
    ['12.0.1', 'r0212010011~'],
    ['1.0.0-rc.1', 'p0110100101rc 0011'],
    ['1.0.0-rc.1+build.5', 'p0110100101rc 0011'],
  ])('represent %s as %s', (version, point) => expect(versionPoint(version)).toBe(point));

  it('sort versions that differ in one identifier', () => {
    const ascending = [
      ...['1.0.0-0', '1.0.0-2', '1.0.0-10', '1.0.0-9007199254740991', '1.0.0--', '1.0.0-0a', '1.0.0-a', '1.0.0-a.0'],
      ...['1.0.0-a-', '1.0.0-a1', '1.0.0-rc.2', '1.0.0-rc.10', '1.0.0-rc.10a', '1.0.0', '2.0.0', '10.0.0'],
    ];
    expect(ascending.toSorted(compareVersions)).toEqual(ascending);
    expect(ascending.toReversed().toSorted((a, b) => bytewise(versionKey(a), versionKey(b)))).toEqual(ascending);
  });

  it.each<[range: string, ...intervals: [from: string, '<' | '<=', '<' | '<=', to: string][]]>([
    ['*', ['r', '<=', '<', 's']],
    ['1.2.0', [point('1.2.0'), '<=', '<=', point('1.2.0')]],
    ['>=1.2.0 <2.0.0', [point('1.2.0'), '<=', '<', point('2.0.0')]],
    ['>1.2.0 <=2.0.0', [point('1.2.0'), '<', '<=', point('2.0.0')]],
    ['>1.2.0 >=1.2.0', [point('1.2.0'), '<', '<', 's']],
    ['>=1.2.0 >1.2.0', [point('1.2.0'), '<', '<', 's']],
    ['<2.0.0 <=2.0.0', ['r', '<=', '<', point('2.0.0')]],
    ['<=2.0.0 <2.0.0', ['r', '<=', '<', point('2.0.0')]],
    ['>1.2.0 >1.0.0', [point('1.2.0'), '<', '<', 's']],
    ['<1.0.0 <1.2.0', ['r', '<=', '<', point('1.0.0')]],
    ['>1.0.0 <1.0.0'],
    ['>=1.0.0 <1.0.0'],
    ['>1.0.0 <=1.0.0'],
    ['<2.0.0 || <2.0.0', ['r', '<=', '<', point('2.0.0')]],
    ['<1.0.0 || <2.0.0', ['r', '<=', '<', point('1.0.0')], ['r', '<=', '<', point('2.0.0')]],
    ['>1.0.0 || >2.0.0', [point('1.0.0'), '<', '<', 's'], [point('2.0.0'), '<', '<', 's']],
    ['>1.2.0 || >=1.2.0', [point('1.2.0'), '<', '<', 's'], [point('1.2.0'), '<=', '<', 's']],
    ['<1.2.0 || <=1.2.0', ['r', '<=', '<', point('1.2.0')], ['r', '<=', '<=', point('1.2.0')]],
    ['<1.2.0-rc.1', ['r', '<=', '<', `r${versionKey('1.2.0-rc.1')}`], ['p011012010', '<=', '<', point('1.2.0-rc.1')]],
    ['>1.2.0-rc.1', [`r${versionKey('1.2.0-rc.1')}`, '<', '<', 's'], [point('1.2.0-rc.1'), '<', '<', 'p011012010~']],
  ])('that satisfy %s', (range, ...intervals) => {
    const expected = intervals.map(([from, first, last, to]) => {
      return { from, to, fromInclusive: first === '<=', toInclusive: last === '<=' };
    });
    expect(rangeIntervals(range)).toEqual(expected);
  });

  it.each(['latest', '', ' ^1.0.0', '^1.0.0\n', '1.2.3.4', '>', 'a'.repeat(300), '>=99999999999999999999.0.0'])(
    'refuse the range %j',
    (text) => {
      expect(isRange(text)).toBe(false);
      expect(() => rangeIntervals(text)).toThrow(new RangeError('Not a version range.'));
      expect(() => versionPoint(text)).toThrow(new RangeError('Not a version.'));
    },
  );

  it('find the newest version that satisfies a range', () => {
    expect(maxSatisfying(['1.9.0', '1.10.0', '2.0.0-rc.1', 'v3', 'v1.11.0'], '^1.0.0')).toBe('1.10.0');
    expect(maxSatisfying(['1.0.0'], 'latest')).toBe(null);
  });
});

describe('versions', () => {
  it.each([
    '1.0.0',
    '0.0.0',
    '1.0.0-rc.1',
    '1.0.0-0a',
    '1.0.0+001',
    '9007199254740991.0.0',
    '1.0.0--',
    '1.0.0-a1',
    '1.0.0-rc.1-9007199254740992',
    '1.0.0+9007199254740992',
    '1.0.0+a.9007199254740992',
    `1.0.0-${'a'.repeat(maxVersionLength - '1.0.0-'.length)}`,
  ])('may be %s', (text) => {
    expect(isVersion(text)).toBe(true);
  });

  it.each([
    ...[
      'v1.0.0',
      '1.0',
      '1',
      '01.0.0',
      '1.0.0-01',
      ' 1.0.0',
      '1.0.0 ',
      '1.0.0\n',
      '=1.0.0',
      '1.0.0-',
      '1.0.0+',
      '1.0.0-a..b',
    ],
    ...[
      '9007199254740992.0.0',
      '1.0.0-9007199254740992',
      '1.0.0-rc.9007199254740992+1',
      '1.0.0-ä',
      '١.0.0',
      `1.0.0-${'a'.repeat(maxVersionLength + 1 - '1.0.0-'.length)}`,
      '',
      1,
      null,
      ['1.0.0'],
    ],
  ])('cannot be %j', (text) => expect(isVersion(text)).toBe(false));
});

describe('ranges', () => {
  const spaced = (length: number) => `>=1.0.0${' '.repeat(length - '>=1.0.0<2.0.0'.length)}<2.0.0`;

  it.each(['*', '1', '1.0.0', '^1.0.0 || 2.x', spaced(maxVersionLength)])('may be %s', (text) =>
    expect(isRange(text)).toBe(true),
  );

  it.each([spaced(maxVersionLength + 1), '1.0.0 ', '1.0.0\t||2', 1, null, ['1.0.0'], Object('1.0.0')])(
    'cannot be %j',
    (text) => expect(isRange(text)).toBe(false),
  );

  it.each([
    ['^1.2.0', '^1.0.0', true],
    ['^1.0.0', '^1.2.0', false],
    ['^1.0.0', '^1.0.0', true],
    ['^1.0.0', 'latest', false],
    ['latest', '^1.0.0', false],
  ])('%s is within %s: %s', (inner, outer, isWithin) => expect(isSubRange(inner, outer)).toBe(isWithin));
});
