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

it('what is assigned before known tokens is not reported once more as a random string', () => {
  const token = `ghp_${'aB3dE6gH9j'.repeat(4).slice(0, 36)}`;
  const found = secretsInProse(`password: hX9kQ2mZ7vL4pR8tW3nB6yJ1, ${token}, ${token}`);
  expect(found.map(({ rule }) => rule).sort()).toEqual(['assigned-secret', 'github-token', 'github-token']);
});
