import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AnswerCache, openAnswerCache } from '../../../server/graphql/answers/answerCache.ts';

const answer = (text: string) => ({
  headers: {},
  body: Buffer.from(text),
  operation: { type: 'query' as const, name: null, cost: 1 },
  engagement: null,
  engaged: [],
});

/** A log that grows when a test says so. */
function createLog() {
  const log = {
    known: 0,
    confirmed: true,
    asked: 0,
    followers: 0,
    /** What a look at the log finds. */
    newest: 0,
    away: false,
  };
  return Object.assign(log, {
    changes: () => log.known,
    isConfirmed: () => log.confirmed,
    async confirm() {
      log.asked += 1;
      if (log.away) throw new Error('The database is away.');
      log.known = log.newest;
    },
    follow() {
      log.followers += 1;
      return () => {
        log.followers -= 1;
      };
    },
  });
}

describe('the answer cache', () => {
  let log: ReturnType<typeof createLog>;
  let cache: AnswerCache;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.advanceTimersByTime(1);
    log = createLog();
    cache = openAnswerCache(log, { maxBytes: 10_000, maxAgeMs: 1_000 });
  });
  afterEach(() => {
    cache.close();
    vi.useRealTimers();
  });
  const textOf = async (key: string) => (await cache.find(key))?.body.toString();

  it('keeps an answer until the log grows', async () => {
    cache.begin('k').keep(answer('one'));
    expect(await textOf('k')).toBe('one');
    expect(await textOf('other')).toBeUndefined();
    log.known = 1;
    expect(await textOf('k')).toBeUndefined();
    expect(log.asked).toBe(0);
    expect(cache.stats()).toEqual({ hits: 1, misses: 1, bytes: 0, entries: 0 });
  });

  it('does not keep what was begun before the log grew', async () => {
    const keeping = cache.begin('k');
    log.known = 1;
    keeping.keep(answer('of before'));
    expect(await textOf('k')).toBeUndefined();
  });

  it('looks at the log before it answers, where its end is not known', async () => {
    cache.begin('k').keep(answer('one'));
    log.confirmed = false;
    expect(await textOf('k')).toBe('one');
    expect(log.asked).toBe(1);
    log.newest = 1;
    expect(await textOf('k')).toBeUndefined();
  });

  it('answers nothing where the log cannot be looked at, and asks nothing for what is not kept', async () => {
    cache.begin('k').keep(answer('one'));
    Object.assign(log, { confirmed: false, away: true });
    expect(await textOf('k')).toBeUndefined();
    expect(await textOf('other')).toBeUndefined();
    expect(log.asked).toBe(1);
  });

  it('is bounded in bytes, the keys included', async () => {
    for (let index = 0; index < 100; index += 1)
      cache.begin(`key ${index}`).keep(answer(String(index).padEnd(400, '.')));
    expect(cache.stats()).toMatchObject({ bytes: expect.any(Number), entries: 10 });
    expect(cache.stats().bytes).toBeLessThanOrEqual(10_000);
    expect(await textOf('key 99')).toContain('99');
    expect(await textOf('key 0')).toBeUndefined();
    cache.begin('large').keep(answer('.'.repeat(20_000)));
    expect(await textOf('large')).toBeUndefined();
  });

  it('follows the log while it is asked, and keeps nothing for more than a minute', async () => {
    expect(log.followers).toBe(0);
    cache.begin('k').keep(answer('one'));
    expect(log.followers).toBe(1);
    for (let asked = 0; asked < 3; asked += 1) {
      vi.advanceTimersByTime(15_000);
      expect(await textOf('k')).toBe('one');
    }
    expect(log.followers).toBe(1);
    vi.advanceTimersByTime(61_000);
    expect(log.followers).toBe(0);
    expect(await textOf('k')).toBeUndefined();
  });

  it('follows nothing where the log is looked at for each answer', async () => {
    cache = openAnswerCache(log, { maxBytes: 10_000, maxAgeMs: 0 });
    cache.begin('k').keep(answer('one'));
    expect(await textOf('k')).toBe('one');
    expect(log.followers).toBe(0);
  });
});
