import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { archive, countEvents, remove } from '../support/lifecycle.ts';
import { addAgent, addTemplate, instantiate, runOf } from '../support/locks.ts';
import { publishAgent, rollbackAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { runsOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { eventsOf, publishWith, readAgent, setStatus, setVisibility } from '../support/visibility.ts';

const nodes = `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`;

describe.skipIf(!hasEngine)('a removed entry', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let stranger: Actor;
  let id = '';
  const fresh = uniqueNames('removed');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
    stranger = await registry.actor({ namespace: 'globex' });
  });
  beforeEach(async () => {
    id = fresh();
    for (const version of ['1.0.0', '1.1.0']) await addAgent(publisher, id, version, { tags: [`t-${id}`] });
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const plan = async () => {
    const templateId = fresh();
    await addTemplate(publisher, templateId, '1.0.0', { [id]: '^1.0.0' });
    return templateId;
  };

  it('is found by nobody, in any way; the answer says what was taken', async () => {
    const { data } = await publisher.ask(
      'query ($id: String!) { agent(agentId: $id) { id currentVersion { id skills { id } } } }',
      { id },
    );
    const ids = [data.agent.id, data.agent.currentVersion.id, data.agent.currentVersion.skills[0].id];
    expect(await remove(admin, { id })).toMatchObject({
      __typename: 'RemoveAgentPayload',
      namespace: 'default',
      versionCount: 2,
      visibilityChange: { readableBefore: true, readableAfter: false, versionsHidden: ['1.1.0', '1.0.0'] },
      event: { type: 'agent.removed', action: 'REMOVED', version: null, reason: 'Nobody needs it.', entry: null },
    });
    for (const actor of [registry.anyone, stranger, publisher, admin]) {
      expect(await readAgent(actor, id)).toBeNull();
      expect((await actor.ask(nodes, { ids })).data.nodes).toEqual([null, null, null]);
    }
    const rest = restClient(registry.url, admin.token);
    for (const path of ['', '/versions', '/versions/1.0.0', '/versions/1.0.0/files/prompts/system.md'])
      expect((await rest.get(`/api/agents/${id}${path}`)).status).toBe(404);
  });

  it('is told, without content, to everybody who could see it', async () => {
    await remove(admin, { id });
    const taken = {
      type: 'agent.removed',
      action: 'REMOVED',
      entryId: id,
      namespace: 'default',
      version: null,
      entry: null,
    };
    for (const actor of [registry.anyone, stranger])
      expect(await eventsOf(actor, id)).toEqual([{ ...taken, reason: null, before: null, after: null }]);
    const own = await eventsOf(publisher, id);
    expect(own.map(({ action }) => action)).toEqual(['PUBLISHED', 'PUBLISHED', 'REMOVED']);
    expect(own[2]).toMatchObject({ ...taken, reason: 'Nobody needs it.' });
    expect(own[0]).toMatchObject({ entry: null });
    expect(await countEvents(registry, id, 'REMOVED')).toBe(1);
  });

  it('is told to nobody else when nobody else could see it', async () => {
    await setVisibility(publisher, { id, visibility: 'PRIVATE' });
    const before = (await eventsOf(stranger, id)).length;
    await remove(admin, { id });
    expect(await eventsOf(stranger, id)).toHaveLength(before);
  });

  it('is neither instantiated nor claimed, and its runs say so', async () => {
    const templateId = await plan();
    const { lock } = await runOf(publisher, { templateId });
    const runs = runsOf(publisher);
    const run = await runs.start(templateId);
    await remove(admin, { id });
    expect(await instantiate(publisher, { templateId })).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: [{ entryId: id, reason: 'the agent was removed' }],
    });
    expect(await instantiate(publisher, { lock })).toMatchObject({
      __typename: 'LockInvalid',
      issues: [{ path: 'agents[0]', code: 'part_removed', message: expect.stringContaining('was removed') }],
    });
    expect(await runs.claim('worker', { agentIds: [id] })).toEqual([]);
    const { data } = await publisher.ask(
      `query ($id: ID!) { run(id: $id) { steps { status waitReason agent { agentId } agentVersion { version prompts { content } } } } }`,
      { id: run.id },
    );
    expect(data.run.steps).toEqual([
      { status: 'QUEUED', waitReason: `The agent ${id} was removed.`, agent: null, agentVersion: null },
    ]);
  });

  it('of a template is not instantiated, listed or rated', async () => {
    const templateId = await plan();
    const { id: run } = await runOf(publisher, { templateId });
    expect(await remove(admin, { id: templateId }, 'Template')).toMatchObject({
      __typename: 'RemoveTemplatePayload',
      event: { type: 'template.removed' },
    });
    expect(await instantiate(publisher, { templateId })).toMatchObject({ code: 'NOT_FOUND' });
    const { data } = await publisher.ask(
      `query ($id: String!, $run: ID!) { template(templateId: $id) { id }
        agent(agentId: "${id}") { templates { edges { node { templateId } } } }
        run(id: $run) { status template { id } templateVersion { id } lock } }`,
      { id: templateId, run },
    );
    expect(data).toMatchObject({
      template: null,
      agent: { templates: { edges: [] } },
      run: { status: 'QUEUED', template: null, templateVersion: null, lock: { template: { templateId } } },
    });
  });

  it('keeps its id: nothing is published or changed under it, in its namespace', async () => {
    await publishWith(publisher, { ...agent({ agentId: id, version: '2.0.0' }), draft: true });
    await remove(admin, { id });
    const refused = { code: 'FORBIDDEN', message: `${id} was removed; its id cannot be reused.` };
    for (const version of ['1.1.0', '3.0.0'])
      expect(await publishWith(publisher, agent({ agentId: id, version }))).toMatchObject(refused);
    const gone = { code: 'NOT_FOUND' };
    expect(await setStatus(admin, { id, status: 'ACTIVE' })).toMatchObject(gone);
    expect(await setVisibility(admin, { id, visibility: 'PUBLIC' })).toMatchObject(gone);
    expect(await archive(admin, { id, version: '1.0.0' })).toMatchObject(gone);
    expect(await admin.do(rollbackAgent, { input: { id, reason: 'x' } })).toMatchObject(gone);
    expect(await stranger.do(publishAgent, { input: agent({ agentId: id }) })).toMatchObject({ created: true });
  });

  it('is removed once: a repetition is refused, a key has one effect, a dry run none', async () => {
    expect(await remove(admin, { id, dryRun: true })).toMatchObject({
      versionCount: 2,
      visibilityChange: { versionsHidden: ['1.1.0', '1.0.0'] },
      event: null,
    });
    expect(await readAgent(stranger, id)).toMatchObject({ versions: ['1.1.0', '1.0.0'] });
    const input = { id, idempotencyKey: randomUUID() };
    const first = await remove(admin, input);
    expect(first.event).toMatchObject({ action: 'REMOVED' });
    expect(await remove(admin, input)).toEqual(first);
    expect(await remove(admin, { id })).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('was removed'),
    });
    expect(await countEvents(registry, id, 'REMOVED')).toBe(1);
  });

  it('is removed only by an admin of its namespace, who knows the current version and says why', async () => {
    for (const role of ['viewer', 'publisher'] as const)
      expect(await remove(await registry.actor({ role }), { id })).toMatchObject({ code: 'FORBIDDEN' });
    const other = await registry.actor({ role: 'admin', namespace: 'globex' });
    expect(await remove(other, { id, namespace: 'default' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await remove(other, { id })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await remove(admin, { id, expectedCurrentVersion: '1.0.0' })).toMatchObject({
      code: 'STALE_VERSION',
      actual: '1.1.0',
    });
    await expect(remove(admin, { id, reason: '' })).rejects.toThrow('BAD_USER_INPUT');
    expect(await readAgent(stranger, id)).toMatchObject({ currentVersion: { version: '1.1.0' } });
  });

  it('is removed once by two at once, and a publish at the same time is before it or refused', async () => {
    const [publishing, ...removing] = await Promise.all([
      publishWith(publisher, agent({ agentId: id, version: '1.2.0' })),
      remove(admin, { id }),
      remove(admin, { id }),
    ]);
    expect(removing.map(({ code }) => code ?? 'done').sort()).toEqual(['NOT_FOUND', 'done']);
    const actions = (await eventsOf(publisher, id)).map(({ action }) => action);
    const published = publishing.__typename === 'PublishAgentPayload' ? ['PUBLISHED'] : [];
    expect(actions).toEqual(['PUBLISHED', 'PUBLISHED', ...published, 'REMOVED']);
    if (published.length === 0) expect(publishing).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('leaves the log and the stored versions verifiable', async () => {
    await remove(admin, { id });
    const { data } = await admin.ask(
      '{ verifyLog(first: 1000) { problem { reason } } verifyVersions(kind: AGENT, first: 100) { problems { reason } } }',
    );
    expect(data).toEqual({ verifyLog: { problem: null }, verifyVersions: { problems: [] } });
  });

  it('is removed over REST and by the CLI', async () => {
    const rest = restClient(registry.url, admin.token);
    const dry = await rest.post(`/api/agents/${id}/remove`, { reason: 'Old.', dryRun: true });
    expect(dry).toMatchObject({ status: 200, body: { agentId: id, versionCount: 2, event: null } });
    const environment = { REGISTRY_URL: registry.url, REGISTRY_TOKEN: admin.token ?? '' };
    const stale = await cliInProcess(environment, 'remove', 'agent', id, '--reason', 'Old.', '--expect', '1.0.0');
    expect({ code: stale.code, err: stale.err }).toEqual({ code: 1, err: expect.stringContaining('STALE_VERSION') });
    const done = await cliInProcess(environment, 'remove', 'agent', id, '--reason', 'Old.');
    expect(done).toMatchObject({
      code: 0,
      out: `${id} was removed, with 2 published versions.\nNo longer readable by others: 1.1.0, 1.0.0.\n`,
    });
    expect((await rest.post(`/api/agents/${id}/remove`, { reason: 'Old.' })).status).toBe(404);
  });
});
