import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { archive, countEvents, unarchive, versionsOf } from '../support/lifecycle.ts';
import { addAgent, addTemplate, agentsIn, instantiate, runOf } from '../support/locks.ts';
import { promoteAgent, rollbackAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { eventsOf, publishWith } from '../support/visibility.ts';

describe.skipIf(!hasEngine)('an archived version', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let id = '';
  const fresh = uniqueNames('archived');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  beforeEach(async () => {
    id = fresh();
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await addAgent(publisher, id, version);
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const withTemplate = async (range: string) => {
    const templateId = fresh();
    await addTemplate(publisher, templateId, '1.0.0', { [id]: range });
    return templateId;
  };

  it('is readable, and recorded with the reason', async () => {
    expect(await archive(admin, { id, version: '1.1.0' })).toMatchObject({
      __typename: 'ArchiveAgentVersionPayload',
      version: { version: '1.1.0', status: 'ARCHIVED' },
      event: {
        type: 'agent.updated',
        action: 'ARCHIVED',
        version: '1.1.0',
        reason: 'It is broken.',
        before: { versionStatus: 'ACTIVE' },
        after: { versionStatus: 'ARCHIVED' },
      },
    });
    expect(await versionsOf(registry.anyone, id)).toEqual(['1.2.0 ACTIVE', '1.1.0 ARCHIVED', '1.0.0 ACTIVE']);
    const rest = restClient(registry.url, null);
    const { body } = await rest.get(`/api/agents/${id}/versions/1.1.0?namespace=default`);
    expect(body).toMatchObject({ version: '1.1.0', manifest: { version: '1.1.0' } });
    const list = await rest.get(`/api/agents/${id}/versions?namespace=default&status=ARCHIVED`);
    expect(list.body.items).toMatchObject([{ version: '1.1.0', status: 'ARCHIVED' }]);
  });

  it('is selected by no range, but runs from a lock that contains it', async () => {
    const templateId = await withTemplate('~1.1.0 || 1.0.0');
    const { lock } = await runOf(publisher, { templateId });
    expect(agentsIn(lock)).toEqual([`${id}@1.1.0`]);
    await archive(admin, { id, version: '1.1.0' });
    expect(agentsIn((await runOf(publisher, { templateId })).lock)).toEqual([`${id}@1.0.0`]);
    const again = await runOf(publisher, { lock });
    expect({ digest: again.lockDigest, agents: agentsIn(again.lock) }).toEqual({
      digest: lock.digest,
      agents: [`${id}@1.1.0`],
    });
  });

  it('says so where an exact version is needed, until it is taken out of the archive', async () => {
    const templateId = await withTemplate('1.1.0');
    await archive(admin, { id, version: '1.1.0' });
    expect(await instantiate(publisher, { templateId })).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: [{ entryId: id, range: '1.1.0' }],
    });
    expect(await unarchive(admin, { id, version: '1.1.0', reason: 'It was not.' })).toMatchObject({
      version: { status: 'ACTIVE' },
      event: { action: 'UNARCHIVED', reason: 'It was not.' },
    });
    expect(agentsIn((await runOf(publisher, { templateId })).lock)).toEqual([`${id}@1.1.0`]);
  });

  it('of a template is refused by its number, with the reason', async () => {
    const templateId = await withTemplate('^1.0.0');
    await addTemplate(publisher, templateId, '1.1.0', { [id]: '^1.0.0' });
    expect(await archive(admin, { id: templateId, version: '1.0.0' }, 'Template')).toMatchObject({
      __typename: 'ArchiveTemplateVersionPayload',
      version: { status: 'ARCHIVED' },
    });
    expect(await instantiate(publisher, { templateId, version: '1.0.0' })).toMatchObject({
      code: 'NOT_FOUND',
      message: `${templateId}@1.0.0 is archived. It runs only from a lock; choose another version.`,
    });
    expect(await unarchive(admin, { id: templateId, version: '1.0.0' }, 'Template')).toMatchObject({
      version: { status: 'ACTIVE' },
    });
    expect(await runOf(publisher, { templateId, version: '1.0.0' })).toMatchObject({
      templateVersion: { version: '1.0.0' },
    });
  });

  it('is never the current one, nor a draft: the error says what to do', async () => {
    expect(await archive(admin, { id, version: '1.2.0' })).toMatchObject({
      __typename: 'IncompatibleChange',
      code: 'INCOMPATIBLE_CHANGE',
      message: `${id}@1.2.0 is the current version and cannot be archived. Roll back, or publish or promote another version, first.`,
    });
    await publishWith(publisher, { ...agent({ agentId: id, version: '1.3.0' }), draft: true });
    expect(await archive(admin, { id, version: '1.3.0' })).toMatchObject({
      code: 'INCOMPATIBLE_CHANGE',
      message: expect.stringContaining('Discard it'),
    });
    expect(await unarchive(admin, { id, version: '1.3.0' })).toMatchObject({ code: 'INCOMPATIBLE_CHANGE' });
    expect(await versionsOf(publisher, id)).toEqual(['1.3.0 DRAFT', '1.2.0 ACTIVE', '1.1.0 ACTIVE', '1.0.0 ACTIVE']);
  });

  it('cannot become current: by a rollback or a promotion', async () => {
    await archive(admin, { id, version: '1.1.0' });
    expect(await admin.do(rollbackAgent, { input: { id, toVersion: '1.1.0', reason: 'x' } })).toMatchObject({
      code: 'INCOMPATIBLE_CHANGE',
    });
    expect(await admin.do(rollbackAgent, { input: { id, reason: 'The one before.' } })).toMatchObject({
      version: { version: '1.0.0' },
    });
    expect(await admin.do(promoteAgent, { input: { id, version: '1.1.0' } })).toMatchObject({
      code: 'INCOMPATIBLE_CHANGE',
    });
  });

  it('is archived once: a repetition changes nothing, a key has one effect, a dry run none', async () => {
    const count = () => countEvents(registry, id, 'ARCHIVED');
    expect(await archive(admin, { id, version: '1.0.0', dryRun: true })).toMatchObject({
      version: { status: 'ARCHIVED' },
      event: null,
    });
    expect(await versionsOf(publisher, id)).toContain('1.0.0 ACTIVE');
    const input = { id, version: '1.0.0', idempotencyKey: randomUUID() };
    const first = await archive(admin, input);
    expect(await archive(admin, input)).toEqual(first);
    expect(await archive(admin, { ...input, version: '1.1.0' })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await archive(admin, { id, version: '1.0.0' })).toMatchObject({ event: null });
    expect(await count()).toBe(1);
  });

  it('is archived only by an admin of its namespace, who knows the current version', async () => {
    const input = { id, version: '1.0.0' };
    const stranger = await registry.actor({ role: 'admin', namespace: 'globex' });
    for (const role of ['viewer', 'publisher'] as const) {
      const actor = await registry.actor({ role });
      expect(await archive(actor, input)).toMatchObject({ code: 'FORBIDDEN' });
      expect(await unarchive(actor, input)).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await archive(stranger, { ...input, namespace: 'default' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await archive(stranger, input)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await archive(admin, { ...input, version: '9.9.9' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await archive(admin, { ...input, expectedCurrentVersion: '1.1.0' })).toMatchObject({
      code: 'STALE_VERSION',
      actual: '1.2.0',
    });
    await expect(archive(admin, { ...input, reason: ' ' })).rejects.toThrow('BAD_USER_INPUT');
    expect(await versionsOf(publisher, id)).toEqual(['1.2.0 ACTIVE', '1.1.0 ACTIVE', '1.0.0 ACTIVE']);
  });

  it('is never current, whoever else moves the current version at the same time', async () => {
    const rounds = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const agentId = fresh();
        for (const version of ['1.0.0', '1.1.0']) await addAgent(publisher, agentId, version);
        const [archived, rolledBack] = await Promise.all([
          archive(admin, { id: agentId, version: '1.0.0' }),
          admin.do(rollbackAgent, { input: { id: agentId, toVersion: '1.0.0', reason: 'x' } }),
        ]);
        return [archived.code ?? 'done', rolledBack.code ?? 'done'].sort();
      }),
    );
    for (const outcome of rounds) expect(outcome).toEqual(['INCOMPATIBLE_CHANGE', 'done']);
  });

  it('is told to others only if they can read it', async () => {
    const own = fresh();
    await publishWith(publisher, agent({ agentId: own, version: '1.0.0', visibility: 'private' }));
    await publishWith(publisher, agent({ agentId: own, version: '1.1.0', visibility: 'public' }));
    await archive(admin, { id: own, version: '1.0.0' });
    expect((await eventsOf(registry.anyone, own)).map(({ action }) => action)).not.toContain('ARCHIVED');
    await archive(admin, { id, version: '1.0.0' });
    expect((await eventsOf(registry.anyone, id)).map(({ action }) => action)).toContain('ARCHIVED');
  });

  it('leaves the log and the stored versions verifiable', async () => {
    await archive(admin, { id, version: '1.0.0' });
    await archive(admin, { id, version: '1.1.0' });
    await unarchive(admin, { id, version: '1.1.0' });
    const { data } = await admin.ask(
      '{ verifyLog(first: 1000) { problem { reason } } verifyVersions(kind: AGENT, first: 100) { problems { reason } } }',
    );
    expect(data).toEqual({ verifyLog: { problem: null }, verifyVersions: { problems: [] } });
  });

  it('is archived over REST and by the CLI', async () => {
    const { status, body } = await restClient(registry.url, admin.token).post(`/api/agents/${id}/archive`, {
      version: '1.0.0',
      reason: 'Old.',
    });
    expect({ status, version: body.version }).toMatchObject({ status: 200, version: { status: 'ARCHIVED' } });
    const environment = { REGISTRY_URL: registry.url, REGISTRY_TOKEN: admin.token ?? '' };
    const said = await cliInProcess(environment, 'archive', 'agent', id, '1.1.0', '--reason', 'Old.');
    expect(said).toMatchObject({ code: 0, out: `${id}@1.1.0 is archived.\n` });
    const refused = await cliInProcess(environment, 'archive', 'agent', id, '1.2.0', '--reason', 'Old.');
    expect({ code: refused.code, err: refused.err }).toEqual({
      code: 1,
      err: expect.stringContaining('current version'),
    });
    const back = await cliInProcess(environment, 'unarchive', 'agent', id, '1.1.0', '--json');
    expect({ code: back.code, ...JSON.parse(back.out) }).toMatchObject({
      code: 0,
      kind: 'agent',
      id,
      version: { version: '1.1.0', status: 'ACTIVE' },
      changed: true,
    });
    expect(await versionsOf(publisher, id)).toEqual(['1.2.0 ACTIVE', '1.1.0 ACTIVE', '1.0.0 ARCHIVED']);
  });
});
