import { expect, it, vi } from 'vitest';
import { iteratorOf, streamOf } from '../../../src/feed/streams.ts';

const counting = (values: readonly (number | null | Error)[]) => {
  const rest = [...values];
  const stop = vi.fn();
  const next = async () => {
    const value = rest.shift() ?? null;
    if (value instanceof Error) throw value;
    return value;
  };
  return { stream: streamOf(next, stop), stop };
};

it('gives one value after the other until there are no more, then stops', async () => {
  const { stream, stop } = counting([1, 0, 3, null]);
  const seen: number[] = [];
  for await (const value of stream) {
    expect(stop).not.toHaveBeenCalled();
    seen.push(value);
  }
  expect(seen).toEqual([1, 0, 3]);
  expect(stop).toHaveBeenCalledTimes(1);
});

it('stops when the next value fails, and fails with the same error', async () => {
  const error = new Error('No such page.');
  const { stream, stop } = counting([1, error]);
  expect(await stream.next()).toEqual({ value: 1, done: false });
  expect(stop).not.toHaveBeenCalled();
  await expect(stream.next()).rejects.toBe(error);
  expect(stop).toHaveBeenCalledTimes(1);
});

it('stops when its reader leaves', async () => {
  const { stream, stop } = counting([1, 2]);
  for await (const value of stream) if (value === 1) break;
  expect(stop).toHaveBeenCalledTimes(1);
});

it('has ended when returning has resolved, and when a reader has thrown into it', async () => {
  const ended: string[] = [];
  const open = (name: string) =>
    iteratorOf<number>({
      next: async () => ({ value: 1, done: false }),
      end: async () => {
        await Promise.resolve();
        ended.push(name);
      },
    });
  expect(await open('returned').return?.()).toEqual({ value: undefined, done: true });
  expect(ended).toEqual(['returned']);
  const error = new Error('The reader failed.');
  await expect(open('thrown').throw?.(error)).rejects.toBe(error);
  expect(ended).toEqual(['returned', 'thrown']);
});
