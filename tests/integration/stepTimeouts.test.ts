import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { timeOutSteps } from '../../src/registry/timeOutSteps.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { addAgent, addTemplate, runOf } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { runsOf, uuidOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

describe.skipIf(!hasEngine)('a step that times out', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const fresh = uniqueNames('timed');
  const patient = { timeout: 20_000, interval: 100 };

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  /** A run of one step, with these timeouts of agent, template and the environment `eu`. */
  async function start(agent: number | null, template: number | null, environment?: number) {
    const [a, t] = [fresh(), fresh()];
    const profile = (timeoutSeconds: number | null) => ({
      resourceProfile: timeoutSeconds === null ? {} : { timeoutSeconds },
    });
    await addAgent(alice, a, '1.0.0', profile(agent));
    const environments = environment === undefined ? {} : { eu: profile(environment) };
    await addTemplate(alice, t, '1.0.0', { [a]: '*' }, { ...profile(template), environments });
    const { id } = await runOf(alice, { templateId: t, environment: environment === undefined ? null : 'eu' });
    return { id: id as string, a };
  }
  const stepOf = async (id: string) => {
    const { data } = await alice.ask(
      `query ($id: ID!) { run(id: $id) { status steps { status attempt timeoutSeconds timesOutAt availableAt worker error { code message } } } }`,
      { id },
    );
    return { run: data.run.status, ...data.run.steps[0] };
  };
  const oneAttempt = (id: string) =>
    registry.database.asOwner(`set session_replication_role = replica;
      update nofx.steps set max_attempts = 1 where run_id = '${uuidOf(id)}'; set session_replication_role = origin`);

  it.each([
    ['its agent', 30, 600, undefined, 30],
    ['its run', 600, 30, undefined, 30],
    ['its environment', 600, 500, 20, 20],
    ['its agent alone', 30, null, undefined, 30],
    ['its run alone', null, 45, undefined, 45],
    ['neither', null, null, undefined, null],
  ])('has the timeout of %s', async (_, agent, template, environment, timeoutSeconds) => {
    const { id } = await start(agent, template, environment);
    expect(await stepOf(id)).toMatchObject({ status: 'QUEUED', timeoutSeconds, timesOutAt: null });
  });

  it('is tried again, although its worker renews the lease', async () => {
    const { id, a } = await start(1, 600);
    const { claim, report } = runsOf(alice);
    const [claimed] = await claim('hangs', { agentIds: [a], leaseSeconds: 3600 });
    expect(claimed).toBeDefined();
    const said = { runId: id, stepId: a, claim: claimed?.token };
    expect((await report({ ...said, status: 'RUNNING', leaseSeconds: 3600 })).step.status).toBe('RUNNING');
    expect((await stepOf(id)).timesOutAt).not.toBeNull();
    await vi.waitFor(async () => {
      await timeOutSteps(registry.services);
      expect((await stepOf(id)).status).toBe('QUEUED');
    }, patient);
    const step = await stepOf(id);
    expect(step).toMatchObject({
      run: 'RUNNING',
      attempt: 1,
      timesOutAt: null,
      error: { code: 'timeout', message: 'The step did not end within its timeout of 1 second.' },
    });
    expect(step.availableAt).not.toBeNull();
    expect(await report({ ...said, status: 'SUCCEEDED', outputs: {} })).toMatchObject({ code: 'STALE_CLAIM' });
  });

  it('keeps no lease: a renewal is refused, and a result is taken until the attempt is ended', async () => {
    const { id, a } = await start(1, 600);
    const { claim, report } = runsOf(alice);
    const [claimed] = await claim('hangs', { agentIds: [a], leaseSeconds: 3600 });
    const said = { runId: id, stepId: a, claim: claimed?.token };
    const until = (await stepOf(id)).timesOutAt;
    await vi.waitFor(async () => {
      const answer = await report({ ...said, status: 'RUNNING', leaseSeconds: 3600 });
      expect(answer).toMatchObject({
        code: 'STALE_CLAIM',
        message: `${a}: the attempt has taken longer than its timeout, so its lease is not renewed.`,
      });
    }, patient);
    expect(await stepOf(id)).toMatchObject({ status: 'RUNNING', timesOutAt: until });
    expect((await report({ ...said, status: 'SUCCEEDED', outputs: {} })).run.status).toBe('SUCCEEDED');
  });

  it('fails when no attempts are left', async () => {
    const { id, a } = await start(1, 600);
    await oneAttempt(id);
    await runsOf(alice).claim('hangs', { agentIds: [a], leaseSeconds: 3600 });
    await vi.waitFor(async () => {
      await timeOutSteps(registry.services);
      expect((await stepOf(id)).status).toBe('FAILED');
    }, patient);
    expect(await stepOf(id)).toMatchObject({ run: 'FAILED', error: { code: 'timeout' } });
  });

  it('is ended by the next worker that asks, too, and not claimed by it at once', async () => {
    const { id, a } = await start(1, 600);
    const { claim } = runsOf(alice);
    await claim('hangs', { agentIds: [a], leaseSeconds: 3600 });
    await vi.waitFor(async () => {
      expect(await claim('next', { agentIds: [a] })).toEqual([]);
      expect((await stepOf(id)).status).toBe('QUEUED');
    }, patient);
    expect(await stepOf(id)).toMatchObject({ attempt: 1, error: { code: 'timeout' } });
  });

  it('times out where it was started without a claim', async () => {
    const { id, a } = await start(1, 600);
    expect((await runsOf(alice).report({ runId: id, stepId: a, status: 'RUNNING' })).step.status).toBe('RUNNING');
    await vi.waitFor(async () => {
      await timeOutSteps(registry.services);
      expect((await stepOf(id)).status).toBe('QUEUED');
    }, patient);
    expect((await stepOf(id)).error.code).toBe('timeout');
  });

  it('is left alone while it has time, and when it has ended', async () => {
    const { id, a } = await start(600, null);
    const { claim, report } = runsOf(alice);
    const [claimed] = await claim('works', { agentIds: [a] });
    await timeOutSteps(registry.services);
    expect((await stepOf(id)).status).toBe('RUNNING');
    const done = await report({ runId: id, stepId: a, claim: claimed?.token, status: 'SUCCEEDED', outputs: {} });
    expect(done.run.status).toBe('SUCCEEDED');
    expect(await stepOf(id)).toMatchObject({ timesOutAt: null, error: null });
  });
});
