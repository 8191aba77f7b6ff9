import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { channelsOf, removeChannel, setChannel } from '../support/channels.ts';
import { hasEngine } from '../support/database.ts';
import { counted } from '../support/impact.ts';
import { archive, countEvents, remove } from '../support/lifecycle.ts';
import { addAgent, addTemplate, agentsIn, allowBreaking, instantiate, runOf } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

describe.skipIf(!hasEngine)('a channel', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let id = '';
  const fresh = uniqueNames('channelled');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  beforeEach(async () => {
    id = fresh();
    for (const version of ['1.0.0', '1.1.0', '2.0.0-beta.1'])
      await addAgent(publisher, id, version, { visibility: 'public' });
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  it('is created, moved and removed, each with the versions before and after in the log', async () => {
    expect(await setChannel(publisher, { id, version: '1.0.0' })).toMatchObject({
      __typename: 'SetAgentChannelPayload',
      channel: { name: 'stable', version: { version: '1.0.0' }, previousVersion: null },
      version: { version: '1.0.0' },
      previousVersion: null,
      event: {
        type: 'agent.updated',
        action: 'CHANNEL_SET',
        version: '1.0.0',
        reason: 'It is good.',
        before: { channel: 'stable', channelVersion: null },
        after: { channel: 'stable', channelVersion: '1.0.0' },
      },
    });
    expect(await setChannel(publisher, { id, version: '1.1.0', expectedVersion: '1.0.0' })).toMatchObject({
      channel: { version: { version: '1.1.0' }, previousVersion: { version: '1.0.0' } },
      previousVersion: { version: '1.0.0' },
      event: {
        before: { channel: 'stable', channelVersion: '1.0.0' },
        after: { channel: 'stable', channelVersion: '1.1.0' },
      },
    });
    await setChannel(publisher, { id, channel: 'beta', version: '2.0.0-beta.1' });
    expect(await channelsOf(registry.anyone, id)).toEqual(['beta 2.0.0-beta.1', 'stable 1.1.0']);
    expect(await removeChannel(admin, { id, expectedVersion: '1.1.0' })).toMatchObject({
      __typename: 'RemoveAgentChannelPayload',
      version: { version: '1.1.0' },
      event: {
        action: 'CHANNEL_REMOVED',
        before: { channel: 'stable', channelVersion: '1.1.0' },
        after: { channel: 'stable', channelVersion: null },
      },
    });
    expect(await channelsOf(registry.anyone, id)).toEqual(['beta 2.0.0-beta.1']);
    expect(await removeChannel(admin, { id })).toMatchObject({
      code: 'NOT_FOUND',
      message: `${id} has no channel "stable".`,
    });
  });

  it('is found by its name, also where an exact version is asked for', async () => {
    await setChannel(publisher, { id, version: '1.0.0' });
    const { data } = await registry.anyone.ask(
      `query ($id: String!) { agent(agentId: $id, namespace: "default") {
        stable: channel(name: "stable") { name version { version } } none: channel(name: "beta") { name }
        odd: channel(name: "1.0.0") { name }
        version(version: "stable") { version skills { skillId } } other: version(version: "beta") { version } } }`,
      { id },
    );
    expect(data.agent).toMatchObject({
      stable: { name: 'stable', version: { version: '1.0.0' } },
      none: null,
      odd: null,
      version: { version: '1.0.0' },
      other: null,
    });
  });

  it('does not move when it is at another version than expected', async () => {
    await setChannel(publisher, { id, version: '1.0.0' });
    const stale = { __typename: 'StaleVersion', code: 'STALE_VERSION', expected: '1.1.0', actual: '1.0.0' };
    expect(await setChannel(publisher, { id, version: '1.1.0', expectedVersion: '1.1.0' })).toMatchObject(stale);
    expect(await removeChannel(admin, { id, expectedVersion: '1.1.0' })).toMatchObject(stale);
    expect(
      await setChannel(publisher, { id, channel: 'beta', version: '1.1.0', expectedVersion: '1.0.0' }),
    ).toMatchObject({ __typename: 'StaleVersion', actual: null });
    expect(await channelsOf(publisher, id)).toEqual(['stable 1.0.0']);
  });

  it('is not written by a dry run, once by a key, and not again where it is', async () => {
    expect(await setChannel(publisher, { id, version: '1.0.0', dryRun: true })).toMatchObject({
      channel: { name: 'stable', version: { version: '1.0.0' } },
      event: null,
    });
    expect(await channelsOf(publisher, id)).toEqual([]);
    const input = { id, version: '1.0.0', idempotencyKey: randomUUID() };
    const first = await setChannel(publisher, input);
    expect(await setChannel(publisher, input)).toEqual(first);
    expect(await setChannel(publisher, { ...input, version: '1.1.0' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await setChannel(publisher, { id, version: '1.0.0' })).toMatchObject({ event: null, impact: null });
    expect(await removeChannel(admin, { id, dryRun: true })).toMatchObject({ event: null });
    expect(await channelsOf(publisher, id)).toEqual(['stable 1.0.0']);
    expect(await countEvents(registry, id, 'CHANNEL_SET')).toBe(1);
  });

  it('is set by publishers and removed by admins of its namespace only', async () => {
    const viewer = await registry.actor({ role: 'viewer' });
    const other = await registry.actor({ role: 'admin', namespace: fresh() });
    expect(await setChannel(viewer, { id, version: '1.0.0' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await setChannel(other, { id, namespace: 'default', version: '1.0.0' })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await setChannel(other, { id, version: '1.0.0' })).toMatchObject({ code: 'NOT_FOUND' });
    await setChannel(publisher, { id, version: '1.0.0' });
    expect(await removeChannel(publisher, { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await channelsOf(viewer, id)).toEqual(['stable 1.0.0']);
  });

  const shape =
    'Must be the name of a channel: 2 to 64 lower-case letters, digits and hyphens, starting with a letter.';
  it.each([
    ['', shape],
    ['v1', 'Must not look like a version.'],
    ['1.0.0', shape],
    ['Stable', shape],
    ['latest', '"latest" is reserved; choose another one.'],
    [
      'a--b',
      'Must be the name of a channel without "--", and without "-" at its end, because it is easily confused with another one.',
    ],
  ])('is not called %j', async (channel, problem) => {
    await expect(setChannel(publisher, { id, channel, version: '1.0.0' })).rejects.toThrow(
      `BAD_USER_INPUT: \`channel\`: ${problem} Got "${channel}".`,
    );
  });

  it('is moved once by those who move it from the same version at once', async () => {
    await setChannel(publisher, { id, version: '1.0.0' });
    const numbers = ['1.1.0', '2.0.0-beta.1', '1.1.0', '2.0.0-beta.1', '1.1.0', '2.0.0-beta.1'];
    const before = await countEvents(registry, id, 'CHANNEL_SET');
    const done = await Promise.all(
      numbers.map((version) => setChannel(publisher, { id, version, expectedVersion: '1.0.0' })),
    );
    const moved = done.filter(({ __typename }) => __typename === 'SetAgentChannelPayload');
    expect(moved).toHaveLength(1);
    const [{ version }] = moved;
    for (const other of done.filter((each) => each !== moved[0]))
      expect(other).toMatchObject({
        code: 'STALE_VERSION',
        expected: '1.0.0',
        actual: version.version,
        message: `The version of ${id} in the channel stable is ${version.version}, not 1.0.0. Reload it before you continue.`,
      });
    expect(await channelsOf(publisher, id)).toEqual([`stable ${version.version}`]);
    expect(await countEvents(registry, id, 'CHANNEL_SET')).toBe(before + 1);
  });

  it('that is moved at once without a guard has each move in the log, one after the other', async () => {
    await setChannel(publisher, { id, version: '1.0.0' });
    const numbers = ['1.1.0', '2.0.0-beta.1', '1.0.0', '1.1.0', '2.0.0-beta.1'];
    const done = await Promise.all(numbers.map((version) => setChannel(publisher, { id, version })));
    // Each began where another one ended, and the last one ended where the channel is.
    const events = done.flatMap(({ event }) => event ?? []);
    let at = '1.0.0';
    for (const { before, after } of events.sort((a, b) => Number(a.number) - Number(b.number))) {
      expect(before.channelVersion).toBe(at);
      at = after.channelVersion;
    }
    expect(await channelsOf(publisher, id)).toEqual([`stable ${at}`]);
  });

  it('points to published versions only, and an entry has 20 at most', async () => {
    await addAgent(publisher, id, '3.0.0', { status: 'draft' });
    expect(await setChannel(publisher, { id, version: '3.0.0' })).toMatchObject({
      code: 'INCOMPATIBLE_CHANGE',
      message: `${id}@3.0.0 is a draft; a channel points only to a published version.`,
    });
    expect(await setChannel(publisher, { id, version: '9.0.0' })).toMatchObject({ code: 'NOT_FOUND' });
    for (let at = 1; at <= 20; at += 1) await setChannel(publisher, { id, channel: `c-${at}`, version: '1.0.0' });
    await expect(setChannel(publisher, { id, channel: 'c-21', version: '1.0.0' })).rejects.toThrow(
      `\`channel\`: ${id} has 20 channels, which is the maximum. Remove one first.`,
    );
    expect(await setChannel(publisher, { id, channel: 'c-20', version: '1.1.0' })).toMatchObject({
      version: { version: '1.1.0' },
    });
  });

  it('keeps its version out of the archive', async () => {
    await setChannel(publisher, { id, version: '1.0.0' });
    expect(await archive(admin, { id, version: '1.0.0' })).toMatchObject({
      code: 'INCOMPATIBLE_CHANGE',
      message: `${id}@1.0.0 is in the channel stable and cannot be archived. First point it to another version, or remove it.`,
    });
    await setChannel(publisher, { id, channel: 'beta', version: '1.0.0' });
    expect(await archive(admin, { id, version: '1.0.0' })).toMatchObject({
      message: `${id}@1.0.0 is in the channels beta and stable and cannot be archived. First point each to another version, or remove them.`,
    });
    await removeChannel(admin, { id, channel: 'beta' });
    await setChannel(publisher, { id, channel: 'stable', version: '1.1.0' });
    expect(await archive(admin, { id, version: '1.0.0' })).toMatchObject({ version: { status: 'ARCHIVED' } });
    expect(await setChannel(publisher, { id, version: '1.0.0' })).toMatchObject({
      message: `${id}@1.0.0 is archived; a channel points only to a published version.`,
    });
    await remove(admin, { id });
    expect(await setChannel(publisher, { id, version: '1.0.0' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is seen with its version: one that points to a private version by its namespace only', async () => {
    const partly = fresh();
    await addAgent(publisher, partly, '1.0.0', { visibility: 'private' });
    await addAgent(publisher, partly, '1.1.0', { visibility: 'public' });
    await setChannel(publisher, { id: partly, channel: 'old', version: '1.0.0' });
    await setChannel(publisher, { id: partly, channel: 'next', version: '1.1.0' });
    const outsider = await registry.actor({ namespace: fresh() });
    expect(await channelsOf(publisher, partly)).toEqual(['next 1.1.0', 'old 1.0.0']);
    expect(await channelsOf(outsider, partly)).toEqual(['next 1.1.0']);
    expect(await channelsOf(registry.anyone, partly)).toEqual(['next 1.1.0']);
    const channelEvents = async (actor: Actor) => {
      const { data } = await actor.ask(
        `query ($id: String!) { agent(agentId: $id, namespace: "default") {
          events(first: 50) { edges { node { action after } } } } }`,
        { id: partly },
      );
      return data.agent.events.edges.flatMap(({ node }: { node: { action: string; after: { channel: string } } }) =>
        node.action === 'CHANNEL_SET' ? [node.after.channel] : [],
      );
    };
    expect(await channelEvents(publisher)).toEqual(['old', 'next']);
    expect(await channelEvents(outsider)).toEqual(['next']);
    await setChannel(publisher, { id: partly, channel: 'next', version: '1.0.0' });
    expect(await channelEvents(outsider)).toEqual(['next']);
    expect(await channelsOf(outsider, partly)).toEqual([]);
  });

  it('stands for its version in supported agents, in dependencies and where a template is instantiated', async () => {
    const helper = fresh();
    const templateId = fresh();
    await addAgent(publisher, helper, '1.0.0');
    await addAgent(publisher, helper, '1.1.0');
    await setChannel(publisher, { id: helper, version: '1.0.0' });
    await addAgent(publisher, id, '1.2.0', { dependencies: { [helper]: 'stable' } });
    await setChannel(publisher, { id, channel: 'beta', version: '1.2.0' });
    await addTemplate(publisher, templateId, '1.0.0', { [id]: 'beta' });
    await addTemplate(publisher, templateId, '1.1.0', { [id]: 'beta' });
    await setChannel(publisher, { id: templateId, channel: 'stable', version: '1.0.0' }, 'Template');

    const run = await runOf(publisher, { templateId, version: 'stable' });
    expect(run.templateVersion.version).toBe('1.0.0');
    expect(agentsIn(run.lock).sort()).toEqual([`${id}@1.2.0`, `${helper}@1.0.0`].sort());
    const { data } = await publisher.ask(
      `query ($id: String!) { template(templateId: $id) { currentVersion { supportedAgents { range resolvedVersion { version } } } } }`,
      { id: templateId },
    );
    expect(data.template.currentVersion.supportedAgents).toEqual([
      { range: 'beta', resolvedVersion: { version: '1.2.0' } },
    ]);

    await setChannel(publisher, { id: helper, version: '1.1.0' });
    await setChannel(publisher, { id, channel: 'beta', version: '2.0.0-beta.1' });
    expect(agentsIn((await runOf(publisher, { templateId })).lock)).toEqual([`${id}@2.0.0-beta.1`]);
    const again = await runOf(publisher, { lock: run.lock, version: 'stable' });
    expect({ digest: again.lockDigest, agents: agentsIn(again.lock) }).toEqual({
      digest: run.lock.digest,
      agents: agentsIn(run.lock),
    });
    expect(await instantiate(publisher, { templateId, version: 'beta' })).toMatchObject({
      code: 'NOT_FOUND',
      message: `${templateId} has no channel "beta".`,
    });
  });

  it('stands for its version both ways, and is in conflict with a range that its version is not in', async () => {
    const helper = fresh();
    const templateId = fresh();
    for (const version of ['1.0.0', '1.1.0']) await addAgent(publisher, helper, version);
    await setChannel(publisher, { id: helper, version: '1.0.0' });
    await addAgent(publisher, id, '1.2.0', { dependencies: { [helper]: 'stable' } });
    const dependents = async (version: string) => {
      const { data } = await publisher.ask(
        `query ($id: String!, $version: String!) { agent(agentId: $id) { version(version: $version) {
          dependents { edges { node { version } } } templates { edges { node { template { templateId } } } } } } }`,
        { id: helper, version },
      );
      const { dependents: agents, templates } = data.agent.version;
      return [
        ...agents.edges.map(({ node }: { node: { version: string } }) => node.version),
        ...templates.edges.map(({ node }: { node: { template: { templateId: string } } }) => node.template.templateId),
      ];
    };
    await addTemplate(publisher, templateId, '1.0.0', { [helper]: 'stable' });
    expect(await dependents('1.0.0')).toEqual(['1.2.0', templateId]);
    expect(await dependents('1.1.0')).toEqual([]);
    const both = fresh();
    await addTemplate(publisher, both, '1.0.0', { [id]: '1.2.0', [helper]: '1.1.0' });
    expect(await instantiate(publisher, { templateId: both })).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: [
        { entryId: helper, range: '1.1.0' },
        { entryId: helper, range: 'stable' },
      ],
    });
  });

  it('is refused in a definition where there is none of its name', async () => {
    await expect(addTemplate(publisher, fresh(), '1.0.0', { [id]: 'stable' })).rejects.toThrow(
      /it has no channel \\+"stable\\+"/,
    );
  });

  it('says what a move touches', async () => {
    const templateId = fresh();
    await setChannel(publisher, { id, version: '1.0.0' });
    await addTemplate(publisher, templateId, '1.0.0', { [id]: 'stable' });
    await runOf(publisher, { templateId });
    const moved = await setChannel(publisher, { id, version: '1.1.0', dryRun: true });
    expect(moved.impact).toMatchObject({
      unresolved: counted(),
      changed: counted({ templates: 1, templateVersions: 1, runs: 1 }),
      dependents: [{ entryId: templateId, range: 'stable', before: '1.0.0', after: '1.1.0', effect: 'CHANGED' }],
    });
    const removed = await removeChannel(admin, { id, dryRun: true });
    expect(removed.impact).toMatchObject({
      unresolved: counted({ templates: 1, templateVersions: 1, runs: 1 }),
      dependents: [{ entryId: templateId, range: 'stable', before: '1.0.0', after: null, effect: 'UNRESOLVED' }],
    });
    expect((await setChannel(publisher, { id, channel: 'beta', version: '1.1.0' })).impact).toMatchObject({
      changed: counted(),
      unresolved: counted(),
    });
  });

  it('does not close a cycle of templates', async () => {
    const [first, second] = [fresh(), fresh()];
    await addTemplate(publisher, first, '1.0.0', { [id]: '*' });
    await setChannel(publisher, { id: first, version: '1.0.0' }, 'Template');
    await addTemplate(publisher, second, '1.0.0', { [id]: '*' }, { dependencies: { [first]: 'stable' } });
    await allowBreaking(publisher, 'Template', first);
    await expect(
      addTemplate(publisher, first, '1.1.0', { [id]: '*' }, { dependencies: { [second]: '*' } }),
    ).rejects.toThrow('Dependency cycle');
  });

  it('is not moved where it would close a cycle of templates', async () => {
    const [first, second] = [fresh(), fresh()];
    const add = (templateId: string, version: string, dependencies: object) =>
      addTemplate(publisher, templateId, version, { [id]: '*' }, { dependencies });
    for (const each of [first, second]) {
      await add(each, '1.0.0', {});
      await allowBreaking(publisher, 'Template', each);
    }
    await setChannel(publisher, { id: first, version: '1.0.0' }, 'Template');
    await add(first, '1.1.0', { [second]: '^1.0.0' });
    await add(second, '1.1.0', { [first]: 'stable' });
    for (const dryRun of [true, false])
      expect(await setChannel(publisher, { id: first, version: '1.1.0', dryRun }, 'Template')).toMatchObject({
        __typename: 'IncompatibleChange',
        message: `${first}@1.1.0 would depend on itself through the channel.`,
        changes: [
          `Dependency cycle: ${first}@1.1.0 -> ${second}@1.1.0 -> ${first}@1.1.0. Remove one of these dependencies.`,
        ],
      });
  });
});
