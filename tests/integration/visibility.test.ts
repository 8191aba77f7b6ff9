import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { archive } from '../support/lifecycle.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import {
  changeOf,
  eventsOf,
  promoteWith,
  publishWith,
  readAgent,
  refusalOf,
  rollback,
  setStatus,
  setVisibility,
} from '../support/visibility.ts';

const hidesAll =
  '`versions` and `allVersions` are allowed only when `visibility` is PUBLIC: a private entry hides all its versions.';

/** Two namespaces: what one publishes, and what the other and an anonymous caller can read of it. */
describe.skipIf(!hasEngine)('visibility', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let outsiders: [string, Actor][];
  const fresh = uniqueNames('seen');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
    const stranger = await registry.actor({ role: 'admin', namespace: 'globex' });
    outsiders = [
      ['anonymous', registry.anyone],
      ['another namespace', stranger],
    ];
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const publish = (id: string, version: string, visibility?: string, more: object = {}, actor = publisher) =>
    publishWith(actor, {
      ...agent({ agentId: id, version, visibility, description: `What ${version} says.`, tags: [`t-${id}`], ...more }),
    });
  const draft = (id: string, version: string, visibility?: string) =>
    publishWith(publisher, { ...agent({ agentId: id, version, visibility }), draft: true });
  const promote = (id: string, version: string) => promoteWith(publisher, { id, version });
  /** What all outsiders can read of it: the same. */
  async function outside(id: string) {
    const [first, second] = await Promise.all(outsiders.map(([, actor]) => readAgent(actor, id)));
    expect(second).toEqual(first);
    return first;
  }
  const versionsOutside = async (id: string) => (await outside(id))?.versions ?? null;

  it('is private by default for a first version', async () => {
    const id = fresh();
    expect(await publish(id, '1.0.0')).toMatchObject({ agent: { visibility: 'PRIVATE' }, visibilityChange: null });
    expect(await outside(id)).toBeNull();
    const open = fresh();
    expect(await publish(open, '1.0.0', 'public')).toMatchObject({
      agent: { visibility: 'PUBLIC' },
      version: { visibility: 'PUBLIC' },
      visibilityChange: { readableBefore: false, readableAfter: true, versionsShown: ['1.0.0'], versionsHidden: [] },
    });
    expect(await versionsOutside(open)).toEqual(['1.0.0']);
  });

  it('is unchanged by a later version without a visibility', async () => {
    const id = fresh();
    await publish(id, '1.0.0', 'public');
    expect(await publish(id, '1.1.0')).toMatchObject({
      warnings: [],
      agent: { visibility: 'PUBLIC' },
      visibilityChange: { versionsShown: ['1.1.0'], readableAfter: true },
    });
    expect(await versionsOutside(id)).toEqual(['1.1.0', '1.0.0']);
  });

  it('is changed by a version that states it, with a warning and an event', async () => {
    const id = fresh();
    await publish(id, '1.0.0', 'public');
    expect(await publish(id, '1.1.0', 'private')).toMatchObject({
      warnings: [{ code: 'visibility_changed', path: 'visibility' }],
      agent: { visibility: 'PRIVATE' },
      version: { visibility: 'PRIVATE' },
      visibilityChange: {
        before: 'PUBLIC',
        after: 'PRIVATE',
        readableBefore: true,
        readableAfter: false,
        versionsShown: [],
        versionsHidden: ['1.0.0'],
      },
    });
    expect(await outside(id)).toBeNull();
    expect((await eventsOf(publisher, id)).map(({ action }) => action)).toEqual([
      'PUBLISHED',
      'VISIBILITY_CHANGED',
      'PUBLISHED',
    ]);
    expect(await publish(id, '1.2.0', 'public')).toMatchObject({
      warnings: [{ code: 'visibility_changed' }],
      agent: { visibility: 'PUBLIC' },
      visibilityChange: { readableAfter: true, versionsShown: ['1.2.0', '1.0.0'] },
    });
    expect(await versionsOutside(id)).toEqual(['1.2.0', '1.0.0']);
  });

  it('does not become public by a rollback, and no event appears outside the namespace', async () => {
    const id = fresh();
    await publish(id, '1.0.0', 'public');
    await publish(id, '1.1.0', 'private');
    expect(await rollback(admin, { id, reason: 'A secret customer complained.' })).toMatchObject({
      version: { version: '1.0.0' },
      agent: { visibility: 'PRIVATE' },
      visibilityChange: null,
    });
    expect(await outside(id)).toBeNull();
    await setVisibility(publisher, { id, visibility: 'PUBLIC' });
    expect(await versionsOutside(id)).toEqual(['1.0.0']);
    for (const [, actor] of outsiders) {
      const told = JSON.stringify(await eventsOf(actor, id));
      expect(told).not.toContain('1.1.0');
      expect(told).not.toContain('customer');
    }
  });

  it('hides a public entry behind a private version, with a warning before', async () => {
    const id = fresh();
    await publish(id, '1.0.0');
    await publish(id, '1.1.0', 'public');
    expect(await versionsOutside(id)).toEqual(['1.1.0']);
    const back = { id, reason: 'Broken for a customer.' };
    const hidden = {
      before: 'PUBLIC',
      after: 'PUBLIC',
      readableBefore: true,
      readableAfter: false,
      versionsShown: [],
      versionsHidden: ['1.1.0'],
    };
    expect(await rollback(admin, { ...back, dryRun: true })).toMatchObject({
      agent: { currentVersion: { version: '1.0.0' } },
      version: { version: '1.0.0' },
      event: null,
      visibilityChange: hidden,
    });
    expect(await versionsOutside(id)).toEqual(['1.1.0']);
    expect(await rollback(admin, back)).toMatchObject({ visibilityChange: hidden });
    expect(await outside(id)).toBeNull();
    for (const [, actor] of outsiders) {
      const events = await eventsOf(actor, id);
      expect(events.at(-1)).toMatchObject({
        action: 'ROLLED_BACK',
        entry: null,
        version: null,
        reason: null,
        before: null,
        after: null,
      });
    }
  });

  it('keeps prereleases and drafts private that were created while the entry was private', async () => {
    const id = fresh();
    await publish(id, '1.0.0');
    await publish(id, '2.0.0-beta.1');
    await draft(id, '1.0.1');
    expect(await publish(id, '1.1.0-rc.1', 'public')).toMatchObject({
      warnings: [{ code: 'visibility_kept' }],
      agent: { visibility: 'PRIVATE' },
      version: { visibility: 'PRIVATE' },
    });
    await publish(id, '1.2.0', 'public');
    await promote(id, '1.0.1');
    expect(await publish(id, '3.0.0-beta.1', 'private')).toMatchObject({
      warnings: [{ code: 'visibility_kept' }],
      agent: { visibility: 'PUBLIC' },
      version: { visibility: 'PRIVATE' },
      visibilityChange: null,
    });
    expect(await versionsOutside(id)).toEqual(['1.2.0']);
  });

  it('shows when an entry changed only to those who can see what changed', async () => {
    const id = fresh();
    const changesFor = async (reader: Actor, entry: string, work: () => Promise<unknown>) => {
      const { updatedAt } = await readAgent(reader, entry);
      await work();
      return (await readAgent(reader, entry)).updatedAt !== updatedAt;
    };
    const changes = (work: () => Promise<unknown>) => changesFor(registry.anyone, id, work);
    await publish(id, '1.0.0', 'public');
    expect(await changes(() => publish(id, '1.1.0-rc.1', 'private'))).toBe(false);
    expect(await changes(() => archive(admin, { id, version: '1.1.0-rc.1' }))).toBe(false);
    expect(await changes(() => publish(id, '1.1.0-rc.2', 'public'))).toBe(true);
    expect(await changes(() => archive(admin, { id, version: '1.1.0-rc.2' }))).toBe(true);
    expect(await changes(() => draft(id, '0.9.0', 'private'))).toBe(false);
    expect(await changes(() => promote(id, '0.9.0'))).toBe(false);
    expect(await changes(() => draft(id, '0.9.1', 'public'))).toBe(false);
    expect(await changes(() => promote(id, '0.9.1'))).toBe(true);

    const own = fresh();
    await publish(own, '1.0.0', 'private');
    expect(await changesFor(publisher, own, () => publish(own, '1.1.0-rc.1', 'private'))).toBe(true);
    expect(await changesFor(publisher, own, () => archive(admin, { id: own, version: '1.1.0-rc.1' }))).toBe(true);
    await draft(own, '0.9.0');
    expect(await changesFor(publisher, own, () => promote(own, '0.9.0'))).toBe(true);
  });

  it('stays private when a published version becomes current again, whatever its manifest says', async () => {
    const id = fresh();
    await publish(id, '1.0.0', 'public');
    await publish(id, '1.1.0', 'public');
    await rollback(admin, { id, reason: 'Worse.' });
    await setVisibility(publisher, { id, visibility: 'PRIVATE' });
    expect(await promote(id, '1.1.0')).toMatchObject({ warnings: [], agent: { visibility: 'PRIVATE' } });
    expect(await outside(id)).toBe(null);
  });

  it('warns when a draft from the time before the entry was public hides it', async () => {
    const id = fresh();
    await publish(id, '1.0.0');
    await draft(id, '1.1.0');
    await setVisibility(publisher, { id, visibility: 'PUBLIC', versions: ['1.0.0'] });
    expect(await versionsOutside(id)).toEqual(['1.0.0']);
    expect(await promote(id, '1.1.0')).toMatchObject({
      warnings: [{ code: 'current_version_private', path: 'visibility' }],
      agent: { visibility: 'PUBLIC' },
      version: { version: '1.1.0', visibility: 'PRIVATE' },
    });
    expect(await outside(id)).toBe(null);
  });

  it('is recorded with the reason, and with the numbers of the versions that were opened', async () => {
    const id = fresh();
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish(id, version);
    const recorded = async (input: object) =>
      (await setVisibility(publisher, { id, visibility: 'PUBLIC', ...input })).event;
    const changed = { id: expect.any(String), action: 'VISIBILITY_CHANGED', version: null };
    expect(await setVisibility(publisher, { id, visibility: 'PUBLIC', dryRun: true })).toMatchObject({
      agent: { visibility: 'PUBLIC' },
      event: null,
    });
    expect(await readAgent(publisher, id)).toMatchObject({ visibility: 'PRIVATE' });
    expect(await recorded({ reason: 'Ready.' })).toEqual({
      ...changed,
      reason: 'Ready.',
      before: { visibility: 'PRIVATE' },
      after: { visibility: 'PUBLIC' },
    });
    const { updatedAt } = await readAgent(publisher, id);
    expect(await recorded({ versions: ['1.0.0', '1.2.0'] })).toEqual({
      ...changed,
      reason: null,
      before: { visibility: 'PUBLIC' },
      after: { visibility: 'PUBLIC', versionCount: 2, versions: ['1.2.0', '1.0.0'] },
    });
    expect((await readAgent(publisher, id)).updatedAt).not.toBe(updatedAt);
    expect(await recorded({ allVersions: true })).toMatchObject({ after: { versionCount: 1, versions: ['1.1.0'] } });
    expect(await recorded({ allVersions: true, dryRun: true })).toBe(null);
    expect(await recorded({})).toBe(null);
  });

  it.each([
    ['with all numbers, when they take 1,500 characters', 0, true],
    ['with their count, when their numbers take more', 1, false],
  ])('is recorded %s', async (_, more, isListed) => {
    const id = fresh();
    await publish(id, '1.0.0');
    // As JSON: two brackets, six commas, and two quotes for each.
    const lengths = [211, 211, 211, 211, 211, 211, 1_500 - 22 - 6 * 211 + more];
    const versions = lengths.map((length, index) => `2.0.0-${index}a`.padEnd(length, 'a'));
    for (const version of versions) await publish(id, version);
    const { event } = await setVisibility(publisher, { id, visibility: 'PUBLIC', versions });
    const { versions: listed, ...after } = event.after;
    expect(after).toEqual({ visibility: 'PUBLIC', versionCount: 7 });
    expect(listed).toEqual(isListed ? versions.toReversed() : undefined);
  });

  it('does not reveal by the time of a response that there is a private version', async () => {
    const id = fresh();
    await publish(id, '1.0.0', 'public');
    const before = await outside(id);
    await publish(id, '2.0.0-beta.1', 'private');
    expect(await outside(id)).toEqual(before);
  });

  it('opens the named versions, and no other', async () => {
    const id = fresh();
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish(id, version);
    expect(await setVisibility(publisher, { id, visibility: 'PUBLIC' })).toMatchObject({
      agent: { visibility: 'PUBLIC' },
      visibilityChange: { before: 'PRIVATE', after: 'PUBLIC', readableAfter: false, versionsShown: [] },
      event: { action: 'VISIBILITY_CHANGED', before: { visibility: 'PRIVATE' }, after: { visibility: 'PUBLIC' } },
    });
    expect(await outside(id)).toBeNull();
    const some = { id, visibility: 'PUBLIC', versions: ['1.2.0', '1.0.0'] };
    const change = { readableBefore: false, readableAfter: true, versionsShown: ['1.2.0', '1.0.0'] };
    expect(await setVisibility(publisher, { ...some, dryRun: true })).toMatchObject({
      event: null,
      visibilityChange: change,
    });
    expect(await outside(id)).toBeNull();
    expect(await setVisibility(publisher, some)).toMatchObject({ visibilityChange: change });
    expect(await versionsOutside(id)).toEqual(['1.2.0', '1.0.0']);
    expect(await setVisibility(publisher, some)).toMatchObject({ event: null, visibilityChange: null });
    await setVisibility(publisher, { id, visibility: 'PUBLIC', allVersions: true });
    expect(await versionsOutside(id)).toEqual(['1.2.0', '1.1.0', '1.0.0']);
  });

  it.each([
    [{ visibility: 'PRIVATE', versions: ['1.0.0'] }, 'BAD_USER_INPUT', hidesAll],
    [{ visibility: 'PRIVATE', allVersions: true }, 'BAD_USER_INPUT', hidesAll],
    [
      { visibility: 'PUBLIC', versions: ['1.0.0'], allVersions: true },
      'BAD_USER_INPUT',
      'Send either `versions` or `allVersions`, not both.',
    ],
    [
      { visibility: 'PUBLIC', versions: ['1.0.0', 'v1'] },
      'BAD_USER_INPUT',
      '`versions` must contain SemVer 2.0 versions such as 1.2.0; got "v1".',
    ],
    [
      { visibility: 'PUBLIC', versions: Array.from({ length: 101 }, () => '1.0.0') },
      'BAD_USER_INPUT',
      '`versions` must contain at most 100 version numbers.',
    ],
    [
      { visibility: 'PUBLIC', versions: Array.from({ length: 100 }, () => '9.9.9') },
      'NOT_FOUND',
      'has no version "9.9.9".',
    ],
    [{ visibility: 'PUBLIC', reason: ' ' }, 'BAD_USER_INPUT', '`reason`'],
    [{ visibility: 'PUBLIC', versions: ['1.0.0', '9.9.9'] }, 'NOT_FOUND', 'has no version "9.9.9".'],
    [{ visibility: 'PUBLIC', expectedCurrentVersion: '0.9.0' }, 'STALE_VERSION', '1.0.0'],
    [{ visibility: 'PUBLIC', namespace: 'globex' }, 'FORBIDDEN', 'globex'],
  ])('is refused for %j: %s', async (input, code, message) => {
    const id = fresh();
    await publish(id, '1.0.0');
    const refusal = await refusalOf(publisher, { id, ...input });
    expect(refusal).toEqual([code, expect.stringContaining(message)]);
    expect(await readAgent(publisher, id)).toMatchObject({ visibility: 'PRIVATE' });
  });

  it('may be changed by publishers, not by viewers, and not from another namespace', async () => {
    const id = fresh();
    await publish(id, '1.0.0', 'public');
    const viewer = await registry.actor({ role: 'viewer' });
    expect(await refusalOf(viewer, { id, visibility: 'PRIVATE' })).toEqual([
      'FORBIDDEN',
      expect.stringContaining('change the visibility of an entry'),
    ]);
    expect(await changeOf(registry.anyone, { id, visibility: 'PRIVATE' })).toBe('UNAUTHENTICATED');
    expect(await changeOf(outsiders[1]?.[1] ?? registry.anyone, { id, visibility: 'PRIVATE' })).toBe('NOT_FOUND');
    expect(await versionsOutside(id)).toEqual(['1.0.0']);
  });

  it('is changed once for one key', async () => {
    const id = fresh();
    await publish(id, '1.0.0', 'public');
    const input = { id, visibility: 'PRIVATE', idempotencyKey: `key-${id}` };
    const first = await setVisibility(publisher, input);
    expect(await setVisibility(publisher, input)).toEqual(first);
    expect(await changeOf(publisher, { ...input, visibility: 'PUBLIC' })).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('shows in a dry run what a change of status takes from others', async () => {
    const id = fresh();
    await publish(id, '1.0.0', 'public');
    expect(await setStatus(admin, { id, status: 'DISABLED', dryRun: true })).toMatchObject({
      visibilityChange: { before: 'PUBLIC', after: 'PUBLIC', readableAfter: false, versionsHidden: ['1.0.0'] },
    });
    expect(await versionsOutside(id)).toEqual(['1.0.0']);
    await setStatus(admin, { id, status: 'DISABLED', message: 'Leaks data.' });
    expect(await outside(id)).toBeNull();
    expect(await setStatus(admin, { id, status: 'ACTIVE' })).toMatchObject({
      visibilityChange: { readableAfter: true, versionsShown: ['1.0.0'] },
    });
  });

  it('applies to templates, and to the agents that they use', async () => {
    const [id, work] = [fresh(), fresh()];
    await publish(id, '1.0.0', 'public');
    await publish(id, '1.1.0-rc.1', 'private');
    const steps = [{ id: 'only', agent: id }];
    const of = async (version: string, visibility?: string) => {
      const published = await publisher.do(
        `mutation ($input: PublishTemplateInput!) { publishTemplate(input: $input) { __typename ... on Error { message } } }`,
        {
          input: template({
            templateId: work,
            version,
            visibility,
            variables: { type: 'object', properties: {} },
            defaultPlan: { steps },
            expectedOutputs: {},
            supportedAgents: { [id]: '>=1.0.0-0' },
          }),
        },
      );
      expect(published).toEqual({ __typename: 'PublishTemplatePayload' });
    };
    await of('1.0.0');
    await of('1.1.0', 'public');
    for (const [, actor] of outsiders) {
      const { data } = await actor.ask(
        `query ($id: String!) { template(templateId: $id, namespace: "default") { versions { edges { node { version } } }
          currentVersion { supportedAgents { resolvedVersion { version } } } } }`,
        { id: work },
      );
      expect(data.template).toEqual({
        versions: { edges: [{ node: { version: '1.1.0' } }] },
        currentVersion: { supportedAgents: [{ resolvedVersion: { version: '1.0.0' } }] },
      });
    }
  });
});
