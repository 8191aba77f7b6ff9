import { expect, it } from 'vitest';
import { createSearchGate } from '../../../server/graphql/searchGate.ts';

const pool = (most: number) => ({ connections: () => ({ used: 0, idle: 0, waiting: 0, most }) });

/** A search that runs until the test ends it. */
function search() {
  const { promise, resolve } = Promise.withResolvers<string>();
  const state = { started: false, end: () => resolve('found') };
  const begin = () => {
    state.started = true;
    return promise;
  };
  return { state, begin };
}

it.each([
  [10, 4],
  [3, 1],
  [1, 1],
])('with %i connections allows %i concurrent searches', async (most, atOnce) => {
  const gate = createSearchGate(pool(most));
  const searches = Array.from({ length: atOnce + 2 }, search);
  const answers = searches.map(({ begin }) => gate(begin));
  await Promise.resolve();
  expect(searches.filter(({ state }) => state.started).length).toBe(atOnce);
  for (const { state } of searches) state.end();
  expect(await Promise.all(answers)).toEqual(searches.map(() => 'found'));
});

it('refuses a search when the queue is too long, or after it has waited too long', async () => {
  const gate = createSearchGate(pool(1), { waiting: 1, timeoutMs: 20 });
  const slow = search();
  const first = gate(slow.begin);
  const second = gate(async () => 'never');
  await expect(gate(async () => 'never')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 2 });
  await expect(second).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  slow.state.end();
  expect(await first).toBe('found');
  expect(await gate(async () => 'next')).toBe('next');
});

it('continues after a search that failed', async () => {
  const gate = createSearchGate(pool(1));
  await expect(gate(() => Promise.reject(new Error('slow')))).rejects.toThrow('slow');
  expect(await gate(async () => 'next')).toBe('next');
});
