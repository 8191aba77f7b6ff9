import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { addAgent, addTemplate, instantiate, runOf } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { claimSteps } from '../support/runs.ts';
import { decline, heard, heardActions, readShared, share } from '../support/shares.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const privately = { visibility: 'private' };
const setStatus =
  'mutation ($input: SetStatusInput!) { setAgentStatus(input: $input) { __typename ... on Error { code message } } }';
const setVisibility =
  'mutation ($input: SetVisibilityInput!) { setAgentVisibility(input: $input) { __typename ... on Error { code message } } }';

/** `acme` shares with `globex` and `initech`; the admin of `globex` declines. */
describe.skipIf(!hasEngine)('a share that is declined', () => {
  let registry: TestRegistry;
  let acme: Actor;
  let acmeAdmin: Actor;
  let globex: Actor;
  let globexAdmin: Actor;
  let initech: Actor;
  const fresh = uniqueNames('declined');

  beforeAll(async () => {
    registry = await openRegistry();
    acme = await registry.actor({ namespace: 'acme' });
    acmeAdmin = await registry.actor({ namespace: 'acme', role: 'admin' });
    globex = await registry.actor({ namespace: 'globex' });
    globexAdmin = await registry.actor({ namespace: 'globex', role: 'admin' });
    initech = await registry.actor({ namespace: 'initech', role: 'admin' });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const give = (id: string, sharedWith = 'globex', mayInstantiate = true, kind: 'Agent' | 'Template' = 'Agent') =>
    share(acmeAdmin, { id, sharedWith, mayInstantiate }, kind);
  const refuse = (id: string, more: object = {}, kind: 'Agent' | 'Template' = 'Agent') =>
    decline(globexAdmin, { id, namespace: 'acme', ...more }, kind);
  const read = (actor: Actor, id: string) => readShared(actor, 'acme', id);
  async function shared(more: object = privately): Promise<string> {
    const id = fresh();
    await addAgent(acme, id, '1.0.0', more);
    await give(id);
    await give(id, 'initech');
    return id;
  }
  const notShared = (id: string) => ({
    __typename: 'NotFound',
    code: 'NOT_FOUND',
    message: `No agent "${id}" of the namespace "acme" is shared with your namespace.`,
  });

  it('shows nothing any more, only to that namespace, until it is shared again', async () => {
    const id = await shared();
    expect((await read(globex, id))?.versions).toEqual(['1.0.0']);
    expect(await refuse(id, { reason: 'Not needed.' })).toEqual({
      __typename: 'DeclineAgentSharePayload',
      entry: null,
      impact: { days: 30, templates: 0, templateVersions: 0, runs: 0, openRuns: 0 },
      event: {
        type: 'agent.updated',
        action: 'SHARE_DECLINED',
        version: null,
        reason: 'Not needed.',
        before: { sharedWith: 'globex', mayInstantiate: true },
        after: null,
      },
    });
    expect(await read(globex, id)).toBeNull();
    expect(await read(globexAdmin, id)).toBeNull();
    expect((await read(acmeAdmin, id))?.shares).toEqual([{ namespace: 'initech' }]);
    expect((await read(initech, id))?.sharedWithMe).toEqual({ namespace: 'initech', mayInstantiate: true });
    expect(await refuse(id)).toEqual(notShared(id));

    expect(await give(id)).toMatchObject({ share: { namespace: 'globex' }, event: { action: 'SHARED' } });
    expect((await read(globex, id))?.versions).toEqual(['1.0.0']);
    expect(await heardActions(globex, id)).toEqual(['SHARED', 'SHARE_DECLINED', 'SHARED']);
  });

  it('is in the log of both namespaces: who did it and why only where they belong', async () => {
    const id = await shared();
    await refuse(id, { reason: 'Not needed.' });
    const told = async (actor: Actor) => {
      const { data } = await actor.ask(
        `{ registryEvents(first: 10, filter: { entryId: "${id}", actions: [SHARE_DECLINED] }) { edges { node {
          namespace version actor reason before after } } } }`,
      );
      return data.registryEvents.edges.map(({ node }: { node: object }) => node);
    };
    const before = { sharedWith: 'globex', mayInstantiate: true };
    const common = { namespace: 'acme', version: null, before, after: null };
    expect(await told(acmeAdmin)).toEqual([{ ...common, actor: null, reason: null }]);
    const { data } = await globexAdmin.ask('{ viewer { id } }');
    const own = [{ ...common, actor: data.viewer.id, reason: 'Not needed.' }];
    expect(await told(globexAdmin)).toEqual(own);
    expect(await told(globex)).toEqual(own);
    for (const other of [acme, initech, registry.anyone]) expect(await told(other)).toEqual([]);
    expect(await heardActions(initech, id)).toEqual(['SHARED']);
  });

  it('leaves a public entry as everyone reads it', async () => {
    const id = await shared({});
    await addAgent(acme, id, '0.9.0', privately);
    expect((await read(globex, id))?.versions).toEqual(['1.0.0', '0.9.0']);
    expect(await refuse(id, { dryRun: true })).toMatchObject({ entry: { slug: id }, event: null });
    expect(await refuse(id)).toMatchObject({ entry: { slug: id }, impact: { runs: 0 } });
    expect(await read(globex, id)).toMatchObject({ versions: ['1.0.0'], sharedWithMe: null });
    await acmeAdmin.do(setVisibility, { input: { id, visibility: 'PRIVATE' } });
    expect(await read(globex, id)).toBeNull();
  });

  it('counts what no longer resolves, and stops what has not started', async () => {
    const [t, a, own] = [fresh(), fresh(), fresh()];
    await addAgent(acme, a, '1.0.0', privately);
    await addTemplate(acme, t, '1.0.0', { [a]: '^1.0.0' }, privately);
    await give(a);
    await give(t, 'globex', true, 'Template');
    await addTemplate(globex, own, '1.0.0', { [a]: '^1.0.0' }, privately);
    await runOf(globex, { templateId: t, namespace: 'acme' });
    const ofAgent = { days: 30, templates: 1, templateVersions: 1, runs: 1, openRuns: 1 };
    const ofTemplate = { ...ofAgent, templates: 0, templateVersions: 0 };
    expect(await refuse(a, { dryRun: true })).toMatchObject({ entry: null, impact: ofAgent, event: null });
    expect(await refuse(t, { dryRun: true }, 'Template')).toMatchObject({ impact: ofTemplate, event: null });
    expect(await heardActions(globex, a)).toEqual(['SHARED']);
    expect((await read(globex, a))?.sharedWithMe).toEqual({ namespace: 'globex', mayInstantiate: true });

    expect(await refuse(t, {}, 'Template')).toMatchObject({ impact: ofTemplate });
    expect(await refuse(a)).toMatchObject({ impact: ofAgent });
    expect(await globex.do(claimSteps, { input: { worker: 'w-1', agentIds: [a] } })).toMatchObject({ claims: [] });
    expect(await instantiate(globex, { templateId: own })).toMatchObject({
      unresolved: [{ entryId: a, reason: 'the agent is not visible to you' }],
    });
    await give(a);
    expect((await globex.do(claimSteps, { input: { worker: 'w-1', agentIds: [a] } })).claims).toHaveLength(1);
  });

  it('is not told from one that does not exist while its entry is disabled, and stays', async () => {
    const id = await shared();
    await acmeAdmin.do(setStatus, { input: { id, status: 'DISABLED', message: 'Wrong.' } });
    expect(await refuse(id)).toEqual(notShared(id));
    const unknown = fresh();
    expect(await refuse(unknown)).toEqual(notShared(unknown));
    const unshared = fresh();
    await addAgent(acme, unshared, '1.0.0', privately);
    expect(await refuse(unshared)).toEqual(notShared(unshared));
    await acmeAdmin.do(setStatus, { input: { id, status: 'ACTIVE' } });
    expect((await read(globex, id))?.versions).toEqual(['1.0.0']);
  });

  it('is for the admins of the namespace that it is shared with', async () => {
    const id = await shared();
    const input = { id, namespace: 'acme' };
    const viewer = await registry.actor({ namespace: 'globex', role: 'viewer' });
    for (const actor of [viewer, globex, acme])
      expect(await decline(actor, input)).toMatchObject({ __typename: 'Forbidden' });
    await expect(decline(acmeAdmin, input)).rejects.toThrow(
      'BAD_USER_INPUT: `namespace` must be another namespace than your own, which shares the entry with yours.',
    );
    await expect(refuse(id, { namespace: 'Not one' })).rejects.toThrow(
      'BAD_USER_INPUT: `namespace` must be a namespace',
    );
    const hooli = await registry.actor({ namespace: 'hooli', role: 'admin' });
    expect(await decline(hooli, input)).toEqual(notShared(id));
    expect((await read(acmeAdmin, id))?.shares).toEqual([{ namespace: 'globex' }, { namespace: 'initech' }]);
  });

  it('is declined once per key, and once by many at once', async () => {
    const id = await shared();
    const key = { idempotencyKey: `decline-${id}` };
    const first = await refuse(id, key);
    expect(await refuse(id, key)).toEqual(first);
    expect(await refuse(id, { ...key, reason: 'Another.' })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
    await give(id);
    const done = await Promise.all(Array.from({ length: 5 }, () => refuse(id)));
    expect(done.map(({ __typename }) => __typename).sort()).toEqual([
      ...['DeclineAgentSharePayload', 'NotFound', 'NotFound', 'NotFound', 'NotFound'],
    ]);
    expect((await heard(acmeAdmin, id)).filter(({ action }) => action === 'SHARE_DECLINED')).toHaveLength(2);
  });
});
