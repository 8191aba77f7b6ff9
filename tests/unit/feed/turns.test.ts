import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { createTurns } from '../../../src/feed/turns.ts';

afterEach(() => void vi.restoreAllMocks());

/** Takes this many turns, and notes those that have come. */
function take(turns: ReturnType<typeof createTurns>, count: number, come: number[] = []) {
  const first = come.length;
  for (let number = first; number < first + count; number += 1) {
    const turn = turns.take();
    if (turn) void turn.then(() => come.push(number));
    else come.push(number);
  }
  return come;
}

it('come at once, 64 of them, and the rest 64 at a time between other work', async () => {
  const come = take(createTurns(), 150);
  expect(come).toEqual(Array.from({ length: 64 }, (_, index) => index));
  await yieldToEventLoop();
  expect(come).toHaveLength(128);
  await yieldToEventLoop();
  expect(come).toEqual(Array.from({ length: 150 }, (_, index) => index));
});

it('that are left after those who waited come at once, and no more', async () => {
  const turns = createTurns(3);
  const come = take(turns, 4);
  expect(come).toEqual([0, 1, 2]);
  await yieldToEventLoop();
  expect(come).toEqual([0, 1, 2, 3]);
  take(turns, 3, come);
  expect(come).toEqual([0, 1, 2, 3, 4, 5]);
});

it('are there again after the event loop has done something else', async () => {
  const turns = createTurns(2);
  const come = take(turns, 2);
  for (let round = 1; round < 4; round += 1) {
    await yieldToEventLoop();
    take(turns, 2, come);
    expect(come).toHaveLength(2 * (round + 1));
  }
});

it('keep the event loop busy only while they are taken', async () => {
  const scheduled = vi.spyOn(globalThis, 'setImmediate');
  const turns = createTurns(2);
  const come = take(turns, 3);
  expect(scheduled).toHaveBeenCalledTimes(1);
  for (let round = 0; round < 4; round += 1) await yieldToEventLoop();
  expect(come).toEqual([0, 1, 2]);
  expect(scheduled).toHaveBeenCalledTimes(2); // For the one that waited.
});
