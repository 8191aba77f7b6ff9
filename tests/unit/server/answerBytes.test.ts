import { expect, it } from 'vitest';
import { createAnswerPool } from '../../../server/graphql/answerBytes.ts';
import { sizeOf } from '../../../server/graphql/sizeOf.ts';

const limits = { answer: 100, caller: 150, process: 300 };
const caller = (id: string) => ({ budget: 'anonymous', id }) as const;
const tooLarge = { extensions: expect.objectContaining({ code: 'QUERY_TOO_COMPLEX' }) };
const busy = { code: 'RATE_LIMITED', retryAfter: 1 };
const refusal = (take: () => void) => {
  try {
    take();
  } catch (error) {
    return error;
  }
  throw new Error('No request was refused.');
};

it('limits one response, one caller and the total, and gives back what was released', () => {
  const pool = createAnswerPool(limits);
  const first = pool.open(caller('a'));
  first.take(60);
  first.take(40);
  expect(refusal(() => first.take(1))).toMatchObject(tooLarge);
  expect(pool.reserved()).toBe(100);
  const second = pool.open(caller('a'));
  second.take(50);
  expect(refusal(() => second.take(1))).toMatchObject(busy);
  pool.open(caller('b')).take(100);
  pool.open(caller('c')).take(50);
  expect(refusal(() => pool.open(caller('d')).take(1))).toMatchObject(busy);
  first.release();
  first.release();
  expect(pool.reserved()).toBe(200);
  pool.open(caller('d')).take(100);
  expect(pool.reserved()).toBe(300);
});

it('counts the actual size of a response where it exceeds the estimate', () => {
  const pool = createAnswerPool(limits);
  const answer = pool.open(caller('a'));
  answer.take(40);
  answer.settle(30);
  expect(pool.reserved()).toBe(40);
  answer.settle(90);
  expect(pool.reserved()).toBe(90);
  answer.reset();
  expect(pool.reserved()).toBe(0);
});

it('keeps the reservation for a client that has left until the work is done', async () => {
  const pool = createAnswerPool(limits);
  const answer = pool.open(caller('a'));
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = answer.during(async () => {
    answer.take(70);
    await promise;
    expect(refusal(() => answer.take(1))).toMatchObject({ code: 'UNAVAILABLE' });
  });
  answer.release();
  expect(pool.reserved()).toBe(70);
  resolve();
  await work;
  expect(pool.reserved()).toBe(0);
});

it('limits a caller also after thousands of others have come and gone', () => {
  const pool = createAnswerPool(limits);
  const [holding, idle, other] = [pool.open(caller('a')), pool.open(caller('b')), pool.open(caller('b'))];
  holding.take(100);
  for (let id = 0; id < 3_000; id += 1) {
    const answer = pool.open(caller(`other ${id}`));
    answer.take(1);
    answer.release();
  }
  expect(refusal(() => pool.open(caller('a')).take(51))).toMatchObject(busy);
  idle.take(100);
  expect(refusal(() => other.take(51))).toMatchObject(busy);
  expect(refusal(() => pool.open(caller('b')).take(51))).toMatchObject(busy);
  holding.release();
  idle.release();
  expect(pool.reserved()).toBe(0);
  other.reset();
  other.take(100);
});

it.each([
  ['a text', 'abc'],
  ['a list', ['a', 1, null, true]],
  ['an object', { a: { b: ['c', 'd'] }, e: 'x'.repeat(1_000) }],
  ['a date', { at: new Date(0) }],
])('estimates %s', (_, value) => {
  const size = JSON.stringify(value).length;
  expect(Math.abs(sizeOf(value, 1e9) - size)).toBeLessThan(20);
});

it('stops counting beyond the limit', () => {
  const text = 'x'.repeat(1_000);
  expect(sizeOf(Array(1_000).fill(text), 10_000)).toBeLessThan(13_000);
});
