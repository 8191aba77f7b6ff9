import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createHolds } from '../../../src/feed/holds.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Whether it has resolved by now. */
async function isOver(wait: Promise<void> | undefined): Promise<boolean> {
  let over = false;
  void wait?.then(() => {
    over = true;
  });
  await yieldToEventLoop();
  return over;
}

it('nothing is waited for where nothing is being made', async () => {
  const holds = createHolds();
  const wait = holds.within(250);
  expect(wait()).toBeUndefined();
  const made = Promise.resolve();
  holds.add(made);
  expect(await isOver(wait())).toBe(true);
  expect(wait()).toBeUndefined();
});

it('everything that is being made is waited for, whether it fails or not', async () => {
  const holds = createHolds();
  const [one, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  holds.add(one.promise);
  holds.add(other.promise);
  const waiting = holds.within(250)();
  one.reject(new Error('It failed.'));
  expect(await isOver(waiting)).toBe(false);
  other.resolve();
  expect(await isOver(waiting)).toBe(true);
});

it('a round waits so long in all, and then no more', async () => {
  const holds = createHolds();
  const wait = holds.within(250);
  const first = Promise.withResolvers<void>();
  holds.add(first.promise);
  const short = wait();
  await vi.advanceTimersByTimeAsync(200);
  first.resolve();
  expect(await isOver(short)).toBe(true);

  holds.add(new Promise(() => {}));
  const long = wait();
  await vi.advanceTimersByTimeAsync(49);
  expect(await isOver(long)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await isOver(long)).toBe(true);
  expect(wait()).toBeUndefined();
});

it('another round waits as long as the first', async () => {
  const holds = createHolds();
  holds.add(new Promise(() => {}));
  const first = holds.within(250)();
  await vi.advanceTimersByTimeAsync(250);
  expect(await isOver(first)).toBe(true);
  expect(await isOver(holds.within(250)())).toBe(false);
});
