import { describe, expect, it } from 'vitest';
import { clientAddress, trustedProxies } from '../../../server/access/clientAddress.ts';
import { RateLimited } from '../../../server/access/rateLimited.ts';
import { openRateLimiter, type RateLimitKey } from '../../../server/access/rateLimiter.ts';
import type { Settled } from '../../../src/db/rateLimit.ts';

const alice: RateLimitKey = { budget: 'user', id: 'alice' };
const anonymous: RateLimitKey = { budget: 'anonymous', id: '203.0.113.7' };

/** The database in memory: ten-second slots with its own clock. */
function ledger(clock: () => number) {
  const spent = new Map<string, number>();
  const settleWith = async (accounts: string[], amounts: number[]): Promise<Settled[]> => {
    const slot = Math.floor(clock() / 10_000);
    return accounts.map((account, index) => {
      const key = `${slot} ${account}`;
      spent.set(key, (spent.get(key) ?? 0) + (amounts[index] ?? 0));
      const spentBefore = spent.get(`${slot - 1} ${account}`) ?? 0;
      return { account, spent: spent.get(key) ?? 0, spentBefore, atMs: clock() };
    });
  };
  return { spent, settleWith };
}

function open(perMinute = { anonymous: 60, user: 600, writes: 6 }) {
  const clock = { ms: 1_000_000_000_000 };
  const book = ledger(() => clock.ms);
  const limiter = () => openRateLimiter({ perMinute, settleWith: book.settleWith, now: () => clock.ms });
  return { clock, book, limiter };
}

const refusal = (work: () => void): number => {
  try {
    work();
    return 0;
  } catch (error) {
    if (error instanceof RateLimited) return error.retryAfter;
    throw error;
  }
};

