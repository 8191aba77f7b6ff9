import { describe, expect, it } from 'vitest';
import { Overloaded } from '../../../server/access/overloaded.ts';
import { createTurns } from '../../../server/access/turns.ts';

const caller = (id: string) => ({ budget: 'user', id }) as const;
const limits = { waiting: 40, perCaller: 30, timeoutMs: 60_000 };

/** Sends requests at once, each with this much work on a clock of its own, and says which began together. */
async function begun(requests: readonly string[], workMs: number): Promise<string[]> {
  let now = 0;
  const turns = createTurns({ ...limits, now: () => now });
  const rounds: string[][] = [];
  let round: string[] | undefined;
  await Promise.all(
    requests.map(async (request) => {
      await turns.wait(caller(request.slice(0, 1)));
      now += workMs;
      if (!round) {
        round = [];
        rounds.push(round);
        setImmediate(() => {
          round = undefined;
        });
      }
      round.push(request);
    }),
  );
  expect(turns.count()).toBe(0);
  return rounds.map((each) => each.join(' '));
}

describe('Turns of requests', () => {
  it('begin one after another while each is long, and callers take turns', async () => {
    expect(await begun(['a1', 'a2', 'a3', 'b1'], 30)).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('begin more and more together while they are quick', async () => {
    const requests = Array.from({ length: 15 }, (_, at) => `a${at + 1}`);
    expect(await begun(requests, 0)).toEqual(['a1', 'a2 a3', 'a4 a5 a6 a7', 'a8 a9 a10 a11 a12 a13 a14 a15']);
  });

  it('go on after a pause', async () => {
    const turns = createTurns(limits);
    await turns.wait(caller('a'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(turns.wait(caller('a'))).resolves.toBeUndefined();
  });

  it('are refused where too many wait', async () => {
    const turns = createTurns({ ...limits, perCaller: 2 });
    const waits = [1, 2, 3, 4].map(() =>
      turns.wait(caller('a')).then(
        () => 'begun',
        (error: unknown) => error,
      ),
    );
    expect(await Promise.all(waits)).toEqual(['begun', 'begun', 'begun', expect.any(Overloaded)]);
  });
});
