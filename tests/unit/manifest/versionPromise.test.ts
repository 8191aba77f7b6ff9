import { expect, it } from 'vitest';
import { allowsBreaking, baseRelease, breakingVersion, lowestVersion } from '../../../packages/manifest/index.ts';

it.each([
  ['1.0.0', '1.0.1', false],
  ['1.0.0', '1.9.0', false],
  ['1.0.0', '2.0.0', true],
  ['1.0.0', '2.0.0-beta.1', true],
  ['1.0.0', '1.1.0-beta.1', false],
  ['0.1.0', '0.1.1', false],
  ['0.1.0', '0.2.0', true],
  ['0.1.0', '1.0.0', true],
  ['0.0.1', '0.0.2', true],
  ['0.0.1', '0.1.0', true],
])('from %s to %s a breaking change is allowed: %s', (before, after, allowed) =>
  expect(allowsBreaking(before, after)).toBe(allowed),
);

it.each([
  ['1.4.1', '2.0.0'],
  ['0.3.2', '0.4.0'],
  ['0.0.2', '0.0.3'],
])('after %s the next number for a breaking change is %s', (newest, next) =>
  expect(breakingVersion(newest)).toBe(next),
);

it.each([
  ['1.2.1', '1.2.0'],
  ['1.0.0', null],
  ['3.0.0', '2.0.0'],
  ['2.0.0-beta.2', '1.2.0'],
])('%s is compared with %s', (version, base) =>
  expect(baseRelease(['2.0.0', '1.0.0', '2.0.0-beta.1', '1.2.0'], version)).toBe(base),
);

it.each([
  ['1.4.1', 'SAFE', '1.4.2'],
  ['1.4.1', 'RISKY', '1.5.0'],
  ['1.0.4', 'RISKY', '1.1.0'],
  ['1.4.1', 'BREAKING', '2.0.0'],
  ['0.3.2', 'SAFE', '0.3.3'],
  ['0.3.2', 'RISKY', '0.4.0'],
  ['0.3.2', 'BREAKING', '0.4.0'],
  ['0.0.2', 'SAFE', '0.0.3'],
  ['0.0.2', 'RISKY', '0.0.3'],
  ['0.0.2', 'BREAKING', '0.0.3'],
] as const)('after %s a change that is %s is published as %s at least', (before, level, next) =>
  expect(lowestVersion(before, level)).toBe(next),
);
