import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { advanceTime, publishPlan, runsOf } from '../support/runs.ts';
import { openSecondGateway, type SecondGateway } from '../support/secondGateway.ts';
import { type Stream, subscribe, type Transport } from '../support/streams.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const changes = `subscription ($id: ID!) {
  run(id: $id) { id status finishedAt steps { stepId status attempt worker error { code } } }
}`;

describe.skipIf(!hasEngine)('a subscription to a run', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let runs: ReturnType<typeof runsOf>;
  let second: SecondGateway | undefined;
  const open: Stream[] = [];
  const fresh = uniqueNames('watched');
  const namespace = 'watchers';

  beforeAll(async () => {
    registry = await openRegistry();
    second = engine === 'postgres' ? await openSecondGateway(registry) : undefined;
    alice = await registry.actor({ namespace });
    runs = runsOf(alice);
  });
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
    expect(registry.masked).toEqual([]);
  });
  afterAll(async () => {
    await second?.close();
    await registry?.close();
  });

  const start = async () => {
    const templateId = fresh();
    await publishPlan(alice, templateId, [{ id: 'a' }, { id: 'b', dependsOn: ['a'] }]);
    return { ...(await runs.start(templateId)), agentIds: [`${templateId}-agent`] };
  };
  const watch = (id: string, transport: Transport = 'WebSocket', actor = alice) => {
    const stream = subscribe(actor, transport, changes, { id });
    open.push(stream);
    return stream;
  };
  const finish = async (id: string, agentIds: string[]) => {
    for (const stepId of ['a', 'b']) {
      const [claim] = await runs.claim('w', { agentIds });
      await runs.report({ runId: id, stepId, status: 'SUCCEEDED', claim: claim?.token });
    }
  };

  it.each(['WebSocket', 'SSE'] as const)(
    'receives its current state, then each change until it ends, over %s',
    async (transport) => {
      const { id, agentIds } = await start();
      const stream = watch(id, transport);
      expect(await stream.take(1)).toMatchObject([{ id, status: 'QUEUED', steps: [{ status: 'QUEUED' }, {}] }]);
      const [claim] = await runs.claim('w', { agentIds });
      expect(await stream.take(1)).toMatchObject([
        { status: 'RUNNING', steps: [{ status: 'RUNNING', worker: 'w' }, {}] },
      ]);
      await runs.report({
        runId: id,
        stepId: 'a',
        status: 'FAILED',
        claim: claim?.token,
        error: { code: 'e', message: 'm' },
      });
      expect(await stream.take(1)).toMatchObject([
        { status: 'RUNNING', steps: [{ status: 'QUEUED', error: { code: 'e' } }, {}] },
      ]);
      await advanceTime(registry, id);
      await finish(id, agentIds);
      const rest = await stream.rest();
      expect(rest.at(-1)).toMatchObject({
        status: 'SUCCEEDED',
        finishedAt: expect.any(String),
        steps: [{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }],
      });
      expect(rest.slice(0, -1).every(({ status }) => status === 'RUNNING')).toBe(true);
    },
  );

  it('receives one state and completes when the run has ended', async () => {
    const { id } = await start();
    await runs.report({ runId: id, status: 'CANCELLED' });
    for (const transport of ['WebSocket', 'SSE'] as const) {
      expect(await watch(id, transport).rest()).toMatchObject([{ status: 'CANCELLED' }]);
    }
  });

  it.each(['WebSocket', 'SSE'] as const)('does not reveal the run to others, over %s', async (transport) => {
    const { id } = await start();
    const stranger = await registry.actor({ namespace: 'strangers' });
    for (const [actor, asked] of [
      [stranger, id],
      [registry.anyone, id],
      [alice, randomUUID()],
      [alice, Buffer.from(`Agent:${randomUUID()}`).toString('base64')],
    ] as const) {
      await expect(watch(asked, transport, actor).take(1)).rejects.toThrow(/NOT_FOUND/);
    }
    await expect(watch('nonsense', transport).take(1)).rejects.toThrow(/BAD_USER_INPUT/);
    const viewer = await registry.actor({ namespace, role: 'viewer' });
    expect(await watch(id, transport, viewer).take(1)).toMatchObject([{ id }]);
  });

  it.skipIf(engine === 'pglite')('receives changes from the other gateway, and both give out its steps', async () => {
    const { id, agentIds } = await start();
    const elsewhere = second?.here(alice) ?? alice;
    const stream = watch(id, 'WebSocket', elsewhere);
    await stream.take(1);
    const claimed = await Promise.all(
      [runs, runsOf(elsewhere), runs, runsOf(elsewhere)].map((each) => each.claim('w', { agentIds })),
    );
    expect(claimed.flat()).toHaveLength(1);
    await runsOf(elsewhere).report({ runId: id, stepId: 'a', status: 'SUCCEEDED', claim: claimed.flat()[0]?.token });
    await runs.report({ runId: id, status: 'CANCELLED' });
    expect((await stream.rest()).at(-1)).toMatchObject({
      status: 'CANCELLED',
      steps: [{ status: 'SUCCEEDED' }, { status: 'CANCELLED' }],
    });
  });

  it('needs one statement for all subscribers', async () => {
    const started = await Promise.all([start(), start(), start()]);
    const streams = started.flatMap(({ id }) => Array.from({ length: 10 }, () => watch(id)));
    await Promise.all(streams.map((stream) => stream.take(1)));
    registry.statements();
    for (const { id } of started) await runs.report({ runId: id, stepId: 'a', status: 'RUNNING' });
    const told = await Promise.all(streams.map((stream) => stream.take(1)));
    expect(told.flat().every(({ steps }) => steps[0].status === 'RUNNING')).toBe(true);
    const asked = registry.statements().filter((text) => text.includes('run_revisions'));
    expect(asked.length).toBeLessThan(streams.length);
  });

  it('needs no statement when there is no subscriber', async () => {
    const { id, agentIds } = await start();
    const stream = watch(id);
    await stream.take(1);
    const [claim] = await runs.claim('w', { agentIds });
    stream.close();
    // The end of the subscription reaches the gateway after a moment; from then on changes cost nothing.
    await expect
      .poll(async () => {
        registry.statements();
        await runs.report({ runId: id, stepId: 'a', status: 'RUNNING', claim: claim?.token });
        await new Promise((resolve) => setTimeout(resolve, 50));
        return registry.statements().filter((text) => text.includes('run_revisions')).length;
      })
      .toBe(0);
  });
});
