import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, actorAt } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate, rateTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { heard, heardActions, readShared, share, unshare } from '../support/shares.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const setStatus =
  'mutation ($input: SetStatusInput!) { setAgentStatus(input: $input) { __typename ... on Error { code message } } }';
const setVisibility =
  'mutation ($input: SetVisibilityInput!) { setAgentVisibility(input: $input) { __typename ... on Error { code message } } }';
const removeAgent =
  'mutation ($input: RemoveEntryInput!) { removeAgent(input: $input) { __typename ... on Error { code message } } }';
const setChannel =
  'mutation ($input: SetChannelInput!) { setAgentChannel(input: $input) { __typename ... on Error { code message } } }';

/** Two namespaces: `acme` shares with `globex`; `initech` and anonymous callers are all others. */
describe.skipIf(!hasEngine)('shares', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let globex: Actor;
  let globexAdmin: Actor;
  let others: Actor[];
  const fresh = uniqueNames('lent');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor({ namespace: 'acme' });
    admin = await registry.actor({ namespace: 'acme', role: 'admin' });
    globex = await registry.actor({ namespace: 'globex', role: 'viewer' });
    globexAdmin = await registry.actor({ namespace: 'globex', role: 'admin' });
    const initech = await registry.actor({ namespace: 'initech', role: 'admin' });
    const claims = { role: 'authenticated', aud: 'authenticated', app_metadata: { namespace: 'globex' } };
    const noRole = actorAt(
      registry.url,
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(randomUUID())
        .setExpirationTime('1h')
        .sign(registry.secret),
    );
    others = [initech, noRole, registry.anyone];
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const publish = (agentId: string, version: string, more: object = {}) =>
    publisher.do(publishAgent, { input: { ...agent({ agentId, version, visibility: 'private' }), ...more } });
  async function published(): Promise<string> {
    const id = fresh();
    await publish(id, '1.0.0');
    return id;
  }
  const read = (actor: Actor, id: string) => readShared(actor, 'acme', id);
  const give = (id: string, more: object = {}) => share(admin, { id, sharedWith: 'globex', ...more });
  const take = (id: string, more: object = {}) => unshare(admin, { id, sharedWith: 'globex', ...more });
  async function unreadByOthers(id: string) {
    for (const other of others) expect(await read(other, id)).toBeNull();
  }

  it('are of 500 entries between two namespaces at most, also for several at once', async () => {
    const donor = await registry.actor({ namespace: 'donor', role: 'admin' });
    const ids = [fresh(), fresh(), fresh()];
    for (const agentId of ids) await donor.do(publishAgent, { input: agent({ agentId, visibility: 'private' }) });
    await registry.database.asOwner(`
      with made as (
        insert into nofx.agent_registry (namespace, slug, name, description)
          select 'donor', 'many-' || n, '', '' from generate_series(1, 499) as n returning id
      )
      insert into nofx.entry_shares (kind, entry_id, namespace, may_instantiate, shared_by)
        select 'AGENT', id, 'globex', false, gen_random_uuid() from made`);
    const attempt = (id = '', sharedWith = 'globex') =>
      share(donor, { id, sharedWith }).then(
        () => 'shared',
        (error: Error) => error.message,
      );
    expect((await Promise.all([attempt(ids[0]), attempt(ids[1])])).toSorted()).toEqual([expect.any(String), 'shared']);
    expect(await attempt(ids[2])).toBe(
      'BAD_USER_INPUT: A namespace can share at most 500 entries with another. End shares with globex, or make entries public.',
    );
    expect(await attempt(ids[2], 'initech')).toBe('shared');
    expect(
      await registry.database.asOwner(`select count(*)::int from nofx.entry_shares where namespace = 'globex'
      and owner_namespace = 'donor'`),
    ).toEqual([{ count: 500 }]);
  });

  it('let the members of the other namespace find and read the published versions, and take them away at once', async () => {
    const id = await published();
    await publish(id, '1.1.0');
    await publish(id, '2.0.0', { draft: true });
    await publisher.do(setChannel, { input: { id, channel: 'stable', version: '1.0.0', reason: 'It is.' } });
    expect(await read(globex, id)).toBeNull();

    expect(await give(id)).toMatchObject({
      entry: { slug: id, shares: [{ namespace: 'globex', mayInstantiate: false }] },
      share: { namespace: 'globex', mayInstantiate: false },
      event: { type: 'agent.updated', action: 'SHARED', after: { sharedWith: 'globex', mayInstantiate: false } },
    });
    const seen = {
      name: 'Reviewer',
      visibility: 'PRIVATE',
      sharedWithMe: { namespace: 'globex', mayInstantiate: false },
      shares: null,
      currentVersion: { version: '1.1.0', prompts: [{ content: 'You review what you are given.\n' }] },
      channels: [{ name: 'stable', version: { version: '1.0.0' } }],
      listed: true,
      searched: true,
      isSharedOnly: true,
      versions: ['1.1.0', '1.0.0'],
    };
    expect(await read(globex, id)).toEqual(seen);
    expect(await read(globexAdmin, id)).toEqual(seen);
    await unreadByOthers(id);
    expect((await read(publisher, id))?.versions).toEqual(['2.0.0', '1.1.0', '1.0.0']);

    expect(await take(id)).toMatchObject({ entry: { shares: [] }, event: { action: 'UNSHARED' } });
    expect(await read(globex, id)).toBeNull();
    expect(await read(globexAdmin, id)).toBeNull();
  });

  it('are seen in full by the admins of the entry, and else only by whom they are for', async () => {
    const id = await published();
    await give(id);
    await share(admin, { id, sharedWith: 'initech', mayInstantiate: true });
    const shares = async (actor: Actor) =>
      (
        await actor.ask(
          `{ agent(agentId: "${id}", namespace: "acme") { shares { namespace } sharedWithMe { namespace } } }`,
        )
      ).data.agent;
    expect(await shares(admin)).toEqual({
      shares: [{ namespace: 'globex' }, { namespace: 'initech' }],
      sharedWithMe: null,
    });
    expect(await shares(publisher)).toEqual({ shares: null, sharedWithMe: null });
    expect(await shares(globexAdmin)).toEqual({ shares: null, sharedWithMe: { namespace: 'globex' } });
    const named = JSON.stringify(await heard(globexAdmin, id));
    expect(named).not.toContain('initech');
    expect(JSON.stringify(await heard(publisher, id))).not.toContain('globex');
  });

  it('tell the other namespace what happens from then on, and nothing of before', async () => {
    const id = await published();
    await give(id, { reason: 'They asked.' });
    await publish(id, '1.1.0', { draft: true });
    await publish(id, '1.2.0');
    await admin.do(setStatus, { input: { id, status: 'DEPRECATED', message: 'Old.' } });
    await take(id);
    await publish(id, '1.3.0');
    const withdrawn = { version: null, reason: null, before: null, after: null };
    expect(await heard(globex, id)).toEqual([{ type: 'agent.updated', action: 'UNSHARED', ...withdrawn }]);
    await give(id, { mayInstantiate: true });
    const events = await heard(globex, id);
    expect(events.map(({ action }) => action)).toEqual(['SHARED', 'PUBLISHED', 'DEPRECATED', 'UNSHARED', 'SHARED']);
    expect(events).toMatchObject([
      { version: null, reason: null, after: { sharedWith: 'globex', mayInstantiate: false } },
      { version: '1.2.0', after: { currentVersion: '1.2.0' } },
      { reason: null, after: { status: 'DEPRECATED' } },
      withdrawn,
      { after: { sharedWith: 'globex', mayInstantiate: true } },
    ]);
    for (const other of others) expect(await heard(other, id)).toEqual([]);
    expect(await heardActions(publisher, id)).not.toContain('SHARED');
    expect(await heardActions(admin, id)).toEqual([
      ...['PUBLISHED', 'SHARED', 'DRAFTED', 'PUBLISHED', 'DEPRECATED', 'UNSHARED', 'PUBLISHED', 'SHARED'],
    ]);
  });

  it('show nothing of an entry that is disabled or removed, and tell so', async () => {
    const id = await published();
    await give(id);
    await admin.do(setStatus, { input: { id, status: 'DISABLED', message: 'Wrong.' } });
    expect(await read(globex, id)).toBeNull();
    expect(await heard(globex, id)).toEqual([
      { type: 'agent.updated', action: 'DISABLED', version: null, reason: null, before: null, after: null },
    ]);
    await admin.do(setStatus, { input: { id, status: 'ACTIVE' } });
    expect((await read(globex, id))?.versions).toEqual(['1.0.0']);
    expect(await heardActions(globex, id)).toEqual(['SHARED', 'DISABLED', 'ENABLED']);
    expect(await admin.do(removeAgent, { input: { id, reason: 'Over.' } })).not.toHaveProperty('code');
    expect(await read(globex, id)).toBeNull();
    expect((await heard(globex, id)).at(-1)).toMatchObject({ type: 'agent.removed', action: 'REMOVED', reason: null });
    expect(await take(id)).toMatchObject({ __typename: 'NotFound' });
  });

  it('outlast that a public entry becomes private, and show the private versions of a public one', async () => {
    const id = fresh();
    await publisher.do(publishAgent, { input: agent({ agentId: id }) });
    await publisher.do(publishAgent, { input: agent({ agentId: id, version: '1.0.1' }) });
    await publisher.do(publishAgent, { input: agent({ agentId: id, version: '0.9.0', visibility: 'private' }) });
    expect((await read(globex, id))?.versions).toEqual(['1.0.1', '1.0.0']);
    await give(id);
    expect((await read(globex, id))?.versions).toEqual(['1.0.1', '1.0.0', '0.9.0']);
    await admin.do(setVisibility, { input: { id, visibility: 'PRIVATE' } });
    expect((await read(globex, id))?.versions).toEqual(['1.0.1', '1.0.0', '0.9.0']);
    await unreadByOthers(id);
    // It hears with all others that the public agent is gone, and then that its own is still there.
    expect((await heard(globex, id)).slice(-2)).toMatchObject([
      { action: 'VISIBILITY_CHANGED', after: null },
      { action: 'VISIBILITY_CHANGED', after: { visibility: 'PRIVATE' } },
    ]);
    await admin.do(setVisibility, { input: { id, visibility: 'PUBLIC' } });
    await take(id);
    expect((await read(globex, id))?.versions).toEqual(['1.0.1', '1.0.0']);
    expect((await heard(globex, id)).at(-1)).toMatchObject({ action: 'UNSHARED', before: { sharedWith: 'globex' } });
  });

  it.each([
    ['a viewer', { role: 'viewer', namespace: 'acme' }],
    ['a publisher', { role: 'publisher', namespace: 'acme' }],
    ['an admin of another namespace', { role: 'admin', namespace: 'globex' }],
  ] as const)('are not for %s to make or to end', async (_, as) => {
    const id = await published();
    await share(admin, { id, sharedWith: 'initech' });
    const actor = await registry.actor(as);
    const input = { id, namespace: 'acme', sharedWith: 'hooli' };
    expect(await share(actor, input)).toMatchObject({ __typename: 'Forbidden' });
    expect(await unshare(actor, { ...input, sharedWith: 'initech' })).toMatchObject({ __typename: 'Forbidden' });
    expect((await read(admin, id))?.shares).toEqual([{ namespace: 'initech' }]);
  });

  it('are refused with what is wrong', async () => {
    const id = await published();
    const drafted = fresh();
    await publish(drafted, '1.0.0', { draft: true });
    await expect(share(admin, { id, sharedWith: 'acme' })).rejects.toThrow(
      'BAD_USER_INPUT: `sharedWith` must be another',
    );
    await expect(share(admin, { id, sharedWith: 'Not one' })).rejects.toThrow(
      'BAD_USER_INPUT: `sharedWith` must be a namespace',
    );
    await expect(give(drafted)).rejects.toThrow('BAD_USER_INPUT: `id` must be an entry with a current version');
    expect(await give(fresh())).toMatchObject({ __typename: 'NotFound' });
    expect(await take(id)).toMatchObject({
      __typename: 'NotFound',
      message: `${id} is not shared with the namespace "globex".`,
    });
  });

  it('take effect once per key, and not in a dry run', async () => {
    const id = await published();
    expect(await give(id, { dryRun: true })).toMatchObject({ share: { namespace: 'globex' }, event: null });
    expect(await read(globex, id)).toBeNull();
    const key = { idempotencyKey: `share-${id}` };
    const first = await give(id, key);
    expect(await give(id, key)).toEqual(first);
    expect(await give(id)).toMatchObject({ event: null });
    expect(await give(id, { ...key, mayInstantiate: true })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
    expect(await give(id, { mayInstantiate: true })).toMatchObject({
      share: { mayInstantiate: true },
      event: { before: { mayInstantiate: false }, after: { mayInstantiate: true } },
    });
    expect(await take(id, { dryRun: true })).toMatchObject({ event: null, impact: { runs: 0 } });
    expect((await read(globex, id))?.sharedWithMe).toEqual({ namespace: 'globex', mayInstantiate: true });
    expect(await heardActions(globex, id)).toEqual(['SHARED', 'SHARED']);
  });

  it('are made once by many calls at once, and ended once', async () => {
    const id = await published();
    const made = await Promise.all(Array.from({ length: 5 }, () => give(id)));
    expect(made.filter(({ event }) => event !== null)).toHaveLength(1);
    const ended = await Promise.all(Array.from({ length: 5 }, () => take(id)));
    expect(ended.map(({ __typename }) => __typename).sort()).toEqual([
      ...['NotFound', 'NotFound', 'NotFound', 'NotFound', 'UnshareAgentPayload'],
    ]);
    expect(await read(globex, id)).toBeNull();
  });

  it('are not renewed for a version that is published at the same time as they end', async () => {
    const id = await published();
    await give(id);
    await Promise.all([take(id), publish(id, '1.1.0')]);
    expect(await read(globex, id)).toBeNull();
  });

  it('do not let the other namespace change anything', async () => {
    const id = await published();
    await give(id, { mayInstantiate: true });
    const input = { id, namespace: 'acme' };
    expect(await globexAdmin.do(setStatus, { input: { ...input, status: 'DISABLED', message: 'No.' } })).toMatchObject({
      __typename: 'Forbidden',
    });
    expect(await globexAdmin.do(setVisibility, { input: { ...input, visibility: 'PUBLIC' } })).toMatchObject({
      __typename: 'Forbidden',
    });
    expect(await share(globexAdmin, { ...input, sharedWith: 'initech' })).toMatchObject({ __typename: 'Forbidden' });
  });

  it('do not show how the members of the namespace rate a template', async () => {
    const templateId = fresh();
    const agentId = await published();
    const defaultPlan = { steps: [{ id: 'only', name: 'Only', agent: agentId }] };
    await publisher.do(publishTemplate, {
      input: template({ templateId, visibility: 'private', defaultPlan, supportedAgents: { [agentId]: '*' } }),
    });
    await publisher.do(rateTemplate, { input: { templateId, rating: 2, comment: 'Slow.' } });
    await share(admin, { id: templateId, sharedWith: 'globex' }, 'Template');
    const { data } = await globex.ask(`{ template(templateId: "${templateId}", namespace: "acme") {
      name rating { count average } ratings { edges { node { stars } } } } }`);
    expect(data.template).toEqual({
      name: 'Review round',
      rating: { count: 0, average: null },
      ratings: { edges: [] },
    });
  });
});
