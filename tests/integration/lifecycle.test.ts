import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { archive } from '../support/lifecycle.ts';
import {
  instantiateTemplate,
  promoteAgent,
  promoteTemplate,
  publishAgent,
  publishTemplate,
  rollbackAgent,
  setAgentStatus,
} from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uuidOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { eventsOf } from '../support/visibility.ts';

const promoteWithWarnings = `mutation ($input: PromoteInput!) {
  promoteAgent(input: $input) { ... on PublishAgentPayload { warnings { code } } }
}`;

describe.skipIf(!hasEngine)('the lifecycle of an entry', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  const fresh = uniqueNames('lived');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const publish = (manifest: object, more = {}) =>
    alice.do(publishAgent, { input: { ...agent({ ...manifest }), ...more } });
  /** Each event of an entry, with the state before and after it. */
  const recorded = async (id: string) =>
    (await eventsOf(alice, id)).map(({ type, action, version, before, after }) => [
      `${type} ${action} ${version}`,
      before,
      after,
    ]);
  const promote = (input: object, actor = alice) => actor.do(promoteAgent, { input });

  it('promotes a draft to a published, current version, once', async () => {
    const id = fresh();
    await publish({ agentId: id }, { draft: true });
    expect(await promote({ id, version: '1.0.0', dryRun: true })).toMatchObject({
      created: true,
      event: null,
      agent: { currentVersion: { version: '1.0.0' } },
    });
    expect(await promote({ id, version: '1.0.0' })).toMatchObject({
      created: true,
      agent: { currentVersion: { version: '1.0.0' } },
      version: { status: 'ACTIVE' },
      event: { action: 'PROMOTED' },
    });
    expect(await promote({ id, version: '1.0.0' })).toMatchObject({ created: false, event: null });
    expect(await publish({ agentId: id, description: 'Other.' }, { draft: true })).toMatchObject({
      __typename: 'VersionExists',
    });
  });

  it('makes a prerelease current only on request', async () => {
    const id = fresh();
    await publish({ agentId: id });
    await publish({ agentId: id, version: '2.0.0-rc.1' });
    expect(await promote({ id, version: '2.0.0-rc.1', expectedCurrentVersion: '1.9.0' })).toMatchObject({
      __typename: 'StaleVersion',
      actual: '1.0.0',
    });
    expect(await promote({ id, version: '2.0.0-rc.1', expectedCurrentVersion: '1.0.0' })).toMatchObject({
      created: false,
      agent: { currentVersion: { version: '2.0.0-rc.1' } },
    });
    expect(await promote({ id, version: '1.0.0' })).toMatchObject({ __typename: 'IncompatibleChange' });
  });

  it('makes a rolled back version current again', async () => {
    const id = fresh();
    await publish({ agentId: id });
    await publish({ agentId: id, version: '1.1.0' });
    await admin.do(rollbackAgent, { input: { id, reason: 'Looked bad.' } });
    expect(await promote({ id, version: '1.1.0' })).toMatchObject({
      agent: { currentVersion: { version: '1.1.0' } },
      event: { action: 'PROMOTED' },
    });
  });

  it('publishes a draft that is older than the current version without making it current', async () => {
    const id = fresh();
    await publish({ agentId: id, version: '1.5.0' });
    await publish({ agentId: id, version: '1.4.1' }, { draft: true });
    expect(await promote({ id, version: '1.4.1' })).toMatchObject({
      created: true,
      version: { status: 'ACTIVE' },
      agent: { currentVersion: { version: '1.5.0' } },
    });
  });

  it('is recorded: what each publish and promotion added or updated, with the state before and after it', async () => {
    const id = fresh();
    const commitSha = 'abc1234';
    const first = (await publish({ agentId: id }, { draft: true })).version;
    const second = (await publish({ agentId: id, description: 'Better.' }, { draft: true, commitSha })).version;
    const { warnings } = await alice.do(promoteWithWarnings, { input: { id, version: '1.0.0' } });
    expect(warnings).toEqual([]);
    const newer = (await publish({ agentId: id, version: '1.1.0' }, { commitSha })).version;
    const older = (await publish({ agentId: id, version: '1.0.1' })).version;
    const state = (
      currentVersion: string | null,
      { id: globalId, digest }: typeof first,
      versionStatus = 'ACTIVE',
    ) => ({
      currentVersion,
      versionId: uuidOf(globalId),
      versionStatus,
      digest,
      commitSha: null,
      publishedBy: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const replaced = (draft: typeof first) => ({ currentVersion: null, versionStatus: 'DRAFT', digest: draft.digest });
    expect(await recorded(id)).toEqual([
      ['agent.added DRAFTED 1.0.0', { currentVersion: null }, state(null, first, 'DRAFT')],
      ['agent.updated DRAFTED 1.0.0', replaced(first), { ...state(null, second, 'DRAFT'), commitSha }],
      ['agent.added PROMOTED 1.0.0', replaced(second), { ...state('1.0.0', second), commitSha }],
      ['agent.updated PUBLISHED 1.1.0', { currentVersion: '1.0.0' }, { ...state('1.1.0', newer), commitSha }],
      ['agent.updated PUBLISHED 1.0.1', { currentVersion: '1.1.0' }, state('1.1.0', older)],
    ]);
    const other = fresh();
    await publish({ agentId: other }, { draft: true });
    await publish({ agentId: other });
    expect((await recorded(other)).map(([event]) => event)).toEqual([
      'agent.added DRAFTED 1.0.0',
      'agent.added PUBLISHED 1.0.0',
    ]);
  });

  it('goes forward by promotions and back by rollbacks, to published versions only', async () => {
    const id = fresh();
    const rollBack = (toVersion?: string) => admin.do(rollbackAgent, { input: { id, toVersion, reason: 'Worse.' } });
    await publish({ agentId: id, version: '1.2.0' }, { draft: true });
    expect(await rollBack()).toMatchObject({ code: 'NOT_FOUND', message: `${id} has no current version.` });
    await publish({ agentId: id });
    expect(await rollBack()).toMatchObject({ code: 'NOT_FOUND', message: `${id} has no older release.` });
    expect(await rollBack('0.1.0')).toMatchObject({ code: 'NOT_FOUND', message: `${id} has no version "0.1.0".` });
    await publish({ agentId: id, version: '1.1.0' });
    expect(await promote({ id, version: '1.0.0' })).toMatchObject({
      code: 'INCOMPATIBLE_CHANGE',
      message: '1.0.0 is older than the current version 1.1.0. Roll back instead.',
      changes: ['version 1.0.0 is older than 1.1.0'],
    });
    await publish({ agentId: id, version: '0.9.0' }, { draft: true });
    expect(await rollBack('0.9.0')).toMatchObject({
      code: 'INCOMPATIBLE_CHANGE',
      message: `${id}@0.9.0 is a draft and cannot become the current version.`,
      changes: ['version 0.9.0 is DRAFT'],
    });
    expect(await promote({ id, version: '0.9.0' })).toMatchObject({
      event: { before: { currentVersion: '1.1.0' }, after: { currentVersion: '1.1.0', versionStatus: 'ACTIVE' } },
    });
    expect(await rollBack()).toMatchObject({
      version: { version: '1.0.0' },
      event: { before: { currentVersion: '1.1.0' }, after: { currentVersion: '1.0.0', versionStatus: 'ACTIVE' } },
    });
    expect(await rollBack('1.0.0')).toMatchObject({ version: { version: '1.0.0' }, event: null });
    expect(await rollBack('1.1.0')).toMatchObject({
      code: 'INCOMPATIBLE_CHANGE',
      message: '1.1.0 is newer than the current version 1.0.0. Promote it instead.',
      changes: ['version 1.1.0 is newer than 1.0.0'],
    });
    expect(await promote({ id, version: '1.1.0' })).toMatchObject({
      created: false,
      event: { before: { currentVersion: '1.0.0' }, after: { currentVersion: '1.1.0' } },
    });
    await archive(admin, { id, version: '1.0.0' });
    for (const refused of [await promote({ id, version: '1.0.0' }), await rollBack('1.0.0')])
      expect(refused).toMatchObject({ code: 'INCOMPATIBLE_CHANGE', changes: ['version 1.0.0 is ARCHIVED'] });
  });

  it('promotes a draft of a template when its agents exist, and binds them', async () => {
    const [agentId, templateId] = [fresh(), fresh('plan')];
    const { manifest } = template({ templateId, supportedAgents: { [agentId]: '^1.0.0' } });
    const steps = [{ id: 'only', name: 'Only', agent: agentId, inputs: { change: '{{ variables.change }}' } }];
    await alice.do(publishTemplate, { input: { manifest: { ...manifest, defaultPlan: { steps } }, draft: true } });
    expect(await alice.do(promoteTemplate, { input: { id: templateId, version: '1.0.0' } })).toMatchObject({
      __typename: 'DependencyUnresolved',
    });
    await publish({ agentId });
    expect(await alice.do(promoteTemplate, { input: { id: templateId, version: '1.0.0' } })).toMatchObject({
      template: { currentVersion: { supportedAgents: [{ agent: { agentId } }] } },
    });
    expect(await alice.do(instantiateTemplate, { input: { templateId, variables: { change: 'x' } } })).toMatchObject({
      run: { status: 'QUEUED' },
    });
  });

  it('runs the version that was rolled back to, not the later one', async () => {
    const [agentId, templateId] = [fresh(), fresh('plan')];
    await publish({ agentId });
    await publish({ agentId, version: '1.1.0' });
    const { manifest } = template({ templateId, supportedAgents: { [agentId]: '^1.0.0' } });
    const steps = [{ id: 'only', name: 'Only', agent: agentId, inputs: { change: '{{ variables.change }}' } }];
    await alice.do(publishTemplate, { input: { manifest: { ...manifest, defaultPlan: { steps } } } });
    const version = async () =>
      (await alice.do(instantiateTemplate, { input: { templateId, variables: { change: 'x' } } })).run.steps[0]
        .agentVersion.version;
    expect(await version()).toBe('1.1.0');
    await admin.do(rollbackAgent, { input: { id: agentId, reason: 'Worse.' } });
    expect(await version()).toBe('1.0.0');
  });

  it('deprecates, disables and enables, for admins, with a message for users of the entry', async () => {
    const id = fresh();
    await publish({ agentId: id });
    const set = (input: object, actor = admin) => actor.do(setAgentStatus, { input: { id, ...input } });
    const seen = async () =>
      (await registry.anyone.ask(`{ agent(agentId: "${id}") { status statusMessage } }`)).data.agent;
    expect(await set({ status: 'DEPRECATED' }, alice)).toMatchObject({ __typename: 'Forbidden' });
    expect(await set({ status: 'DEPRECATED', message: 'Use another.' })).toMatchObject({
      agent: { status: 'DEPRECATED' },
      event: { action: 'DEPRECATED', reason: 'Use another.' },
    });
    expect(await seen()).toEqual({ status: 'DEPRECATED', statusMessage: 'Use another.' });
    expect(await set({ status: 'DEPRECATED', message: 'Use another.' })).toMatchObject({ event: null });
    await set({ status: 'DISABLED' });
    expect(await seen()).toBeNull();
    expect(await set({ status: 'ACTIVE' })).toMatchObject({ event: { action: 'ENABLED' } });
    expect(await seen()).toEqual({ status: 'ACTIVE', statusMessage: null });
    expect(await set({ id: 'nobody', status: 'ACTIVE' })).toMatchObject({ __typename: 'NotFound' });
  });
});