describe('a rate limit budget', () => {
  it('is spent, and available again when the window has moved on', () => {
    const { clock, limiter } = open();
    const { spend } = limiter();
    for (let cost = 0; cost < 100; cost += 10) spend(alice, 10);
    const seconds = refusal(() => spend(alice, 1));
    expect(seconds).toBeGreaterThanOrEqual(10);
    expect(seconds).toBeLessThanOrEqual(20);
    clock.ms += seconds * 1_000;
    expect(refusal(() => spend(alice, 1))).toBe(0);
  });

  it('is refused with a time after which a retry succeeds, anywhere in the window', () => {
    for (const offset of [0, 1, 2_500, 5_000, 9_000, 9_999]) {
      const { clock, limiter } = open();
      clock.ms += offset;
      const { spend } = limiter();
      spend(alice, 250);
      const seconds = refusal(() => spend(alice, 1));
      expect(seconds).toBeGreaterThan(0);
      clock.ms += (seconds - 1) * 1_000 - 1;
      expect(refusal(() => spend(alice, 0))).toBeGreaterThan(0);
      clock.ms += 1_001;
      expect(refusal(() => spend(alice, 0))).toBe(0);
    }
  });

  it('tells what was spent lately, on input too, and less of it as time goes by', () => {
    const { clock, limiter } = open();
    const { charge, spend, spentLately } = limiter();
    expect(spentLately(alice)).toBe(0);
    spend(alice, 70);
    charge({ budget: 'input', id: 'alice' }, 30);
    charge({ budget: 'writes', id: 'alice' }, 1_000);
    expect(spentLately(alice)).toBe(100);
    expect(spentLately({ ...alice, id: 'bob' })).toBe(0);
    clock.ms += 12_500;
    expect(spentLately(alice)).toBe(75);
    clock.ms += 10_000;
    expect(spentLately(alice)).toBe(0);
  });

  it('belongs to one caller, with separate budgets for reads and writes', () => {
    const { limiter } = open();
    const { spend } = limiter();
    spend(anonymous, 500);
    expect(refusal(() => spend(anonymous, 1))).toBeGreaterThan(0);
    expect(refusal(() => spend({ ...anonymous, id: '203.0.113.8' }, 1))).toBe(0);
    expect(refusal(() => spend(alice, 1))).toBe(0);
    spend({ budget: 'writes', id: 'alice' }, 1);
    expect(refusal(() => spend({ budget: 'writes', id: 'alice' }, 1))).toBeGreaterThan(0);
    expect(refusal(() => spend(alice, 1))).toBe(0);
  });

  it('is shared by all instances after a settlement, and nothing is settled twice', async () => {
    const { book, limiter } = open();
    const [one, two] = [limiter(), limiter()];
    one.spend(alice, 60);
    two.spend(alice, 50);
    await one.settle();
    await two.settle();
    await two.settle();
    expect([...book.spent.values()]).toEqual([110]);
    expect(refusal(() => two.spend(alice, 1))).toBeGreaterThan(0);
    expect(refusal(() => one.spend(alice, 1))).toBe(0); // It does not have the spending of the other yet.
    await one.settle();
    expect(refusal(() => one.spend(alice, 1))).toBeGreaterThan(0);
  });

  it('is kept by each instance alone while the database is unreachable, and settled later', async () => {
    const { book, clock } = open();
    let reachable = false;
    const limiter = openRateLimiter({
      perMinute: { anonymous: 60, user: 600, writes: 6 },
      now: () => clock.ms,
      settleWith: (...sums) => (reachable ? book.settleWith(...sums) : Promise.reject(new Error('down'))),
    });
    limiter.spend(alice, 100);
    await limiter.settle();
    expect(refusal(() => limiter.spend(alice, 1))).toBeGreaterThan(0);
    reachable = true;
    await limiter.close();
    expect([...book.spent.values()]).toEqual([100]);
  });

  it('loses nothing that is spent during a settlement', async () => {
    const { book, clock } = open();
    const held = Promise.withResolvers<void>();
    const limiter = openRateLimiter({
      perMinute: { anonymous: 60, user: 600, writes: 6 },
      now: () => clock.ms,
      settleWith: async (...sums) => {
        await held.promise;
        return book.settleWith(...sums);
      },
    });
    limiter.spend(alice, 30);
    const settling = limiter.settle();
    limiter.spend(alice, 40);
    held.resolve();
    await settling;
    await limiter.settle();
    expect([...book.spent.values()]).toEqual([70]);
  });

  it('for a hundred thousand callers needs limited memory, and is settled a thousand per statement', async () => {
    const sizes: number[] = [];
    const limiter = openRateLimiter({
      perMinute: { anonymous: 60, user: 600, writes: 6 },
      settleWith: async (accounts) => {
        sizes.push(accounts.length);
        return [];
      },
    });
    for (let index = 0; index < 100_000; index += 1) limiter.spend({ budget: 'anonymous', id: `caller ${index}` }, 1);
    await limiter.close();
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(20_000);
  });
});

describe('the rate limit address', () => {
  const isTrusted = trustedProxies(['10.0.0.0/8', '127.0.0.1', '2001:db8::/32']);

  it.each([
    ['198.51.100.1', null, '198.51.100.1'],
    ['198.51.100.1', '203.0.113.9', '198.51.100.1'],
    ['10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['10.1.2.3', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['10.1.2.3', '1.1.1.1, 203.0.113.9, 10.9.9.9', '203.0.113.9'],
    ['10.1.2.3', '10.9.9.9', '10.9.9.9'],
    ['10.1.2.3', 'nonsense', 'unknown'],
    ['::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['2001:db8::1', '2003:a:b:c:1:2:3:4', '2003:a:b:c'],
    ['2003:a:b:c::5', null, '2003:a:b:c'],
    [undefined, '203.0.113.9', 'unknown'],
  ] as const)('of %s with %j is %s', (peer, forwardedFor, address) => {
    expect(clientAddress(peer, forwardedFor, isTrusted)).toBe(address);
  });
});
