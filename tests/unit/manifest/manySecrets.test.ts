import { expect, it } from 'vitest';
import { secretsInProse } from '../../../packages/manifest/secrets/secrets.ts';
import { growth, mostLinear } from '../../support/growth.ts';

const assigned = (index: number) => `password: q7Kp4Lm${index}z `;

it('secrets are found in time that grows with their number', () => {
  const find = (count: number) => {
    const text = Array.from({ length: count }, (_, index) => assigned(index)).join('');
    expect(secretsInProse(text).length).toBeGreaterThan(count * 0.9);
  };
  expect(growth(80_000, find)).toBeLessThan(mostLinear);
});
