import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const check =
  'compatibility { policy against level compatible requiredVersion changes { rule path fingerprint } acknowledged }';
const refusal =
  '... on Error { code message } ... on IncompatibleChange { changes requiredVersion breaking { rule path level fingerprint } }';
const publish = `mutation ($input: PublishAgentInput!) { publishAgent(input: $input) { __typename
  ... on PublishAgentPayload { created warnings { code path severity } ${check} event { action after } version { version } } ${refusal} } }`;
const validate = `mutation ($input: ValidateAgentInput!) { validateAgent(input: $input) { __typename
  ... on ValidatePayload { valid issues { code path severity message } ${check} } } }`;
const promote = `mutation ($input: PromoteInput!) { promoteAgent(input: $input) { __typename
  ... on PublishAgentPayload { created ${check} } ${refusal} } }`;
const setPolicy = `mutation ($input: SetCompatibilityInput!) { setAgentCompatibility(input: $input) { __typename
  ... on SetAgentCompatibilityPayload { agent { compatibility } event { action reason before after } } ... on Error { code } } }`;

describe.skipIf(!hasEngine)('a version whose number promises less than its changes', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let viewer: Actor;
  const fresh = uniqueNames('promise');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    viewer = await registry.actor({ role: 'viewer' });
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  /** An agent with one published version; gives its id. */
  async function released(version = '1.0.0'): Promise<string> {
    const agentId = fresh();
    expect(await publisher.do(publishAgent, { input: agent({ agentId, version }) })).toMatchObject({ created: true });
    return agentId;
  }
  const without = (agentId: string, version: string, more: object = {}) => ({
    input: { ...agent({ agentId, version, skills: [] }), ...more },
  });

  it('is refused with the change, its rule and the number that would do; that number is accepted', async () => {
    const agentId = await released();
    expect(await publisher.do(publish, without(agentId, '1.1.0'))).toMatchObject({
      __typename: 'IncompatibleChange',
      code: 'INCOMPATIBLE_CHANGE',
      message: expect.stringContaining(`${agentId}@1.1.0 has 1 breaking change since 1.0.0`),
      changes: [expect.stringMatching(/^skills\.review: .*\(rule skill-removed, fingerprint [0-9a-f]{16}\)$/)],
      requiredVersion: '2.0.0',
      breaking: [{ rule: 'skill-removed', path: 'skills.review', level: 'BREAKING' }],
    });
    expect(await publisher.do(publish, without(agentId, '2.0.0'))).toMatchObject({
      created: true,
      warnings: [],
      compatibility: { policy: 'STRICT', against: '1.0.0', level: 'BREAKING', compatible: true },
    });
    // 1.0.1 is compared with 1.0.0, and the number that would do is one that is not taken.
    expect(await publisher.do(publish, without(agentId, '1.0.1'))).toMatchObject({ requiredVersion: '3.0.0' });
  });

  it('is refused in a dry run and by validate too', async () => {
    const agentId = await released();
    expect(await publisher.do(publish, without(agentId, '1.0.1', { dryRun: true }))).toMatchObject({
      __typename: 'IncompatibleChange',
    });
    expect(await viewer.do(validate, without(agentId, '1.0.1'))).toMatchObject({
      valid: false,
      issues: [{ code: 'incompatible_change', path: 'skills.review', severity: 'ERROR' }],
      compatibility: { compatible: false, requiredVersion: '2.0.0' },
    });
    expect(await viewer.do(validate, without(agentId, '2.0.0'))).toMatchObject({ valid: true, issues: [] });
    // What is published already was accepted when it was.
    expect(await viewer.do(validate, { input: agent({ agentId }) })).toMatchObject({
      valid: true,
      compatibility: null,
    });
  });

  it('below 1.0.0 may break with a new minor number, and at 0.0.x always', async () => {
    const minor = await released('0.1.0');
    expect(await publisher.do(publish, without(minor, '0.1.1'))).toMatchObject({ requiredVersion: '0.2.0' });
    expect(await publisher.do(publish, without(minor, '0.2.0'))).toMatchObject({ created: true });
    const patch = await released('0.0.1');
    expect(await publisher.do(publish, without(patch, '0.0.2'))).toMatchObject({ created: true });
  });

  it('is refused for a prerelease as for its release', async () => {
    const agentId = await released();
    expect(await publisher.do(publish, without(agentId, '1.1.0-beta.1'))).toMatchObject({
      code: 'INCOMPATIBLE_CHANGE',
    });
    expect(await publisher.do(publish, without(agentId, '2.0.0-beta.1'))).toMatchObject({ created: true });
  });

  it('may be a draft, with a warning, and is refused when it is promoted', async () => {
    const agentId = await released();
    expect(await publisher.do(publish, without(agentId, '1.1.0', { draft: true }))).toMatchObject({
      created: true,
      warnings: [{ code: 'incompatible_change', path: 'skills.review', severity: 'WARNING' }],
    });
    const input = { id: agentId, version: '1.1.0' };
    const refused = await publisher.do(promote, { input });
    expect(refused).toMatchObject({ __typename: 'IncompatibleChange', breaking: [{ rule: 'skill-removed' }] });
    const acknowledge = [refused.breaking[0].fingerprint];
    expect(await publisher.do(promote, { input: { ...input, acknowledge } })).toMatchObject({ created: true });
  });

  it('is accepted when each breaking change is acknowledged, once or in the manifest, and the log says so', async () => {
    const agentId = await released();
    const { breaking } = await publisher.do(publish, without(agentId, '1.0.1'));
    const fingerprint: string = breaking[0].fingerprint;
    expect(await publisher.do(publish, without(agentId, '1.0.1', { acknowledge: ['0123456789abcdef'] }))).toMatchObject(
      {
        __typename: 'IncompatibleChange',
      },
    );
    const key = { idempotencyKey: randomUUID() };
    const done = await publisher.do(publish, without(agentId, '1.0.1', { acknowledge: [fingerprint], ...key }));
    expect(await publisher.do(publish, without(agentId, '1.0.1', key))).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(done).toMatchObject({
      created: true,
      warnings: [],
      compatibility: { compatible: true, acknowledged: [fingerprint] },
      event: { action: 'PUBLISHED', after: { acknowledged: [fingerprint], acknowledgedCount: 1 } },
    });

    const other = await released();
    const allowChanges = [{ fingerprint, reason: 'It was never called.' }];
    const kept = { input: agent({ agentId: other, version: '1.2.0', skills: [], allowChanges }) };
    expect(await viewer.do(validate, kept)).toMatchObject({ valid: true });
    expect(await publisher.do(publish, kept)).toMatchObject({
      created: true,
      compatibility: { acknowledged: [fingerprint] },
    });
  });

  it('refuses what can be no fingerprint', async () => {
    const agentId = await released();
    const { errors } = await publisher.ask(publish, without(agentId, '1.0.1', { acknowledge: ['all'] }));
    expect(errors?.[0]).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
      message: expect.stringContaining('`acknowledge`'),
    });
  });

  it('is published with a warning under WARN, and without one under NONE; the log has each change of the policy', async () => {
    const agentId = await released();
    expect(
      await publisher.do(setPolicy, { input: { id: agentId, compatibility: 'WARN', reason: 'A move.' } }),
    ).toMatchObject({
      agent: { compatibility: 'WARN' },
      event: {
        action: 'COMPATIBILITY_CHANGED',
        reason: 'A move.',
        before: { compatibility: 'STRICT' },
        after: { compatibility: 'WARN' },
      },
    });
    expect(await publisher.do(setPolicy, { input: { id: agentId, compatibility: 'WARN' } })).toMatchObject({
      event: null,
    });
    expect(await publisher.do(publish, without(agentId, '1.0.1'))).toMatchObject({
      created: true,
      warnings: [{ code: 'incompatible_change', severity: 'WARNING' }],
      compatibility: { policy: 'WARN', compatible: false },
    });
    await publisher.do(setPolicy, { input: { id: agentId, compatibility: 'NONE' } });
    const input = agent({ agentId, version: '1.0.2', skills: [], env: [{ name: 'TOKEN', isRequired: true }] });
    expect(await publisher.do(publish, { input })).toMatchObject({ created: true, warnings: [], compatibility: null });
  });

  it('lets publishers of the namespace change the policy, in a dry run too', async () => {
    const agentId = await released();
    const input = { id: agentId, compatibility: 'NONE' };
    expect(await viewer.do(setPolicy, { input })).toMatchObject({ code: 'FORBIDDEN' });
    const other = await registry.actor({ namespace: 'globex', role: 'admin' });
    expect(await other.do(setPolicy, { input: { ...input, namespace: 'default' } })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await other.do(setPolicy, { input })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await publisher.do(setPolicy, { input: { ...input, dryRun: true } })).toMatchObject({
      agent: { compatibility: 'NONE' },
      event: null,
    });
    const { data } = await registry.anyone.ask(`{ agent(agentId: "${agentId}") { compatibility } }`);
    expect(data.agent.compatibility).toBe('STRICT');
    const idempotencyKey = randomUUID();
    const once = await publisher.do(setPolicy, { input: { ...input, idempotencyKey } });
    expect(await publisher.do(setPolicy, { input: { ...input, idempotencyKey } })).toEqual(once);
  });

  it('is answered by REST with 409, and the policy is set there too', async () => {
    const agentId = await released();
    const rest = restClient(registry.url, await registry.token());
    const refused = await rest.post('/api/agents/publish', without(agentId, '1.1.0').input);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'INCOMPATIBLE_CHANGE',
      requiredVersion: '2.0.0',
      breaking: [{ rule: 'skill-removed' }],
    });
    const set = await rest.post(`/api/agents/${agentId}/compatibility`, { compatibility: 'WARN' });
    expect(set.body).toMatchObject({ agent: { compatibility: 'WARN' }, event: { action: 'COMPATIBILITY_CHANGED' } });
    expect((await rest.post('/api/agents/publish', without(agentId, '1.1.0').input)).status).toBe(201);
  });

  it('holds for templates', async () => {
    const templateId = fresh();
    await publisher.do(publishAgent, { input: agent() });
    await publisher.do(publishTemplate, { input: template({ templateId }) });
    const next = template({
      templateId,
      version: '1.1.0',
      variables: {
        type: 'object',
        required: ['who'],
        properties: {
          who: { type: 'string' },
          change: { type: 'string', minLength: 1 },
          depth: { type: 'integer', default: 2 },
        },
      },
    });
    expect(await publisher.do(publishTemplate, { input: next })).toMatchObject({
      __typename: 'IncompatibleChange',
      message: expect.stringContaining(`${templateId}@1.1.0 has 1 breaking change since 1.0.0`),
    });
  });
});
