import { describe, expect, it } from 'vitest';
import { GatewayRefused } from '../../../packages/client/index.ts';
import { batches } from '../../../packages/worker/copy/batches.ts';
import { explained, FeedWentBackwards, numberAfter } from '../../../packages/worker/copy/order.ts';

const events = (...numbers: number[]) => numbers.map((number) => ({ number }));

describe('the order of a feed', () => {
  it('increases, with gaps for events that are not visible', () => {
    expect(numberAfter(0, events(1, 2, 7))).toBe(7);
    expect(numberAfter(7, [])).toBe(7);
  });

  it.each([[[7]], [[6]], [[8, 8]], [[9, 8]], [[Number.NaN]]])('cannot go from 7 to %j', (numbers) => {
    expect(() => numberAfter(7, events(...numbers))).toThrow(FeedWentBackwards);
    expect(() => numberAfter(7, events(...numbers))).toThrow(/--start-again/);
  });

  it('has changed when the gateway does not recognize the cursor', () => {
    const stale = new GatewayRefused({ status: null, code: 'STALE_CURSOR', message: 'Restored.' });
    expect(explained(stale)).toBeInstanceOf(FeedWentBackwards);
    const other = new GatewayRefused({ status: null, code: 'UNAUTHENTICATED', message: 'Who?' });
    expect(explained(other)).toBe(other);
  });
});

describe('a batch of events', () => {
  async function all(source: AsyncIterable<number>, most = 10) {
    const seen: number[][] = [];
    for await (const batch of batches(source, most)) seen.push(batch);
    return seen;
  }

  it('contains what is available, up to a limit, in order', async () => {
    async function* many() {
      for (let each = 1; each <= 7; each += 1) yield each;
    }
    expect(await all(many(), 3)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it('does not wait for later events', async () => {
    const later = Promise.withResolvers<void>();
    async function* some() {
      yield 1;
      yield 2;
      await later.promise;
      yield 3;
    }
    const seen: number[][] = [];
    for await (const batch of batches(some(), 10)) {
      seen.push(batch);
      later.resolve();
    }
    expect(seen).toEqual([[1, 2], [3]]);
  });

  it('is yielded before the source fails, and the source is closed when the reader leaves', async () => {
    let closed = false;
    async function* failing() {
      try {
        yield 1;
        throw new Error('Broken.');
      } finally {
        closed = true;
      }
    }
    const seen: number[][] = [];
    const reading = (async () => {
      for await (const batch of batches(failing(), 10)) seen.push(batch);
    })();
    await expect(reading).rejects.toThrow('Broken.');
    expect(closed).toBe(true);
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        closed = false;
      }
    }
    for await (const _ of batches(endless(), 2)) break;
    expect(closed).toBe(false);
  });
});
