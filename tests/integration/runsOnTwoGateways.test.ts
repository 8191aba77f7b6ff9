import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { advanceTime, type Claim, publishPlan, runsOf } from '../support/runs.ts';
import { openSecondGateway, type SecondGateway } from '../support/secondGateway.ts';

/** Everything that can happen to a run, concurrently. The final state is checked, not the order. */
describe.skipIf(!hasEngine || engine === 'pglite')('runs with two gateways', () => {
  let registry: TestRegistry;
  let second: SecondGateway;

  beforeAll(async () => {
    registry = await openRegistry();
    second = await openSecondGateway(registry);
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(async () => {
    await second?.close();
    await registry?.close();
  });

  const publishers = async (namespace: string): Promise<Actor[]> => {
    const actor = await registry.actor({ namespace });
    return [actor, second.here(actor)];
  };

  it('give no step to two workers', async () => {
    const [here, there] = await publishers('fair');
    if (!here || !there) throw new Error('There are two gateways.');
    await publishPlan(
      here,
      'fair',
      Array.from({ length: 40 }, (_, at) => ({ id: `s${at}`, dependsOn: at < 10 ? [] : [`s${at % 10}`] })),
    );
    const started = await Promise.all([runsOf(here).start('fair'), runsOf(there).start('fair')]);
    const taken: string[] = [];
    const work = async (worker: string, actor: Actor) => {
      for (let idle = 0; idle < 5; ) {
        const claims = await runsOf(actor).claim(worker, { first: 3 });
        idle = claims.length === 0 ? idle + 1 : 0;
        taken.push(...claims.map(({ run, step }) => `${run.id} ${step.stepId}`));
        for (const { run, step, token } of claims) {
          await runsOf(actor).report({ runId: run.id, stepId: step.stepId, status: 'SUCCEEDED', claim: token });
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, at) => work(`w${at}`, at % 2 ? here : there)));
    expect(taken).toHaveLength(80);
    expect(new Set(taken).size).toBe(80);
    for (const { id } of started) expect(await runsOf(here).run(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('end consistently with their steps, whatever fails, is lost or is cancelled', async () => {
    const [here, there] = await publishers('rough');
    if (!here || !there) throw new Error('There are two gateways.');
    await publishPlan(
      here,
      'rough',
      Array.from({ length: 12 }, (_, at) => ({
        id: `s${at}`,
        dependsOn: at < 4 ? [] : [`s${at - 4}`, `s${(at * 7) % at}`],
      })),
    );
    const started = await Promise.all(Array.from({ length: 6 }, () => runsOf(here).start('rough')));
    const claimed: string[] = [];
    const answers = new Set<string>();
    let left = started.length;

    const finish = async (runs: ReturnType<typeof runsOf>, { run, step, token }: Claim, chance: number) => {
      if (chance < 2) return; // Lost: no report follows.
      const result =
        chance < 4 ? { status: 'FAILED' } : chance < 5 ? { status: 'FAILED', retry: false } : { status: 'SUCCEEDED' };
      const answer = await runs.report({ runId: run.id, stepId: step.stepId, claim: token, ...result });
      answers.add(answer.__typename);
    };
    let turn = 0;
    const work = async (worker: string, actor: Actor) => {
      const runs = runsOf(actor);
      while (left > 0) {
        for (const claim of await runs.claim(worker, { first: 2 })) {
          claimed.push(`${claim.run.id} ${claim.step.stepId} ${claim.step.attempt}`);
          turn += 1;
          await finish(runs, claim, (turn * 7) % 20);
        }
      }
    };
    const passTime = async () => {
      while (left > 0) {
        for (const { id } of started) await advanceTime(registry, id);
        const [open] = (await registry.database.asOwner(
          `select count(*)::int as left from nofx.runs where namespace = 'rough' and finished_at is null`,
        )) as [{ left: number }];
        left = open.left;
      }
    };
    const [cancelled] = started;
    const cancel = async () => {
      answers.add((await runsOf(there).report({ runId: cancelled?.id, status: 'CANCELLED' })).__typename);
    };
    await Promise.all([
      ...Array.from({ length: 8 }, (_, at) => work(`w${at}`, at % 2 ? here : there)),
      passTime(),
      cancel(),
    ]);

    expect(new Set(claimed).size).toBe(claimed.length);
    expect([...answers].filter((each) => each !== 'ReportRunPayload' && each !== 'StaleClaim')).toEqual([]);
    for (const { id } of started) {
      const { status, steps } = await runsOf(here).run(id);
      const seen = new Set(steps.map((step: { status: string }) => step.status));
      expect([...seen].filter((each) => each === 'QUEUED' || each === 'RUNNING')).toEqual([]);
      expect(status).toBe(seen.has('CANCELLED') ? 'CANCELLED' : seen.has('FAILED') ? 'FAILED' : 'SUCCEEDED');
    }
  });
});
