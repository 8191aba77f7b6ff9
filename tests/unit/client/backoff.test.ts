import { expect, it } from 'vitest';
import { pause, waitMs } from '../../../packages/client/backoff.ts';

const backoff = { firstMs: 100, maxMs: 1_000 };

it.each([
  [1, 0, 50],
  [1, 1, 100],
  [2, 0, 100],
  [2, 1, 200],
  [4, 0.5, 600],
  [5, 1, 1_000],
  [500, 1, 1_000],
])('waits before attempt %i, with the random value %d, for %i ms', (attempt, chance, expected) =>
  expect(waitMs(attempt, backoff, () => chance)).toBe(expected),
);

it('does not wait after it was stopped', async () => {
  await pause(60_000, AbortSignal.abort());
  const stop = new AbortController();
  const waiting = pause(60_000, stop.signal);
  stop.abort();
  await waiting;
});
