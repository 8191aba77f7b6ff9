import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp } from '../../src/registry/cleanUp.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { addAgent, addTemplate } from '../support/locks.ts';
import { instantiateTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { runsOf, uuidOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const counts = 'runs succeeded failed successRate p50Seconds p95Seconds tokens { inputTokens outputTokens }';
const fields = `days steps ${counts} lastUsedAt perDay { count } acrossNamespaces { ${counts} }`;
const none = { runs: 0, succeeded: 0, failed: 0, successRate: null, p50Seconds: null, p95Seconds: null, tokens: null };

describe.skipIf(!hasEngine)('usage of agents', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let viewer: Actor;
  const fresh = uniqueNames('agent-usage');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    viewer = await registry.actor({ role: 'viewer' });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  /** An agent, and a template with one step of it. */
  async function publish() {
    const [a, t] = [fresh(), fresh()];
    await addAgent(alice, a, '1.0.0', { visibility: 'public' });
    await addTemplate(alice, t, '1.0.0', { [a]: '*' }, { visibility: 'public' });
    return { a, t };
  }
  const start = async (who: Actor, t: string): Promise<string> =>
    (await who.do(instantiateTemplate, { input: { templateId: t, namespace: 'default' } })).run.id;
  /** Its only step takes so long, and ends. */
  async function end(who: Actor, id: string, stepId: string, seconds: number, more: object) {
    const { report } = runsOf(who);
    await report({ runId: id, stepId, status: 'RUNNING' });
    await registry.database.asOwner(`set session_replication_role = replica;
      update nofx.steps set started_at = now() - interval '${seconds} s' where run_id = '${uuidOf(id)}';
      update nofx.runs set started_at = now() - interval '${seconds} s' where id = '${uuidOf(id)}';
      set session_replication_role = origin`);
    await report({ runId: id, stepId, ...more });
  }
  const done = { status: 'SUCCEEDED', outputs: {} };
  const failed = { status: 'FAILED', retry: false, error: { code: 'no', message: 'no' } };
  const usageOf = async (who: Actor, agentId: string, days = 30) =>
    (
      await who.ask(
        `query ($a: String!, $d: Int) { agent(agentId: $a, namespace: "default") { usage(days: $d) { ${fields} } } }`,
        {
          a: agentId,
          d: days,
        },
      )
    ).data.agent.usage;
  /** As if all that was counted had been counted that long ago. */
  const age = (a: string, days: number) =>
    registry.database.asOwner(`update nofx.usage_days set day = day - ${days} where subject_id =
      (select id from nofx.agent_registry where slug = '${a}')`);

  it('is none before it is used, and counts steps by outcome, duration and tokens', async () => {
    const { a, t } = await publish();
    expect(await usageOf(viewer, a)).toEqual({
      ...{ days: 30, steps: 0, ...none, lastUsedAt: null, perDay: [], acrossNamespaces: null },
    });
    for (let seconds = 1; seconds <= 20; seconds += 1) {
      const usage = { inputTokens: 10, outputTokens: seconds };
      await end(alice, await start(alice, t), a, seconds, seconds <= 5 ? { ...failed, usage } : { ...done, usage });
    }
    await runsOf(alice).report({ runId: await start(alice, t), status: 'CANCELLED' });
    const used = await usageOf(viewer, a);
    expect(used).toMatchObject({
      ...{ runs: 21, steps: 20, succeeded: 15, failed: 5, successRate: 0.75, perDay: [{ count: 21 }] },
      tokens: { inputTokens: 200, outputTokens: 210 },
      acrossNamespaces: null,
    });
    // The middles of the buckets of 10 and 19 seconds.
    expect([used.p50Seconds, used.p95Seconds]).toEqual([9.872, 19.237]);
    expect(Date.parse(used.lastUsedAt)).toBeGreaterThan(Date.now() - 600_000);
  });

  it('is that of a period, of a version, and of its own namespace', async () => {
    const { a, t } = await publish();
    const other = await registry.actor({ namespace: 'globex' });
    await end(alice, await start(alice, t), a, 1, done);
    await age(a, 8);
    await addAgent(alice, a, '1.1.0', { visibility: 'public' });
    await end(alice, await start(alice, t), a, 1, failed);
    await start(other, t);

    const seen = await Promise.all([1, 7, 30, 90].map((days) => usageOf(viewer, a, days)));
    expect(seen.map(({ runs, succeeded, failed }) => [runs, succeeded, failed])).toEqual([
      [1, 0, 1],
      [1, 0, 1],
      [2, 1, 1],
      [2, 1, 1],
    ]);
    const { data } = await viewer.ask(
      `query ($a: String!) { agent(agentId: $a) { old: version(version: "1.0.0") { usage { ${counts} } } new: version(version: "1.1.0") { usage { ${counts} } } } }`,
      { a },
    );
    expect(data.agent.old.usage).toMatchObject({ runs: 1, succeeded: 1, failed: 0 });
    expect(data.agent.new.usage).toMatchObject({ runs: 1, succeeded: 0, failed: 1 });
    expect(await usageOf(other, a)).toMatchObject({ runs: 1, steps: 0 });
    expect(await usageOf(registry.anyone, a)).toMatchObject({ ...none, lastUsedAt: null });
  });

  it('is told across namespaces up to the largest integer of JSON, whatever one of them counted', async () => {
    const { a, t } = await publish();
    const others = await Promise.all(
      ['tokens-1', 'tokens-2', 'tokens-3'].map((namespace) => registry.actor({ namespace })),
    );
    for (const who of others) await start(who, t);
    await registry.database.asOwner(
      `update nofx.usage_days set input_tokens = 9223372036854775807, output_tokens = 5 where namespace like 'tokens-%'`,
    );
    expect((await usageOf(alice, a)).acrossNamespaces.tokens).toEqual({
      inputTokens: Number.MAX_SAFE_INTEGER,
      outputTokens: 15,
    });
    expect((await usageOf(others[0] as Actor, a)).tokens).toEqual({
      inputTokens: Number.MAX_SAFE_INTEGER,
      outputTokens: 5,
    });
  });

  it('is told across namespaces to the owner only, once three have used it', async () => {
    const { a, t } = await publish();
    const others = await Promise.all(['globex', 'initech'].map((namespace) => registry.actor({ namespace })));
    for (const who of [alice, ...others.slice(0, 1)])
      await end(who, await start(who, t), a, 2, { ...done, usage: { inputTokens: 5, outputTokens: 1 } });
    expect((await usageOf(viewer, a)).acrossNamespaces).toBeNull();

    for (const who of others.slice(1)) await end(who, await start(who, t), a, 2, failed);
    const total = {
      runs: 3,
      succeeded: 2,
      failed: 1,
      successRate: 2 / 3,
      tokens: { inputTokens: 10, outputTokens: 2 },
    };
    for (const days of [1, 7, 30, 90]) expect((await usageOf(viewer, a, days)).acrossNamespaces).toMatchObject(total);
    expect((await usageOf(viewer, a, 29)).acrossNamespaces).toBeNull();
    expect((await usageOf(others[0] as Actor, a)).acrossNamespaces).toBeNull();
    const { data } = await viewer.ask(
      `query ($t: String!) { template(templateId: $t) { usage { runs tokens { inputTokens } acrossNamespaces { ${counts} } }
        version(version: "1.0.0") { usage { acrossNamespaces { runs } } } } }`,
      { t },
    );
    expect(data.template.usage).toMatchObject({ runs: 1, tokens: { inputTokens: 5 }, acrossNamespaces: total });
    expect(data.template.version.usage.acrossNamespaces).toEqual({ runs: 3 });
  });

  it('adds up what is counted at once', async () => {
    const { a, t } = await publish();
    const ids = await Promise.all(Array.from({ length: 8 }, () => start(alice, t)));
    await Promise.all(ids.map((id) => runsOf(alice).report({ runId: id, stepId: a, ...done })));
    expect(await usageOf(viewer, a)).toMatchObject({ runs: 8, succeeded: 8, failed: 0 });
  });

  it('is read for a list of any length with one statement', async () => {
    await publish();
    await publish();
    const ask = (first: number) =>
      viewer.ask(
        `{ agents(first: ${first}) { edges { node { usage { runs p95Seconds tokens { inputTokens } acrossNamespaces { runs } } } } } }`,
      );
    const statements: number[] = [];
    for (const first of [1, 20]) {
      registry.statements();
      expect((await ask(first)).data.agents.edges.length).toBeGreaterThan(first === 1 ? 0 : 2);
      statements.push(registry.statements().length);
    }
    // The list, its use, and the use across namespaces.
    expect(statements).toEqual([3, 3]);
  });

  it('is forgotten after 400 days', async () => {
    const { a, t } = await publish();
    await start(alice, t);
    await age(a, 401);
    await cleanUp(registry.services);
    const [{ left }] = (await registry.database.asOwner(`select count(*)::int as left from nofx.usage_days
      where subject_id = (select id from nofx.agent_registry where slug = '${a}')`)) as [{ left: number }];
    expect(left).toBe(0);
  });

  it.each([0, 366])('is refused for %s days', async (days) => {
    const { a } = await publish();
    const { errors } = await viewer.ask(
      `query ($a: String!, $d: Int) { agent(agentId: $a) { usage(days: $d) { runs } } }`,
      {
        a,
        d: days,
      },
    );
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
