import { describe, expect, it, vi } from 'vitest';
import { asStream, iteratorOf, type Stream, stream, streamOf } from '../../../src/feed/streams.ts';

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

describe('a stream that can be taken from', () => {
  const ready = (values: Stream<unknown>) => new Promise<void>(values.whenReady);

  /** A stream of the values that are given to it; it ends with `end`. */
  function given() {
    const results: IteratorResult<number>[] = [];
    let wake = () => {};
    const give = (result: IteratorResult<number>) => {
      results.push(result);
      wake();
    };
    const values = stream<number>({
      take: () => results.shift() ?? null,
      whenReady(go) {
        wake = go;
      },
      end: () => give({ value: undefined, done: true }),
    });
    return { values, give: (value: number) => give({ value, done: false }) };
  }

  it('gives what is there without a promise, and null while there is nothing', () => {
    const { values, give } = given();
    expect(values.take()).toBe(null);
    give(1);
    give(2);
    expect([values.take(), values.take(), values.take()]).toEqual([
      { value: 1, done: false },
      { value: 2, done: false },
      null,
    ]);
  });

  it('resolves `next` with a value that comes later, and when its reader leaves', async () => {
    const { values, give } = given();
    const first = values.next();
    give(7);
    expect(await first).toEqual({ value: 7, done: false });
    const second = values.next();
    await values.return?.();
    expect(await second).toEqual({ value: undefined, done: true });
  });

  it('is itself, as a stream that can be taken from', () => {
    const { values } = given();
    expect(asStream(values)).toBe(values);
    expect(values[Symbol.asyncIterator]()).toBe(values);
  });

  it('ends for a reader that leaves, although what it is made from cannot be told', async () => {
    const values = asStream({
      [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 1, done: false as const }) }),
    });
    expect(await values.return?.()).toEqual({ value: undefined, done: true });
  });

  it('is any other stream, whose values are taken when they have been read', async () => {
    const { stream: numbers, stop } = counting([1, 2, null]);
    const values = asStream(numbers);
    expect(values.take()).toBe(null);
    await Promise.all([ready(values), ready(values)]);
    expect(values.take()).toEqual({ value: 1, done: false });
    expect(values.take()).toBe(null);
    await ready(values);
    await ready(values); // What was read and has not been taken stays.
    expect(values.take()).toEqual({ value: 2, done: false });
    expect(stop).not.toHaveBeenCalled();
    await ready(values);
    expect(values.take()).toEqual({ value: undefined, done: true });
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('fails when the other stream fails, by `take` alone, and ends it when its reader leaves', async () => {
    const error = new Error('No such page.');
    const failing = asStream(counting([error]).stream);
    await ready(failing);
    expect(() => failing.take()).toThrow(error);
    const { stream: numbers, stop } = counting([1]);
    await asStream(numbers).return?.();
    expect(stop).toHaveBeenCalledTimes(1);
  });
});
