import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cleanUp } from '../../src/registry/cleanUp.ts';
import type { Actor } from '../support/actor.ts';
import { channelsOf, setChannel } from '../support/channels.ts';
import { hasEngine } from '../support/database.ts';
import { addAgent, addTemplate, runOf } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { runsOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

describe.skipIf(!hasEngine)('the gate of a channel', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let agentId = '';
  let templateId = '';
  const fresh = uniqueNames('gated');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  beforeEach(async () => {
    agentId = fresh();
    templateId = fresh();
    await addAgent(publisher, agentId, '1.0.0', { visibility: 'public' });
    for (const version of ['1.0.0', '1.1.0'])
      await addTemplate(publisher, templateId, version, { [agentId]: '*' }, { visibility: 'public' });
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  /** Runs a version of the template, whose only step ends like this. */
  async function end(
    version: string,
    status: 'SUCCEEDED' | 'FAILED',
    usage?: { inputTokens: number; outputTokens: number },
  ) {
    const run = await runOf(publisher, { templateId, version });
    const { report } = runsOf(publisher);
    const step = { runId: run.id, stepId: agentId };
    await report({ ...step, status: 'RUNNING' });
    const answer = await report(
      status === 'FAILED'
        ? { ...step, status, error: { code: 'BROKEN', message: 'It is broken.' }, retry: false }
        : { ...step, status, outputs: {}, ...(usage ? { usage } : {}) },
    );
    expect(answer).toMatchObject({ run: { status } });
  }
  const set = (version: string, more: object = {}, actor = admin) =>
    setChannel(actor, { id: templateId, version, ...more }, 'Template');
  const at = async () => {
    const { data } = await publisher.ask(
      `query ($id: String!) { template(templateId: $id) { channel(name: "stable") { version { version } } } }`,
      { id: templateId },
    );
    return data.template.channel.version.version;
  };
  /** The events of the channel that an actor sees, oldest first. */
  async function told(actor: Actor, slug = templateId, kind = 'template') {
    const { data } = await actor.ask(
      `query ($id: String!) { entry: ${kind}(${kind}Id: $id, namespace: "default") {
        events(first: 100) { edges { node { action version reason before after actor } } } } }`,
      { id: slug },
    );
    return data.entry.events.edges
      .map(({ node }: { node: { action: string } }) => node)
      .filter(({ action }: { action: string }) => action.startsWith('CHANNEL_'));
  }

  it('is kept with the channel, in the log, and changed by admins only', async () => {
    const gate = { minRuns: 2, minSuccessRate: 0.5, onRegression: 'ROLL_BACK' };
    expect(await set('1.0.0', { gate }, publisher)).toMatchObject({
      code: 'FORBIDDEN',
      message: 'The role "admin" is required to change the gate of a channel; your token has "publisher".',
    });
    await set('1.0.0');
    expect(await set('1.0.0', { gate })).toMatchObject({
      event: {
        before: { channel: 'stable', channelVersion: '1.0.0', gate: null },
        after: { channel: 'stable', channelVersion: '1.0.0', gate },
      },
    });
    const { data } = await publisher.ask(
      `query ($id: String!) { template(templateId: $id) { channels { gate { requireTests windowHours minRuns minSuccessRate
        maxP95DurationMs maxTokensPerRun onRegression } } } }`,
      { id: templateId },
    );
    expect(data.template.channels).toEqual([
      {
        gate: {
          requireTests: false,
          windowHours: 24,
          minRuns: 2,
          minSuccessRate: 0.5,
          maxP95DurationMs: null,
          maxTokensPerRun: null,
          onRegression: 'ROLL_BACK',
        },
      },
    ]);
    expect(await set('1.1.0', {}, publisher)).toMatchObject({ code: 'GATE_NOT_PASSED' });
    expect(await set('1.0.0', { gate: null })).toMatchObject({ event: { after: { gate: null } } });
    expect(await set('1.1.0', {}, publisher)).toMatchObject({ version: { version: '1.1.0' } });
  });

  it('refuses a version that has too few runs, or too many that failed, with the evidence', async () => {
    await set('1.0.0');
    await set('1.0.0', { gate: { minRuns: 3, minSuccessRate: 0.7 } });
    await end('1.1.0', 'SUCCEEDED');
    await end('1.1.0', 'FAILED');
    expect(await gateOf('1.1.0')).toEqual({
      code: 'GATE_NOT_PASSED',
      message: `${templateId}@1.1.0 does not pass the gate of "stable": 2 runs ended in the window, 3 are required.`,
      channel: 'stable',
      version: '1.1.0',
      failures: [{ rule: 'MIN_RUNS', required: 3, actual: 2 }],
      evidence: expect.objectContaining({ runs: 2, succeeded: 1, failed: 1, successRate: 0.5, windowHours: 24 }),
    });
    await end('1.1.0', 'SUCCEEDED');
    expect(await gateOf('1.1.0')).toMatchObject({
      message: `${templateId}@1.1.0 does not pass the gate of "stable": the success rate is 0.6667, 0.7 is required.`,
      failures: [{ rule: 'MIN_SUCCESS_RATE', required: 0.7, actual: 0.6667 }],
      evidence: { runs: 3, succeeded: 2, failed: 1 },
    });
    await end('1.1.0', 'SUCCEEDED');
    expect(await set('1.1.0', { dryRun: true })).toMatchObject({ version: { version: '1.1.0' } });
    expect(await set('1.1.0')).toMatchObject({ version: { version: '1.1.0' } });
  });

  async function gateOf(version: string) {
    return publisher.do(
      `mutation ($input: SetChannelInput!) { setTemplateChannel(input: $input) { ... on GateNotPassed {
        code message channel version failures { rule required actual } evidence } } }`,
      { input: { id: templateId, channel: 'stable', version, reason: 'It is good.' } },
    );
  }

  it('counts the runs of its window and of its own namespace only', async () => {
    await set('1.0.0');
    await set('1.0.0', { gate: { minRuns: 1, windowHours: 2 } });
    const other = await registry.actor({ namespace: fresh() });
    await runOf(other, { templateId, namespace: 'default', version: '1.1.0' }).then(async ({ id }) => {
      await runsOf(other).report({ runId: id, stepId: agentId, status: 'RUNNING' });
      await runsOf(other).report({ runId: id, stepId: agentId, status: 'SUCCEEDED', outputs: {} });
    });
    expect(await gateOf('1.1.0')).toMatchObject({ failures: [{ rule: 'MIN_RUNS', actual: 0 }] });
    await end('1.1.0', 'SUCCEEDED');
    await registry.database.asOwner(`alter table nofx.runs disable trigger user; update nofx.runs set finished_at = now() - interval '3 hours'
      where template_id = (select id from nofx.template_registry where slug = '${templateId}'); alter table nofx.runs enable trigger user`);
    expect(await gateOf('1.1.0')).toMatchObject({ failures: [{ rule: 'MIN_RUNS', actual: 0 }] });
    await set('1.0.0', { gate: { minRuns: 1, windowHours: 4 } });
    expect(await set('1.1.0')).toMatchObject({ version: { version: '1.1.0' } });
  });

  it('asks for a duration, and for tests', async () => {
    await set('1.0.0');
    await set('1.0.0', { gate: { maxP95DurationMs: 60_000, requireTests: true } });
    await end('1.1.0', 'SUCCEEDED');
    await registry.database.asOwner(`alter table nofx.runs disable trigger user; update nofx.runs set started_at = finished_at - interval '90 seconds'
      where template_id = (select id from nofx.template_registry where slug = '${templateId}'); alter table nofx.runs enable trigger user`);
    expect(await gateOf('1.1.0')).toMatchObject({
      message: `${templateId}@1.1.0 does not pass the gate of "stable": 0 tests pass, of 1 required; the p95 duration is 90000 ms, the maximum is 60000 ms.`,
      failures: [
        { rule: 'REQUIRE_TESTS', required: 1, actual: 0 },
        { rule: 'MAX_P95_DURATION', required: 60_000, actual: 90_000 },
      ],
    });
  });

  it('asks for the tokens of a run, as the mean of the runs that reported them', async () => {
    await set('1.0.0');
    await set('1.0.0', { gate: { maxTokensPerRun: 1_000 } });
    await end('1.1.0', 'SUCCEEDED');
    await end('1.1.0', 'FAILED');
    expect(await set('1.1.0', { dryRun: true })).toMatchObject({ version: { version: '1.1.0' } });
    await end('1.1.0', 'SUCCEEDED', { inputTokens: 900, outputTokens: 101 });
    expect(await gateOf('1.1.0')).toMatchObject({
      message: `${templateId}@1.1.0 does not pass the gate of "stable": a run uses 1001 tokens on average, the maximum is 1000.`,
      failures: [{ rule: 'MAX_TOKENS_PER_RUN', required: 1_000, actual: 1_001 }],
      evidence: { runs: 3, runsWithTokens: 1, tokensPerRun: 1_001 },
    });
    await set('1.0.0', { gate: { maxTokensPerRun: 1_000, minRuns: 2 } });
    expect(await set('1.1.0', { dryRun: true })).toMatchObject({ version: { version: '1.1.0' } });
    await end('1.1.0', 'SUCCEEDED', { inputTokens: 1_000, outputTokens: 0 });
    // The mean of 1001 and 1000, as a whole number.
    expect(await gateOf('1.1.0')).toMatchObject({ evidence: { runs: 4, runsWithTokens: 2, tokensPerRun: 1_001 } });
    await end('1.1.0', 'SUCCEEDED', { inputTokens: 0, outputTokens: 0 });
    expect(await set('1.1.0')).toMatchObject({ version: { version: '1.1.0' } });
  });

  it('does not fail, and has no mean, while no step reports tokens', async () => {
    await set('1.0.0');
    await set('1.0.0', { gate: { maxTokensPerRun: 0, minRuns: 2 } });
    await end('1.1.0', 'SUCCEEDED');
    expect(await gateOf('1.1.0')).toMatchObject({
      failures: [{ rule: 'MIN_RUNS' }],
      evidence: { runs: 1, runsWithTokens: 0, tokensPerRun: null },
    });
    await end('1.1.0', 'SUCCEEDED');
    expect(await set('1.1.0')).toMatchObject({ version: { version: '1.1.0' } });
  });

  it('rolls the channel back when its runs use too many tokens, and an agent’s channel for its steps', async () => {
    await addAgent(publisher, agentId, '1.1.0', { visibility: 'public' });
    for (const version of ['1.0.0', '1.1.0']) {
      await set(version);
      await setChannel(admin, { id: agentId, version });
    }
    const gate = { maxTokensPerRun: 500, minRuns: 2, onRegression: 'ROLL_BACK' };
    await end('1.1.0', 'SUCCEEDED', { inputTokens: 300, outputTokens: 0 });
    await set('1.1.0', { gate });
    await setChannel(admin, { id: agentId, version: '1.1.0', gate });
    await end('1.1.0', 'SUCCEEDED');
    expect(await at()).toBe('1.1.0');
    await end('1.1.0', 'SUCCEEDED', { inputTokens: 500, outputTokens: 202 });
    expect(await at()).toBe('1.0.0');
    expect(await channelsOf(publisher, agentId)).toEqual(['stable 1.0.0']);
    const after = {
      rolledBack: true,
      gate: { maxTokensPerRun: 500 },
      failures: [{ rule: 'MAX_TOKENS_PER_RUN', required: 500, actual: 501 }],
      evidence: { runs: 3, runsWithTokens: 2, tokensPerRun: 501 },
    };
    expect((await told(publisher)).at(-2)).toMatchObject({ action: 'CHANNEL_REGRESSED', after });
    expect((await told(publisher, agentId, 'agent')).at(-2)).toMatchObject({ action: 'CHANNEL_REGRESSED', after });
  });

  it('is the same gate that was stored before there were rules for tokens', async () => {
    await set('1.0.0');
    await set('1.0.0', { gate: { minRuns: 1 } });
    const stored = await registry.database.asOwner(
      `select gate ? 'maxTokensPerRun' as has from nofx.channels where entry_id = (select id from nofx.template_registry where slug = '${templateId}')`,
    );
    expect(stored).toEqual([{ has: false }]);
    expect(await set('1.0.0', { gate: { minRuns: 1, maxTokensPerRun: null } })).toMatchObject({ event: null });
    await end('1.1.0', 'SUCCEEDED', { inputTokens: 9_000, outputTokens: 0 });
    expect(await set('1.1.0', {}, publisher)).toMatchObject({ version: { version: '1.1.0' } });
  });

  it('rolls the channel back when the runs of its version fail, with the evidence in the log of its namespace', async () => {
    await set('1.0.0');
    await set('1.1.0', { gate: { minRuns: 1, minSuccessRate: 0.6, onRegression: 'ROLL_BACK' }, dryRun: true });
    await end('1.1.0', 'SUCCEEDED');
    await set('1.1.0', { gate: { minRuns: 2, minSuccessRate: 0.6, onRegression: 'ROLL_BACK' } }).then((answer) =>
      expect(answer).toMatchObject({ code: 'GATE_NOT_PASSED' }),
    );
    await end('1.1.0', 'SUCCEEDED');
    await set('1.1.0', { gate: { minRuns: 2, minSuccessRate: 0.6, onRegression: 'ROLL_BACK' } });
    await end('1.1.0', 'FAILED');
    expect(await at()).toBe('1.1.0');
    await end('1.1.0', 'FAILED');
    expect(await at()).toBe('1.0.0');
    const events = await told(publisher);
    expect(events.slice(-2)).toMatchObject([
      {
        action: 'CHANNEL_REGRESSED',
        version: '1.1.0',
        before: { channel: 'stable', channelVersion: '1.1.0' },
        after: {
          channel: 'stable',
          channelVersion: '1.0.0',
          proposedVersion: '1.0.0',
          rolledBack: true,
          failures: [{ rule: 'MIN_SUCCESS_RATE', required: 0.6, actual: 0.5 }],
          evidence: { runs: 4, succeeded: 2, failed: 2, successRate: 0.5 },
        },
      },
      {
        action: 'CHANNEL_SET',
        version: '1.0.0',
        reason: 'Rolled back by the gate of the channel.',
        before: { channel: 'stable', channelVersion: '1.1.0' },
        after: { channel: 'stable', channelVersion: '1.0.0' },
      },
    ]);
    const outside = await told(await registry.actor({ namespace: fresh() }));
    expect(outside.map(({ action }: { action: string }) => action)).toEqual([
      'CHANNEL_SET',
      'CHANNEL_SET',
      'CHANNEL_SET',
    ]);
    expect(await gateOf('1.1.0')).toMatchObject({ failures: [{ rule: 'MIN_SUCCESS_RATE', actual: 0.5 }] });
  });

  it('proposes a rollback once, and again after a recovery', async () => {
    await set('1.0.0');
    await set('1.1.0');
    await set('1.1.0', { gate: { minSuccessRate: 0.5 } });
    const regressions = async () =>
      (await told(publisher)).filter(({ action }: { action: string }) => action === 'CHANNEL_REGRESSED');
    await end('1.1.0', 'FAILED');
    await end('1.1.0', 'FAILED');
    expect(await at()).toBe('1.1.0');
    expect(await regressions()).toMatchObject([
      {
        after: {
          channelVersion: '1.1.0',
          proposedVersion: '1.0.0',
          rolledBack: false,
          evidence: { runs: 1, failed: 1 },
        },
      },
    ]);
    for (let run = 0; run < 2; run += 1) await end('1.1.0', 'SUCCEEDED');
    await end('1.1.0', 'FAILED');
    expect(await regressions()).toMatchObject([{}, { after: { evidence: { runs: 5, failed: 3 } } }]);
  });

  it('judges the steps of an agent', async () => {
    await addAgent(publisher, agentId, '1.1.0', { visibility: 'public' });
    await setChannel(admin, { id: agentId, version: '1.0.0' });
    await setChannel(admin, { id: agentId, version: '1.1.0' });
    await setChannel(admin, {
      id: agentId,
      version: '1.1.0',
      gate: { maxP95DurationMs: 3_600_000, minSuccessRate: 1, onRegression: 'ROLL_BACK' },
    });
    await end('1.0.0', 'FAILED');
    expect(await channelsOf(publisher, agentId)).toEqual(['stable 1.0.0']);
    expect((await told(publisher, agentId, 'agent')).at(-2)).toMatchObject({
      action: 'CHANNEL_REGRESSED',
      after: { rolledBack: true, evidence: { runs: 1, failed: 1, tests: 0 } },
    });
    await expect(setChannel(admin, { id: agentId, version: '1.1.0', gate: { requireTests: true } })).rejects.toThrow(
      '`gate.requireTests` is only for templates; agents have no tests.',
    );
  });

  it('is judged by the cleanup, too', async () => {
    await set('1.0.0');
    await set('1.1.0');
    await end('1.1.0', 'SUCCEEDED');
    await end('1.1.0', 'FAILED');
    await set('1.1.0', { gate: { minSuccessRate: 0.9, onRegression: 'ROLL_BACK' } });
    expect(await at()).toBe('1.1.0');
    await cleanUp(registry.services);
    expect(await at()).toBe('1.0.0');
  });

  it.each([
    [{ minSuccessRate: 1.1 }, '`gate.minSuccessRate` must be from 0 to 1.'],
    [{ windowHours: 0 }, '`gate.windowHours` must be from 1 to 2160.'],
    [{ minRuns: 0 }, '`gate.minRuns` must be from 1 to 2147483647.'],
    [{ maxTokensPerRun: -1 }, '`gate.maxTokensPerRun` must be from 0 to 2147483647.'],
    [{ maxP95DurationMs: -1 }, '`gate.maxP95DurationMs` must be from 0 to 2147483647.'],
  ])('cannot be %j', async (gate, message) => {
    await expect(set('1.0.0', { gate })).rejects.toThrow(message);
  });
});
