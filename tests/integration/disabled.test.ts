import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { readEvents } from '../support/eventSource.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { publishPlan, runsOf } from '../support/runs.ts';
import { type Stream, subscribe, type Transport } from '../support/streams.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { eventsOf, publishWith, rollback, setStatus, setVisibility } from '../support/visibility.ts';

describe.skipIf(!hasEngine)('a disabled entry', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let stranger: Actor;
  const open: Stream[] = [];
  const fresh = uniqueNames('off');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
    stranger = await registry.actor({ role: 'publisher', namespace: 'globex' });
  });
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
    expect(registry.masked).toEqual([]);
  });
  afterAll(() => registry?.close());

  const disable = (id: string) => setStatus(admin, { id, status: 'DISABLED', message: 'It leaks.' });
  const enable = (id: string) => setStatus(admin, { id, status: 'ACTIVE' });
  const remove = (id: string) =>
    registry.database.asOwner(`update nofx.agent_registry set removed_at = now() where slug = '${id}'`);
  const plan = async (steps = [{ id: 'only' }], agentId = fresh()) => {
    const templateId = fresh();
    await publishPlan(publisher, templateId, steps, agentId);
    return { templateId, agentId };
  };
  const instantiate = (actor: Actor, input: object) =>
    actor.do(
      `mutation ($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) { __typename
        ... on Error { code message } ... on DependencyUnresolved { unresolved { kind entryId reason } }
        ... on InstantiateTemplatePayload { run { steps { status waitReason } } } } }`,
      { input },
    );
  const waiting = async (actor: Actor, id: string) =>
    (await actor.ask('query ($id: ID!) { run(id: $id) { status steps { status waitReason } } }', { id })).data.run;

  it.each([
    ['disabled', disable, 'the agent is disabled'],
    ['removed', remove, 'the agent was removed'],
  ])('is not instantiated: an agent that is %s', async (_, take, reason) => {
    const { templateId, agentId } = await plan();
    await take(agentId);
    const refused = {
      __typename: 'DependencyUnresolved',
      code: 'DEPENDENCY_UNRESOLVED',
      unresolved: [{ kind: 'AGENT', entryId: agentId, reason }],
    };
    expect(await instantiate(publisher, { templateId })).toMatchObject(refused);
    expect(await instantiate(admin, { templateId, version: '1.0.0' })).toMatchObject(refused);
    expect(await instantiate(publisher, { templateId, dryRun: true })).toMatchObject(refused);
    const { status, body } = await restClient(registry.url, publisher.token).post(
      `/api/templates/${templateId}/instantiate`,
      {},
    );
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'DEPENDENCY_UNRESOLVED' });
    expect(await instantiate(stranger, { templateId, namespace: 'default' })).toMatchObject({
      unresolved: [{ entryId: agentId, reason: 'the agent is not visible to you' }],
    });
  });

  it('is instantiated again when it is enabled', async () => {
    const { templateId, agentId } = await plan();
    await disable(agentId);
    await enable(agentId);
    expect(await instantiate(publisher, { templateId })).toMatchObject({
      __typename: 'InstantiateTemplatePayload',
      run: { steps: [{ status: 'QUEUED', waitReason: null }] },
    });
  });

  it('is not instantiated: a template, in any version, by any caller', async () => {
    const { templateId } = await plan();
    await admin.do(
      `mutation ($input: SetStatusInput!) { setTemplateStatus(input: $input) { __typename ... on Error { message } } }`,
      { input: { id: templateId, status: 'DISABLED', message: 'Wrong plan.' } },
    );
    expect(await instantiate(publisher, { templateId })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await instantiate(admin, { templateId, version: '1.0.0' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await instantiate(stranger, { templateId, namespace: 'default' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is not executed in existing runs until it is enabled', async () => {
    const { templateId, agentId } = await plan([{ id: 'first' }, { id: 'second' }]);
    const { claim, report, start } = runsOf(publisher);
    const run = await start(templateId);
    const [begun] = await claim('early', { agentIds: [agentId] });
    await disable(agentId);
    expect(await claim('late', { agentIds: [agentId], first: 20 })).toEqual([]);
    expect(await waiting(publisher, run.id)).toEqual({
      status: 'RUNNING',
      steps: [
        { status: 'RUNNING', waitReason: null },
        { status: 'QUEUED', waitReason: expect.stringContaining('disabled') },
      ],
    });
    for (const status of ['RUNNING', 'SUCCEEDED']) {
      expect(await report({ runId: run.id, stepId: 'second', status })).toMatchObject({ code: 'STALE_CLAIM' });
    }
    expect(await report({ runId: run.id, stepId: 'first', status: 'SUCCEEDED', claim: begun?.token })).toMatchObject({
      step: { status: 'SUCCEEDED' },
    });
    await enable(agentId);
    expect(await claim('late', { agentIds: [agentId] })).toMatchObject([{ step: { stepId: 'second' } }]);
  });

  it('is cancelled, or fails, while it cannot be executed', async () => {
    const { templateId, agentId } = await plan([{ id: 'first' }, { id: 'second' }]);
    const { report, start } = runsOf(publisher);
    const { id: runId } = await start(templateId);
    await disable(agentId);
    for (const [stepId, status] of [
      ['first', 'CANCELLED'],
      ['second', 'FAILED'],
    ]) {
      expect(await report({ runId, stepId, status })).toMatchObject({ step: { stepId, status } });
    }
  });

  it('is not executed for another namespace either, nor is one that became private', async () => {
    const { templateId, agentId } = await plan();
    const { claim, start } = runsOf(stranger);
    const run = await start(templateId);
    await disable(agentId);
    expect(await claim('w', { agentIds: [agentId] })).toEqual([]);
    expect(await waiting(stranger, run.id)).toMatchObject({
      steps: [{ status: 'QUEUED', waitReason: expect.stringContaining('not visible') }],
    });
    await enable(agentId);
    await setVisibility(publisher, { id: agentId, visibility: 'PRIVATE' });
    expect(await claim('w', { agentIds: [agentId] })).toEqual([]);
    await setVisibility(publisher, { id: agentId, visibility: 'PUBLIC' });
    expect(await claim('w', { agentIds: [agentId] })).toMatchObject([{ step: { stepId: 'only' } }]);
  });

  it('is not claimed when it was removed', async () => {
    const { templateId, agentId } = await plan();
    const { claim, start } = runsOf(publisher);
    await start(templateId);
    await remove(agentId);
    expect(await claim('w', { agentIds: [agentId] })).toEqual([]);
  });

  const events = `subscription ($after: String, $filter: RegistryEventFilter) { registryEvents(after: $after, filter: $filter) {
    type action entryId namespace version reason before after entry { name } agent { name } } }`;
  const follow = (actor: Actor, transport: Transport, variables: Record<string, unknown>) => {
    const stream = subscribe(actor, transport, events, variables);
    open.push(stream);
    return stream;
  };
  const taken = (entryId: string, action: string) => ({
    type: 'agent.updated',
    action,
    entryId,
    namespace: 'default',
    version: null,
    reason: null,
    before: null,
    after: null,
    entry: null,
    agent: null,
  });

  it.each([
    ['anonymous', 'WebSocket'],
    ['anonymous', 'SSE'],
    ['another namespace', 'WebSocket'],
    ['another namespace', 'SSE'],
  ] as const)('has an event for those who could see it: %s, over %s', async (who, transport) => {
    const actor = who === 'anonymous' ? registry.anyone : stranger;
    const entryId = fresh();
    const publish = (version: string, visibility?: string) =>
      publishWith(publisher, agent({ agentId: entryId, version, visibility, tags: [`t-${entryId}`] }));
    await publish('1.0.0', 'public');
    // One follows the entry, the other its tags, which are no longer readable for an entry that is hidden.
    const streams = [{ entryId }, { tags: [`t-${entryId}`] }].map((filter) =>
      follow(actor, transport, { after: '0', filter }),
    );
    const next = async () => {
      const [[one], [other]] = (await Promise.all(streams.map((stream) => stream.take(1)))) as [[object], [object]];
      expect(other).toEqual(one);
      return one;
    };
    expect(await next()).toMatchObject({ action: 'PUBLISHED', version: '1.0.0', entry: { name: 'Reviewer' } });
    await disable(entryId);
    expect(await next()).toEqual(taken(entryId, 'DISABLED'));
    await publish('1.1.0');
    await enable(entryId);
    expect(await next()).toMatchObject({ action: 'ENABLED', version: '1.1.0', entry: { name: 'Reviewer' } });
    await setVisibility(publisher, { id: entryId, visibility: 'PRIVATE', reason: 'Names a customer.' });
    expect(await next()).toEqual(taken(entryId, 'VISIBILITY_CHANGED'));
    await publish('1.2.0');
    await rollback(admin, { id: entryId, reason: 'Names a customer, still.' });
    await setVisibility(publisher, { id: entryId, visibility: 'PUBLIC' });
    expect(await next()).toMatchObject({
      action: 'VISIBILITY_CHANGED',
      before: { visibility: 'PRIVATE' },
      after: { visibility: 'PUBLIC' },
      entry: { name: 'Reviewer' },
    });
    await publish('1.3.0', 'private');
    expect(await next()).toEqual(taken(entryId, 'VISIBILITY_CHANGED'));
  });

  it('has one event, with the reason for its own namespace', async () => {
    const entryId = fresh();
    await publishWith(publisher, agent({ agentId: entryId }));
    await disable(entryId);
    const own = await eventsOf(publisher, entryId);
    expect(own).toHaveLength(2);
    expect(own[1]).toMatchObject({ action: 'DISABLED', reason: 'It leaks.', before: { status: 'ACTIVE' }, entry: {} });
    // A later reader learns that it existed, but nothing of its content.
    expect(await eventsOf(registry.anyone, entryId)).toEqual([
      expect.objectContaining({ action: 'DISABLED', entry: null }),
    ]);
  });

  it('is reported over REST as well', async () => {
    const entryId = fresh();
    await publishWith(publisher, agent({ agentId: entryId }));
    const reader = await readEvents(new URL(`/api/events?after=0&entryId=${entryId}`, registry.url), {});
    await reader.take(1);
    await disable(entryId);
    const [told] = await reader.take(1);
    reader.close();
    expect(told?.event).toBe('agent.updated');
    expect(JSON.parse(told?.data ?? '')).toMatchObject({ action: 'DISABLED', reason: null, before: null, after: null });
  });

  it('leaves the log intact', async () => {
    const entryId = fresh();
    await publisher.do(publishAgent, { input: agent({ agentId: entryId }) });
    await disable(entryId);
    const { data } = await admin.ask('{ verifyLog(first: 1000) { problem { reason } } }');
    expect(data).toEqual({ verifyLog: { problem: null } });
  });
});
