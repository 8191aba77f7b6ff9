import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { openProbe } from '../../../server/telemetry/probe.ts';

const options = { freshMs: { up: 60_000, down: 60_000 }, deadlineMs: 20, reasonOf: () => 'Away.' };
const never = new Promise<string>(() => {});

it('returns what the check returned', async () => {
  expect(await openProbe(async () => 7, options)()).toMatchObject({ status: 'up', value: 7 });
});

it('returns the sentence for what the check threw, and not what it said', async () => {
  const result = await openProbe(async () => Promise.reject(new Error('password=hunter2')), options)();
  expect(result).toMatchObject({ status: 'down', reason: 'Away.' });
  expect(JSON.stringify(result)).not.toContain('hunter2');
});

it('is down after its deadline, and starts no second check beside one that hangs', async () => {
  const check = vi.fn(() => never);
  const probe = openProbe(check, options);
  expect(await probe()).toMatchObject({ status: 'down', reason: 'No response within 0.02 s.' });
  expect(await probe()).toMatchObject({ status: 'down', reason: 'No response within 0.02 s.' });
  expect(check).toHaveBeenCalledTimes(1);
});

it('is up again when the check that was late has come to its end', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const probe = openProbe(() => promise, options);
  expect(await probe()).toMatchObject({ status: 'down' });
  resolve('late');
  await pause(0);
  expect(await probe()).toMatchObject({ status: 'up', value: 'late' });
});

it('checks once for callers at the same time, and not again while the result is fresh', async () => {
  const check = vi.fn(async () => 1);
  const probe = openProbe(check, options);
  await Promise.all([probe(), probe()]);
  await probe();
  expect(check).toHaveBeenCalledTimes(1);
});

it.each([
  ['up', { up: 0, down: 60_000 }, () => Promise.resolve(1), 2],
  ['up', { up: 60_000, down: 0 }, () => Promise.resolve(1), 1],
  ['down', { up: 60_000, down: 0 }, () => Promise.reject<number>(new Error('away')), 2],
  ['down', { up: 0, down: 60_000 }, () => Promise.reject<number>(new Error('away')), 1],
] as const)('keeps a result that is %s for %j', async (status, freshMs, work, times) => {
  const check = vi.fn(work);
  const probe = openProbe<number>(check, { ...options, freshMs });
  await probe();
  expect(await probe()).toMatchObject({ status });
  expect(check).toHaveBeenCalledTimes(times);
});
