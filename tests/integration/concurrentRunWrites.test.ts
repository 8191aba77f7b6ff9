import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { publishPlan, runsOf, uuidOf } from '../support/runs.ts';
import { openSecondGateway, type SecondGateway } from '../support/secondGateway.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { applyToRun, isExplained, newRun, type RunCall, type RunState } from '../support/serialRun.ts';

/**
 * Concurrent claims, reports and a cancellation of one run, through two gateways: the results and the final state must
 * be those of some order of the calls. Only a native Postgres has two connections.
 */
describe.skipIf(!hasEngine || engine !== 'postgres')('concurrent writes to one run', () => {
  let registry: TestRegistry;
  let second: SecondGateway;
  let ways: [Actor, Actor];

  beforeAll(async () => {
    registry = await openRegistry();
    second = await openSecondGateway(registry);
    const actor = await registry.actor({ namespace: 'contended' });
    ways = [actor, second.here(actor)];
    await publishPlan(actor, 'contended', [{ id: 'a' }, { id: 'b' }, { id: 'c', dependsOn: ['a'] }]);
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(async () => {
    await second?.close();
    await registry?.close();
  });

  const tokens = new Map<string, string>();

  async function make(runId: string, call: RunCall, at: number): Promise<{ call: RunCall; answer: string }> {
    const runs = runsOf(ways[at % 2] ?? ways[0]);
    if (call.do === 'claim') {
      const [claim] = await runs.claim(call.worker);
      if (!claim) return { call, answer: 'nothing' };
      tokens.set(call.worker, claim.token);
      return { call, answer: claim.run.id === runId ? `claimed ${claim.step.stepId}` : `claimed of ${claim.run.id}` };
    }
    const input =
      call.do === 'cancel'
        ? { runId, status: 'CANCELLED' }
        : {
            runId,
            stepId: call.step,
            claim: tokens.get(call.claim),
            status: { succeed: 'SUCCEEDED', fail: 'FAILED', renew: 'RUNNING' }[call.do],
            ...(call.do === 'fail' ? { retry: false, error: { code: 'broke', message: 'It broke.' } } : {}),
            ...(call.do === 'succeed' ? { outputs: call.outputs ?? {} } : {}),
          };
    const { __typename: type, status } = await runs.report(input);
    return { call, answer: type === 'ReportRunPayload' ? 'done' : `${type}${status ? ` ${status}` : ''}` };
  }

  async function statuses(runId: string): Promise<Record<string, string>> {
    const { steps } = await runsOf(ways[0]).run(runId);
    return Object.fromEntries(steps.map(({ stepId, status }: { stepId: string; status: string }) => [stepId, status]));
  }

  it('give the results, and leave the run, as some order of the calls would', async () => {
    for (let seed = 1; seed <= 16; seed += 1) {
      const random = seededRandom(seed);
      const { id } = await runsOf(ways[seed % 2] ?? ways[0]).start('contended');
      tokens.clear();

      const claims = ['w1', 'w2', 'w3'].map((worker): RunCall => ({ do: 'claim', worker }));
      const claimed = await Promise.all(claims.map((call, at) => make(id, call, at)));
      expect(claimed.map(({ answer }) => answer).sort()).toEqual(['claimed a', 'claimed b', 'nothing']);
      const owner = (step: string) =>
        claimed.find(({ answer }) => answer === `claimed ${step}`)?.call as RunCall & { worker: string };
      const taken = (step: string) => ({ status: 'RUNNING', worker: owner(step).worker, outputs: null });
      const start: RunState = { ...newRun, a: taken('a'), b: taken('b') };

      const of = (step: string) => ({ step, claim: owner(step).worker });
      const possible: [RunCall, ...RunCall[]] = [
        { do: 'succeed', ...of('a'), outputs: { n: 1 } },
        { do: 'succeed', ...of('a'), outputs: { n: 2 } },
        { do: 'fail', ...of('a') },
        { do: 'renew', ...of('a') },
        { do: 'succeed', ...of('b') },
        { do: 'fail', ...of('b') },
        { do: 'succeed', step: 'a', claim: owner('b').worker },
        { do: 'claim', worker: 'w4' },
        { do: 'claim', worker: 'w5' },
        { do: 'cancel' },
      ];
      const calls = Array.from({ length: 7 }, () => random.one(possible));
      const made = await Promise.all(calls.map((call, at) => make(id, call, at)));
      const end = await statuses(id);
      expect({ seed, made, end, explained: isExplained(start, made, end) }).toMatchObject({ explained: true });
      await runsOf(ways[0]).report({ runId: id, status: 'CANCELLED' }); // Nothing is left to claim.
    }
  });

  it('wait for the only run that has a step, and claim it when the other change is done', async () => {
    const runs = runsOf(ways[0]);
    const { id } = await runs.start('contended');
    await registry.database.onOneConnection(async (run) => {
      await run('begin');
      await run(`select from nofx.runs where id = '${uuidOf(id)}' for no key update`);
      const claims = runs.claim('w1');
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(async () => (await run(waiting)).length, { timeout: 3_000 }).toBe(1);
      await run('commit');
      expect((await claims).map(({ step }) => step.stepId)).toEqual(['a']);
    });
    await runs.report({ runId: id, status: 'CANCELLED' });
  });

  it('are compared with a model that refuses impossible results', () => {
    const claimed = { call: { do: 'claim', worker: 'w1' } as RunCall, answer: 'claimed a' };
    const again = { call: { do: 'claim', worker: 'w2' } as RunCall, answer: 'claimed a' };
    const end = { a: 'RUNNING', b: 'QUEUED', c: 'QUEUED' };
    expect(isExplained(newRun, [claimed], end)).toBe(true);
    expect(isExplained(newRun, [claimed, again], end)).toBe(false);
    expect(isExplained(newRun, [claimed], { ...end, b: 'RUNNING' })).toBe(false);
    expect(applyToRun(newRun, { do: 'succeed', step: 'a', claim: 'w1' })[0]).toBe('StaleClaim QUEUED');
  });
});
