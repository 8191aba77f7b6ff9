import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createRounds, resumeAll } from '../../../src/feed/rounds.ts';

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
  /** Readers who note their number when they are resumed, and remove themselves. */
  function readers(count: number) {
    const resumed: number[] = [];
    const waiting = new Set<() => void>();
    for (let number = 0; number < count; number += 1) {
      const resume = () => {
        waiting.delete(resume);
        resumed.push(number);
      };
      waiting.add(resume);
    }
    return { waiting, resumed };
  }

  it('resumes 64 of them, in their order, before the event loop does something else', async () => {
    const { waiting, resumed } = readers(130);
    const done = resumeAll(waiting);
    expect(resumed).toEqual(Array.from({ length: 64 }, (_, index) => index));
    await yieldToEventLoop();
    expect(resumed).toHaveLength(128);
    await done;
    expect(resumed).toEqual(Array.from({ length: 130 }, (_, index) => index));
  });

  it('is done as soon as the last one has been resumed', async () => {
    const { waiting, resumed } = readers(64);
    const order: string[] = [];
    const other = yieldToEventLoop().then(() => order.push('other work'));
    await resumeAll(waiting).then(() => order.push('done'));
    await other;
    expect(resumed).toHaveLength(64);
    expect(order).toEqual(['done', 'other work']);
  });

  it('leaves out one who has left in the meantime, and those who came later', async () => {
    const { waiting, resumed } = readers(66);
    const done = resumeAll(waiting);
    const [left] = [...waiting];
    if (left) waiting.delete(left);
    waiting.add(() => resumed.push(66));
    await done;
    expect(resumed).toEqual([...Array.from({ length: 64 }, (_, index) => index), 65]);
  });

  it('waits before each but the first few, until there is nothing more to wait for', async () => {
    const { waiting, resumed } = readers(130);
    const made = Promise.withResolvers<void>();
    const waits = [Promise.resolve(), made.promise, undefined, undefined];
    const done = resumeAll(waiting, () => waits.shift());
    for (let turn = 0; turn < 3; turn += 1) await yieldToEventLoop();
    expect(resumed).toHaveLength(64);
    made.resolve();
    await done;
    expect(resumed).toHaveLength(130);
    expect(waits).toHaveLength(0);
  });
});
