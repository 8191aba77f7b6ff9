import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { countEvents, discard, versionsOf } from '../support/lifecycle.ts';
import { addAgent } from '../support/locks.ts';
import { promoteAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { eventsOf, publishWith } from '../support/visibility.ts';

describe.skipIf(!hasEngine)('a discarded draft', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let id = '';
  const fresh = uniqueNames('drafted');
  const version = '1.1.0';

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  beforeEach(async () => {
    id = fresh();
    await addAgent(publisher, id, '1.0.0');
    await upload();
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const upload = (more: object = {}) =>
    publishWith(publisher, { ...agent({ agentId: id, version, ...more }), draft: true });
  const published = '1.0.0 ACTIVE';

  it('does not exist any more; its number is free; publishers of its namespace learn it', async () => {
    expect(await discard(publisher, { id, version, reason: 'Another way.' })).toMatchObject({
      __typename: 'DiscardAgentDraftPayload',
      version,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      event: {
        type: 'agent.updated',
        action: 'DISCARDED',
        version,
        reason: 'Another way.',
        before: { versionStatus: 'DRAFT' },
      },
    });
    expect(await versionsOf(publisher, id)).toEqual([published]);
    const viewer = await registry.actor({ role: 'viewer' });
    const stranger = await registry.actor({ namespace: 'globex' });
    for (const actor of [viewer, stranger, registry.anyone])
      expect((await eventsOf(actor, id)).map(({ action }) => action)).toEqual(['PUBLISHED']);
    expect((await eventsOf(publisher, id)).map(({ action }) => action)).toEqual(['PUBLISHED', 'DRAFTED', 'DISCARDED']);
    expect(await publishWith(publisher, agent({ agentId: id, version, description: 'Other.' }))).toMatchObject({
      version: { version },
    });
  });

  it('was a draft: a published version is refused, and the error says what to do', async () => {
    expect(await discard(publisher, { id, version: '1.0.0' })).toMatchObject({
      __typename: 'IncompatibleChange',
      message: `${id}@1.0.0 is published and cannot be discarded. Archive it instead.`,
    });
    expect(await discard(publisher, { id, version: '9.9.9' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await discard(publisher, { id: fresh(), version })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is discarded by publishers of its namespace only, once for a key, and not by a dry run', async () => {
    const viewer = await registry.actor({ role: 'viewer' });
    const stranger = await registry.actor({ role: 'admin', namespace: 'globex' });
    expect(await discard(viewer, { id, version })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await discard(stranger, { id, version, namespace: 'default' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await discard(publisher, { id, version, dryRun: true })).toMatchObject({ version, event: null });
    expect(await versionsOf(publisher, id)).toEqual([`${version} DRAFT`, published]);
    const input = { id, version, idempotencyKey: randomUUID() };
    const first = await discard(publisher, input);
    expect(first).toMatchObject({ event: { action: 'DISCARDED' } });
    await upload({ description: 'The next one.' });
    expect(await discard(publisher, input)).toEqual(first);
    expect(await versionsOf(publisher, id)).toEqual([`${version} DRAFT`, published]);
  });

  it('is either promoted or discarded by two at once, never both', async () => {
    const [promoted, discarded] = await Promise.all([
      publisher.do(promoteAgent, { input: { id, version } }),
      discard(publisher, { id, version }),
    ]);
    const isPromoted = promoted.__typename === 'PublishAgentPayload';
    expect(isPromoted ? discarded.code : promoted.code).toBe(isPromoted ? 'INCOMPATIBLE_CHANGE' : 'NOT_FOUND');
    expect(await versionsOf(publisher, id)).toEqual(isPromoted ? [`${version} ACTIVE`, published] : [published]);
    expect(await countEvents(registry, id, 'DISCARDED')).toBe(isPromoted ? 0 : 1);
  });

  it('was listed with the drafts, over REST and by the CLI, and is discarded there', async () => {
    const rest = restClient(registry.url, publisher.token);
    const drafts = async () => (await rest.get(`/api/agents/${id}/versions?status=DRAFT`)).body.items;
    expect(await drafts()).toMatchObject([{ version, status: 'DRAFT' }]);
    const { status, body } = await rest.post(`/api/agents/${id}/discard`, { version, dryRun: true });
    expect({ status, version: body.version }).toEqual({ status: 200, version });
    const environment = { REGISTRY_URL: registry.url, REGISTRY_TOKEN: publisher.token ?? '' };
    expect(await cliInProcess(environment, 'discard', 'agent', id, version)).toMatchObject({
      code: 0,
      out: `The draft ${id}@${version} was discarded.\n`,
    });
    expect((await cliInProcess(environment, 'discard', 'agent', id, version)).code).toBe(1);
    expect(await drafts()).toEqual([]);
    const { data } = await admin.ask('{ verifyLog(first: 1000) { problem { reason } } }');
    expect(data).toEqual({ verifyLog: { problem: null } });
  });
});
