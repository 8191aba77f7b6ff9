import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { addAgent, addTemplate, agentsIn, instantiate, runOf } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { claimSteps } from '../support/runs.ts';
import { share, unshare } from '../support/shares.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const privately = { visibility: 'private' };

/** Entries of `acme` that `globex` uses in its runs and templates while they are shared with it. */
describe.skipIf(!hasEngine)('what is shared', () => {
  let registry: TestRegistry;
  let acme: Actor;
  let admin: Actor;
  let globex: Actor;
  const fresh = uniqueNames('lent');
  let [t, a] = ['', ''];

  beforeAll(async () => {
    registry = await openRegistry();
    acme = await registry.actor({ namespace: 'acme' });
    admin = await registry.actor({ namespace: 'acme', role: 'admin' });
    globex = await registry.actor({ namespace: 'globex' });
  });
  beforeEach(async () => {
    [t, a] = [fresh(), fresh()];
    await addAgent(acme, a, '1.0.0', privately);
    await addTemplate(acme, t, '1.0.0', { [a]: '^1.0.0' }, privately);
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const give = (id: string, kind: 'Agent' | 'Template', mayInstantiate: boolean, sharedWith = 'globex') =>
    share(admin, { id, sharedWith, mayInstantiate }, kind);
  const take = (id: string, kind: 'Agent' | 'Template', more: object = {}) =>
    unshare(admin, { id, sharedWith: 'globex', ...more }, kind);
  const run = (more: object = {}) => instantiate(globex, { templateId: t, namespace: 'acme', ...more });

  it('runs only if its shares allow it: the template, and each of its agents', async () => {
    expect(await run()).toMatchObject({ __typename: 'NotFound' });
    await give(t, 'Template', false);
    expect(await run()).toMatchObject({
      __typename: 'Forbidden',
      message: `acme/${t} is shared with your namespace for reading only. Ask an admin of "acme" to allow its use.`,
    });
    await give(t, 'Template', true);
    expect(await run()).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: [{ kind: 'AGENT', entryId: a, reason: 'the agent is not visible to you' }],
    });
    await give(a, 'Agent', false);
    expect(await run()).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: [{ entryId: a, reason: 'the agent is shared with your namespace for reading only' }],
    });
    await give(a, 'Agent', true);
    expect(await run({ dryRun: true })).toMatchObject({ run: { namespace: 'globex' } });
    const { lock } = await runOf(globex, { templateId: t, namespace: 'acme' });
    expect(lock).toMatchObject({
      template: { namespace: 'acme', templateId: t },
      agents: [{ namespace: 'acme', agentId: a, version: '1.0.0' }],
    });

    await give(a, 'Agent', false);
    expect(await run({ lock })).toMatchObject({
      __typename: 'LockInvalid',
      issues: [{ path: 'agents[0]', code: 'part_read_only' }],
    });
    await take(a, 'Agent');
    expect(await run({ lock })).toMatchObject({ issues: [{ path: 'agents[0]', code: 'part_not_found' }] });
  });

  it('is what a template of the other namespace is bound to, until the share ends', async () => {
    const own = fresh();
    const publish = () => addTemplate(globex, own, '1.0.0', { [a]: '^1.0.0' }, privately);
    await expect(publish()).rejects.toThrow('agent not found');
    await give(a, 'Agent', false);
    await expect(publish()).rejects.toThrow('agent not found');
    await give(a, 'Agent', true);
    await publish();
    await addAgent(acme, a, '1.1.0', privately);
    const { lock } = await runOf(globex, { templateId: own });
    expect(agentsIn(lock)).toEqual([`${a}@1.1.0`]);
    const bound = `{ template(templateId: "${own}") { currentVersion { supportedAgents { agentId agent { namespace } } } } }`;
    const supported = async () => (await globex.ask(bound)).data.template.currentVersion.supportedAgents;
    expect(await supported()).toEqual([{ agentId: a, agent: { namespace: 'acme' } }]);

    const counted = { days: 30, templates: 1, templateVersions: 1, runs: 1, openRuns: 1 };
    expect(await take(a, 'Agent', { dryRun: true })).toMatchObject({ impact: counted, event: null });
    expect(await take(a, 'Agent')).toMatchObject({ impact: counted });
    expect(await supported()).toEqual([{ agentId: a, agent: null }]);
    expect(await instantiate(globex, { templateId: own })).toMatchObject({
      unresolved: [{ entryId: a, reason: 'the agent is not visible to you' }],
    });
  });

  it('never takes the place of an agent of its own namespace, of `default`, or of a removed one', async () => {
    const id = fresh();
    await addAgent(acme, id, '1.0.0', privately);
    await give(id, 'Agent', true);
    await addAgent(globex, id, '1.0.0', privately);
    const globexAdmin = await registry.actor({ namespace: 'globex', role: 'admin' });
    const own = fresh();
    await addTemplate(globex, own, '1.0.0', { [id]: '^1.0.0' }, privately);
    expect((await runOf(globex, { templateId: own })).lock.agents).toMatchObject([{ namespace: 'globex' }]);
    const removed = await globexAdmin.do(
      'mutation ($input: RemoveEntryInput!) { removeAgent(input: $input) { __typename } }',
      { input: { id, reason: 'Over.' } },
    );
    expect(removed).toEqual({ __typename: 'RemoveAgentPayload' });
    await expect(addTemplate(globex, fresh(), '1.0.0', { [id]: '^1.0.0' }, privately)).rejects.toThrow(
      'agent not found',
    );
  });

  it('is refused if several namespaces share an agent of one id', async () => {
    const initech = await registry.actor({ namespace: 'initech', role: 'admin' });
    await addAgent(initech, a, '1.0.0', privately);
    await give(a, 'Agent', true);
    await share(initech, { id: a, sharedWith: 'globex', mayInstantiate: true });
    await expect(addTemplate(globex, fresh(), '1.0.0', { [a]: '^1.0.0' }, privately)).rejects.toThrow(
      'several namespaces share an agent of this id with yours: acme, initech',
    );
  });

  it('is not claimed any more when the share has ended', async () => {
    await give(t, 'Template', true);
    await give(a, 'Agent', true);
    const { id } = await runOf(globex, { templateId: t, namespace: 'acme' });
    expect(await take(a, 'Agent', { dryRun: true })).toMatchObject({ impact: { runs: 1, openRuns: 1 } });
    expect(await take(t, 'Template')).toMatchObject({ impact: { templates: 0, runs: 1, openRuns: 1 } });
    await take(a, 'Agent');
    const claimed = await globex.do(claimSteps, { input: { worker: 'w-1', agentIds: [a] } });
    expect(claimed).toMatchObject({ claims: [] });
    const { data } = await globex.ask(`{ run(id: "${id}") { status } }`);
    expect(data.run).toEqual({ status: 'QUEUED' });
    await give(a, 'Agent', true);
    expect((await globex.do(claimSteps, { input: { worker: 'w-1', agentIds: [a] } })).claims).toHaveLength(1);
  });
});
