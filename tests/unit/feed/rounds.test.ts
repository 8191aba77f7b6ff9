import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createRounds, createWaiters, type Waiter } from '../../../src/feed/rounds.ts';

describe('rounds', () => {
  /** Rounds that end when they are told to. */
  function rounds() {
    const ends: (() => void)[] = [];
    const begin = createRounds(() => new Promise((resolve) => void ends.push(resolve)));
    const end = async () => {
      ends.at(-1)?.();
      await yieldToEventLoop();
    };
    return { begin, end, begun: () => ends.length };
  }

  it('begin at once', () => {
    const { begin, begun } = rounds();
    expect(begun()).toBe(0);
    begin();
    expect(begun()).toBe(1);
  });

  it('do not overlap: any number of calls during a round causes one more after it', async () => {
    const { begin, end, begun } = rounds();
    begin();
    for (let count = 0; count < 5; count += 1) begin();
    expect(begun()).toBe(1);
    await end();
    expect(begun()).toBe(2);
    await end();
    expect(begun()).toBe(2);
  });

  it('begin again after the last one has ended', async () => {
    const { begin, end, begun } = rounds();
    begin();
    await end();
    expect(begun()).toBe(1);
    begin();
    expect(begun()).toBe(2);
    begin();
    await end();
    expect(begun()).toBe(3);
  });
});

describe('resuming all who wait', () => {
  /** Readers who note their number when they are resumed. */
  function readers(count: number) {
    const resumed: number[] = [];
    const waiters = createWaiters();
    const all: Waiter[] = Array.from({ length: count }, (_, number) => ({
      resume: () => void resumed.push(number),
      index: -1,
    }));
    for (const reader of all) waiters.add(reader);
    return { all, waiters, resumed };
  }
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

  it('resumes 64 of them, in their order, before the event loop does something else', async () => {
    const { waiters, resumed } = readers(130);
    const done = waiters.resumeAll();
    expect(resumed).toEqual(numbers(64));
    await yieldToEventLoop();
    expect(resumed).toHaveLength(128);
    await done;
    expect(resumed).toEqual(numbers(130));
    expect(waiters.size).toBe(0);
  });

  it('is done as soon as the last one has been resumed', async () => {
    const { waiters, resumed } = readers(64);
    const order: string[] = [];
    const other = yieldToEventLoop().then(() => order.push('other work'));
    await waiters.resumeAll().then(() => order.push('done'));
    await other;
    expect(resumed).toHaveLength(64);
    expect(order).toEqual(['done', 'other work']);
  });

  it('resumes one who is added twice once, and not again before it waits again', async () => {
    const { all, waiters, resumed } = readers(2);
    const [first] = all as [Waiter];
    waiters.add(first);
    expect(waiters.size).toBe(2);
    await waiters.resumeAll();
    await waiters.resumeAll();
    expect(resumed).toEqual([0, 1]);
    waiters.add(first);
    await waiters.resumeAll();
    expect(resumed).toEqual([0, 1, 0]);
  });

  it.each([
    ['the first', 0, [1, 2]],
    ['one in between', 1, [0, 2]],
    ['the last', 2, [0, 1]],
  ] as const)('leaves out %s who has left before', async (_, left, rest) => {
    const { all, waiters, resumed } = readers(3);
    waiters.remove(all[left] as Waiter);
    waiters.remove(all[left] as Waiter);
    expect(waiters.size).toBe(2);
    await waiters.resumeAll();
    expect(resumed.sort()).toEqual(rest);
  });

  it('can be left by all, in any order, and joined again', async () => {
    const { all, waiters, resumed } = readers(5);
    for (const left of [1, 4, 0, 2, 3]) waiters.remove(all[left] as Waiter);
    expect(waiters.size).toBe(0);
    await waiters.resumeAll();
    expect(resumed).toEqual([]);
    for (const left of [3, 1]) waiters.add(all[left] as Waiter);
    await waiters.resumeAll();
    expect(resumed).toEqual([3, 1]);
  });

  it('leaves out one who has left in the meantime, and those who came later', async () => {
    const { all, waiters, resumed } = readers(66);
    const done = waiters.resumeAll();
    waiters.remove(all[64] as Waiter);
    waiters.add({ resume: () => void resumed.push(66), index: -1 });
    await done;
    expect(resumed).toEqual([...numbers(64), 65]);
    await waiters.resumeAll();
    expect(resumed).toEqual([...numbers(64), 65, 66]);
  });

  it.each([[0], [64]])('resumes one who left and came back in the next round, after %d others', async (before) => {
    const { all, waiters, resumed } = readers(66);
    const done = waiters.resumeAll();
    waiters.remove(all[64] as Waiter);
    for (let number = 0; number < before; number += 1) waiters.add({ resume: () => {}, index: -1 });
    waiters.add(all[64] as Waiter);
    await done;
    expect(resumed).toEqual([...numbers(64), 65]);
    await waiters.resumeAll();
    expect(resumed).toEqual([...numbers(64), 65, 64]);
  });

  it('waits before each but the first few, until there is nothing more to wait for', async () => {
    const { waiters, resumed } = readers(130);
    const made = Promise.withResolvers<void>();
    const waits = [Promise.resolve(), made.promise, undefined, undefined];
    const done = waiters.resumeAll(() => waits.shift());
    for (let turn = 0; turn < 3; turn += 1) await yieldToEventLoop();
    expect(resumed).toHaveLength(64);
    made.resolve();
    await done;
    expect(resumed).toHaveLength(130);
    expect(waits).toHaveLength(0);
  });
});
