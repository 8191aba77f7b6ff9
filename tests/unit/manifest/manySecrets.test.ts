import { expect, it } from 'vitest';
import { secretsInProse } from '../../../packages/manifest/secrets/secrets.ts';

const assigned = (index: number) => `password: q7Kp4Lm${index}z `;
const known = (index: number) => `token=ghp_${'aB3dE6gH9j'.repeat(3)}${index} `;

it.each([
  ['assigned', 80_000, assigned],
  ['known', 40_000, known],
])('as many %s secrets as a file can have are found in time that grows with their number', (_, count, secret) => {
  const text = Array.from({ length: count }, (_, index) => secret(index)).join('');
  const before = process.threadCpuUsage();
  const found = secretsInProse(text);
  const { user, system } = process.threadCpuUsage(before);
  expect(found.length).toBeGreaterThan(count * 0.9);
  expect((user + system) / 1_000).toBeLessThan(2_500);
});
