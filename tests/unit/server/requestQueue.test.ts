import { describe, expect, it } from 'vitest';
import { Overloaded } from '../../../server/access/overloaded.ts';
import type { RateLimitKey } from '../../../server/access/rateLimiter.ts';
import {
  createRequestQueue,
  heavyCost,
  heavyCostOfHeavyCallers,
  heavySpending,
} from '../../../server/access/requestQueue.ts';

const caller = (id: string): RateLimitKey => ({ budget: 'anonymous', id });
const limits = { running: 2, heavy: 1, waiting: 4, perCaller: 3, timeoutMs: 60_000 };

describe('The queue of operations', () => {
  /** Enters in the background; `order` gets the name when the place is there. */
  function fill(queue: ReturnType<typeof createRequestQueue>, names: readonly string[], order: string[], cost = 1) {
    const places = new Map<string, () => void>();
    for (const name of names) {
      void queue.enter(caller(name.slice(0, 1)), cost).then(
        (leave) => {
          order.push(name);
          places.set(name, leave);
        },
        (error) => order.push(`${name}: ${error.code}`),
      );
    }
    return places;
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('runs as many as it may, lets others wait, and refuses the rest', async () => {
    const queue = createRequestQueue({ limits });
    const order: string[] = [];
    fill(queue, ['a1', 'b1', 'a2', 'b2', 'c1', 'c2', 'c3'], order);
    await settled();
    expect(order).toEqual(['a1', 'b1', 'c3: UNAVAILABLE']);
    expect(queue.use()).toEqual({ running: 2, waiting: 4 });
    expect(queue.isFull(caller('d'))).toBe(true);
  });

  it('lets callers take turns, whoever has sent more', async () => {
    const queue = createRequestQueue({ limits });
    const order: string[] = [];
    const places = fill(queue, ['x1', 'x2', 'a1', 'a2', 'a3', 'b1'], order);
    await settled();
    for (let count = 0; count < 6; count += 1) {
      places.get(order[count] ?? '')?.();
      await settled();
    }
    expect(order).toEqual(['x1', 'x2', 'a1', 'b1', 'a2', 'a3']);
    expect(queue.use()).toEqual({ running: 0, waiting: 0 });
  });

  it('lets small operations run while heavy ones wait for each other', async () => {
    const queue = createRequestQueue({ limits });
    const order: string[] = [];
    const heavy = fill(queue, ['a1', 'a2', 'b1'], order, heavyCost);
    fill(queue, ['c1'], order, heavyCost - 1);
    await settled();
    expect(order).toEqual(['a1', 'c1']);
    expect(queue.use()).toEqual({ running: 2, waiting: 2 });
    heavy.get('a1')?.();
    await settled();
    expect(order).toEqual(['a1', 'c1', 'a2']);
  });

  describe('while the process is busy', () => {
    const spent: Record<string, number> = { a: 2_000, b: 4_000, x: heavySpending + 1 };
    const open = (isBusy = true, more = {}) =>
      createRequestQueue({
        limits: { ...limits, heavy: 2 },
        spentLately: ({ id }) => ({ ...spent, ...more })[id] ?? 0,
        isBusy: () => isBusy,
      });

    it('has heavy callers wait for their turn, and others for nothing', async () => {
      const queue = open();
      expect(queue.arrive(caller('a'))).toBeUndefined();
      expect(queue.arrive(caller('b'))).toBeUndefined();
      const turn = queue.arrive(caller('x'));
      expect(turn).toBeInstanceOf(Promise);
      await expect(turn).resolves.toBeUndefined();
    });

    it.each([
      ['is alone', open(), ['x']],
      ['spent about as much as the others', open(true, { a: heavySpending / 2 + 1 }), ['a', 'x']],
      ['meets a process that is not busy', open(false), ['a', 'x']],
    ])('has a caller wait for nothing that %s', (_, queue, ids) => {
      expect(ids.map((id) => queue.arrive(caller(id)))).toEqual(ids.map(() => undefined));
      expect(queue.arrive(caller('x'))).toBeUndefined();
    });

    it('has operations of heavy callers of a tenth of the heavy cost among the heavy ones, and no smaller ones', async () => {
      const queue = open();
      queue.arrive(caller('a'));
      const order: string[] = [];
      fill(queue, ['x1', 'x2'], order, heavyCostOfHeavyCallers);
      fill(queue, ['x3'], order, heavyCostOfHeavyCallers - 1);
      fill(queue, ['a1'], order, heavyCostOfHeavyCallers);
      await settled();
      expect(order).toEqual(['x1', 'x3', 'a1']);
      expect(queue.use()).toEqual({ running: 3, waiting: 1 });
    });

    it('runs one heavy operation at a time, next that of the caller that spent least', async () => {
      const queue = open();
      queue.arrive(caller('a'));
      const order: string[] = [];
      const places = fill(queue, ['x1', 'x2', 'b1', 'a1'], order, heavyCost);
      for (const next of ['x1', 'a1', 'b1', 'x2']) {
        await expect.poll(() => order.at(-1)).toBe(next);
        places.get(next)?.();
      }
      expect(queue.use()).toEqual({ running: 0, waiting: 0 });
    });

    it('runs as many heavy operations as otherwise where only heavy callers are', async () => {
      const queue = open();
      const order: string[] = [];
      fill(queue, ['x1', 'x2', 'x3'], order, heavyCost);
      await settled();
      expect(order).toEqual(['x1', 'x2']);
    });
  });

  it('refuses heavy operations beyond those that wait, and no small ones', async () => {
    const queue = createRequestQueue({ limits });
    const order: string[] = [];
    fill(queue, ['a1', 'a2', 'a3', 'b1', 'b2', 'b3'], order, heavyCost);
    await settled();
    expect(order).toEqual(['a1', 'b3: UNAVAILABLE']);
    expect(queue.isFull(caller('b'))).toBe(false);
    fill(queue, ['b4'], order);
    await settled();
    expect(order).toEqual(['a1', 'b3: UNAVAILABLE', 'b4']);
  });

  it('bounds what one caller may have waiting, and only theirs', async () => {
    const queue = createRequestQueue({ limits });
    const order: string[] = [];
    fill(queue, ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1'], order);
    await settled();
    expect(order).toEqual(['a1', 'a2', 'a6: UNAVAILABLE']);
    expect(queue.isFull(caller('a'))).toBe(true);
    expect(queue.use()).toEqual({ running: 2, waiting: 4 });
  });

  it('refuses what has waited too long, and gives its place to nobody', async () => {
    const queue = createRequestQueue({ limits: { ...limits, timeoutMs: 5 } });
    const leave = await queue.enter(caller('a'), 1);
    await queue.enter(caller('a'), 1);
    const refused = await queue.enter(caller('b'), 1).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Overloaded);
    expect(queue.use()).toEqual({ running: 2, waiting: 0 });
    leave();
    leave();
    expect(queue.use()).toEqual({ running: 1, waiting: 0 });
  });
});
