import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sendAtRate } from '../../load/schedule.ts';
import { figuresOf, growthOf, problemsOf } from '../../load/verdict.ts';

const looks = (megabytes: (at: number) => number, connections = 11) =>
  Array.from({ length: 100 }, (_, at) => ({ at, megabytes: megabytes(at), connections }));
const served = { kinds: [], maxConnections: 11, lostEvents: 0, ended: [], leftOpen: 0, maxP95: null };
const steady = growthOf(looks(() => 300));

describe('the verdict of a load', () => {
  it('is nothing when all was served and nothing grew', () => {
    expect(steady).toEqual({ memoryBefore: 300, memoryAfter: 300, memorySlope: 0, mostConnections: 11 });
    expect(problemsOf({ ...served, growth: steady })).toEqual([]);
  });

  it('names memory that grew by more than a garbage collector leaves', () => {
    const slow = growthOf(looks((at) => 300 + at));
    expect(slow).toMatchObject({ memoryBefore: 337, memoryAfter: 387, memorySlope: 60 });
    expect(problemsOf({ ...served, growth: slow })).toEqual([]);
    expect(problemsOf({ ...served, growth: growthOf(looks((at) => 300 + 3 * at)) })).toEqual([
      'memory grew from 411 to 561 MB; 82 MB more are allowed',
    ]);
  });

  it('names connections beyond the pool', () =>
    expect(problemsOf({ ...served, growth: growthOf(looks(() => 300, 12)) })).toEqual([
      '12 connections to the database; the maximum is 11',
    ]));

  it('names errors, events that were lost, subscriptions that ended or stayed, and times above a given limit', () => {
    const kinds = [
      figuresOf('get', 5, { latencies: [30, 10, 20], errors: new Map([['HTTP 500', 2]]) }),
      figuresOf('list', 5, { latencies: [], errors: new Map() }),
    ];
    expect(kinds[0]).toMatchObject({ count: 3, p50: 20, p95: 30, p99: 30 });
    const bad = { lostEvents: 1, ended: ['Going away'], leftOpen: 2, maxP95: 25 };
    expect(problemsOf({ ...served, ...bad, kinds, growth: steady })).toEqual([
      'get: 2 x HTTP 500',
      'list: nothing was answered',
      'get: p95 is 30 ms; the maximum is 25 ms',
      '1 events were lost or delivered twice',
      'a subscription ended: Going away',
      '2 subscriptions are open after all were closed',
    ]);
  });
});

describe('a load at a fixed rate', () => {
  it('goes on while answers wait, and counts from when a request was due', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const sent: number[] = [];
    const send = async (turn: number) => {
      sent.push(turn);
      if (turn === 4) release(); // None is answered before five are sent: a closed loop would wait for ever.
      await held;
      if (turn === 3) throw new Error('refused');
    };
    const { latencies, errors } = await sendAtRate(100, performance.now() + 1_000, send, () => true);
    expect(sent.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(latencies.length).toBe(sent.length - 1);
    expect([...errors]).toEqual([['refused', 1]]);
  });

  it('counts nothing of the warm-up but its errors', async () => {
    const send = async () => {
      await pause(1);
      throw new Error('refused');
    };
    const { latencies, errors } = await sendAtRate(50, performance.now() + 100, send, () => false);
    expect(latencies).toEqual([]);
    expect([...errors.keys()]).toEqual(['refused']);
  });
});
