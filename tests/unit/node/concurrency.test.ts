import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { forEachConcurrent, keyedQueue, taskQueue } from '../../../packages/node/concurrency.ts';

/** Tasks that a test ends, and the largest number that ran concurrently. */
function tasks() {
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  return {
    most: () => most,
    started: () => ends.length,
    end: (index: number) => ends[index]?.(),
    async work() {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
    },
  };
}

describe('forEachConcurrent', () => {
  it('processes every item, with a limit on concurrency', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await forEachConcurrent([5, 1, 4, 2, 3, 0], 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await pause(item);
      running -= 1;
      done.push(item);
    });
    expect([done.sort(), most]).toEqual([[0, 1, 2, 3, 4, 5], 3]);
  });

  it('starts nothing more after a failure, and throws it when the running tasks have ended', async () => {
    const started: number[] = [];
    let slowHasEnded = false;
    const all = forEachConcurrent([0, 1, 2, 3, 4], 2, async (item) => {
      started.push(item);
      if (item === 1) throw new Error('The second failed.');
      await pause(20);
      slowHasEnded = true;
    });
    await expect(all).rejects.toThrow('The second failed.');
    expect([started, slowHasEnded]).toEqual([[0, 1], true]);
  });

  it('throws a failure that occurs while the next item is awaited, without an unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    async function* slowly() {
      yield 'first';
      await pause(20);
      yield 'second';
    }
    const started: string[] = [];
    const all = forEachConcurrent(slowly(), 4, async (item) => {
      started.push(item);
      throw new Error(`The ${item} failed.`);
    });
    await expect(all).rejects.toThrow('The first failed.');
    process.off('unhandledRejection', note);
    expect([started, unhandled]).toEqual([['first'], []]);
  });

  it('waits for running tasks before it throws a failure of the source', async () => {
    let ended = false;
    async function* broken() {
      yield 1;
      throw new Error('The source failed.');
    }
    const all = forEachConcurrent(broken(), 2, async () => {
      await pause(10);
      ended = true;
    });
    await expect(all).rejects.toThrow('The source failed.');
    expect(ended).toBe(true);
  });
});

describe('a queue', () => {
  it('runs a limited number of tasks at a time, in order, and continues after a failure', async () => {
    const queue = taskQueue(2);
    const { work, started, end, most } = tasks();
    const failed = queue(() => Promise.reject(new Error('No.')));
    await expect(failed).rejects.toThrow('No.');
    const all = [queue(work), queue(work), queue(work)];
    await pause(0);
    expect(started()).toBe(2);
    end(1);
    await all[1];
    await pause(0);
    expect([started(), most()]).toEqual([3, 2]);
    end(0);
    end(2);
    await Promise.all(all);
  });

  it('runs tasks with the same key one after another, and those with other keys concurrently', async () => {
    const queue = keyedQueue();
    const { work, started, end } = tasks();
    const first = queue('a', work);
    const second = queue('a', work);
    const other = queue('b', work);
    await pause(0);
    expect(started()).toBe(2);
    end(0);
    await first;
    await pause(0);
    expect(started()).toBe(3);
    end(1);
    end(2);
    await Promise.all([second, other]);
  });
});
