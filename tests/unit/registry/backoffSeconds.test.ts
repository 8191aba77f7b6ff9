import { afterEach, expect, it, vi } from 'vitest';
import { backoffSeconds } from '../../../src/registry/backoffSeconds.ts';

afterEach(() => void vi.restoreAllMocks());

it.each([
  [1, 2],
  [2, 4],
  [3, 8],
  [8, 256],
  [9, 300],
  [5_000, 300],
])('after attempt %s the next one waits for up to %s seconds, and for half of it at least', (attempt, most) => {
  const random = vi.spyOn(Math, 'random');
  random.mockReturnValue(0);
  expect(backoffSeconds(attempt)).toBe(most / 2);
  random.mockReturnValue(0.5);
  expect(backoffSeconds(attempt)).toBe(most * 0.75);
});
