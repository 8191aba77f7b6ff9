import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { counted, impact } from '../support/impact.ts';
import { remove } from '../support/lifecycle.ts';
import { addAgent, addTemplate, instantiate } from '../support/locks.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { share } from '../support/shares.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

/** What `acme` has under the ids that its entries depend on. */
const states = ['nothing', 'removed', 'private', 'disabled', 'draft'] as const;
type State = (typeof states)[number];
const heldStates = states.filter((state) => state !== 'nothing');

/** A plan of one step. */
const byWorker = {
  supportedAgents: { worker: '*' },
  defaultPlan: { steps: [{ id: 'worker', agent: 'worker' }] },
  variables: { type: 'object' },
  expectedOutputs: {},
};

interface Dependency {
  templateId: string;
  template: { namespace: string } | null;
}

/**
 * `default` has an agent and a template; an agent and a template of `acme` depend on them by their ids, and `acme` has, or
 * had, entries of the same ids.
 */
interface World {
  usedAgent: string;
  usedTemplate: string;
  agent: string;
  template: string;
}

describe.skipIf(!hasEngine)('an id that an entry depends on', () => {
  let registry: TestRegistry;
  let owner: Actor;
  let publisher: Actor;
  let admin: Actor;
  let member: Actor;
  let stranger: Actor;
  const worlds = new Map<State, World>();
  const fresh = uniqueNames('meant');
  const world = (state: State): World => {
    const found = worlds.get(state);
    if (!found) throw new Error(state);
    return found;
  };

  beforeAll(async () => {
    registry = await openRegistry();
    owner = await registry.actor({ role: 'admin' });
    publisher = await registry.actor({ namespace: 'acme' });
    admin = await registry.actor({ namespace: 'acme', role: 'admin' });
    member = await registry.actor({ namespace: 'acme', role: 'viewer' });
    stranger = await registry.actor({ namespace: 'globex' });
    await addAgent(owner, 'worker', '1.0.0');
    for (const state of states) worlds.set(state, await create(state));
  }, 120_000);
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  async function create(state: State): Promise<World> {
    const [usedAgent, usedTemplate, agentId, templateId] = [fresh(), fresh(), fresh(), fresh()];
    await addAgent(owner, usedAgent, '1.0.0');
    await addTemplate(owner, usedTemplate, '1.0.0', { worker: '*' });
    await addAgent(publisher, agentId, '1.0.0', { dependencies: { [usedAgent]: '^1.0.0' } });
    const dependencies = { [usedTemplate]: '^1.0.0' };
    await addTemplate(publisher, templateId, '1.0.0', { [agentId]: '*' }, { dependencies });
    if (state !== 'nothing') await take(state, usedAgent, usedTemplate);
    return { usedAgent, usedTemplate, agent: agentId, template: templateId };
  }

  /** Brings entries of these ids into `acme`. */
  async function take(state: State, agentId: string, templateId: string): Promise<void> {
    const visibility = state === 'private' ? 'private' : 'public';
    const draft = state === 'draft';
    const version = '1.1.0';
    await publisher.do(publishAgent, { input: { ...agent({ agentId, version, visibility }), draft } });
    const supportedAgents = { worker: '*' };
    const defaultPlan = { steps: [{ id: 'only', agent: 'worker' }] };
    const more = { supportedAgents, defaultPlan, variables: { type: 'object' }, expectedOutputs: {} };
    await publisher.do(publishTemplate, {
      input: { ...template({ templateId, version, visibility, ...more }), draft },
    });
    if (state === 'removed') {
      await remove(admin, { id: agentId });
      await remove(admin, { id: templateId }, 'Template');
    }
    if (state === 'disabled')
      for (const [kind, id] of [['Agent', agentId] as const, ['Template', templateId] as const])
        await admin.do(
          `mutation ($input: SetStatusInput!) { set${kind}Status(input: $input) { __typename ... on Error { message } } }`,
          { input: { id, status: 'DISABLED' } },
        );
  }

  const page = 'totalCount edges { node { namespace slug } }';
  type Listed = { totalCount: number; edges: { node: { namespace: string; slug: string } }[] };
  const names = ({ edges, totalCount }: Listed) => {
    expect(edges).toHaveLength(totalCount);
    return edges.map(({ node }) => `${node.namespace}/${node.slug}`);
  };

  /** What the agent and the template of `acme` depend on, as an actor sees it. */
  async function meant(actor: Actor, state: State) {
    const { agent: agentId, template: templateId } = world(state);
    const { data, errors } = await actor.ask(
      `query ($agentId: String!, $templateId: String!) {
        agent(agentId: $agentId, namespace: "acme") { dependencies { ${page} } }
        template(templateId: $templateId, namespace: "acme") {
          dependencies { ${page} }
          currentVersion { dependencies { template { namespace } resolvedVersion { version } } }
          lock { lock unresolved { kind entryId range reason chain } }
        } }`,
      { agentId, templateId },
    );
    expect(errors).toBeUndefined();
    const [dependency] = data.template.currentVersion.dependencies;
    return {
      ofAgent: names(data.agent.dependencies),
      ofTemplate: names(data.template.dependencies),
      ofVersion:
        dependency.template && `${dependency.template.namespace} ${dependency.resolvedVersion?.version ?? '-'}`,
      locked: lockedParts(data.template.lock.lock, world(state)),
      unresolved: data.template.lock.unresolved,
    };
  }

  type Part = { namespace: string; agentId?: string; templateId?: string };
  const lockedParts = (lock: { agents: Part[]; templates: Part[] } | null, { usedAgent, usedTemplate }: World) =>
    lock &&
    [...lock.agents, ...lock.templates]
      .filter(({ agentId, templateId }) => [usedAgent, usedTemplate].includes(agentId ?? templateId ?? ''))
      .map(({ namespace, agentId, templateId }) => `${namespace}/${agentId ?? templateId}`);

  const unresolvedIn = (state: State, [ofAgent, ofTemplate]: readonly [string, string]) => {
    const { usedAgent, usedTemplate, agent: agentId, template: templateId } = world(state);
    const chain = [`${templateId}@1.0.0`, `${agentId}@1.0.0`, `${usedAgent}@^1.0.0`];
    const shortChain = [`${templateId}@1.0.0`, `${usedTemplate}@^1.0.0`];
    return [
      { kind: 'TEMPLATE', entryId: usedTemplate, range: '^1.0.0', reason: ofTemplate, chain: shortChain },
      { kind: 'AGENT', entryId: usedAgent, range: '^1.0.0', reason: ofAgent, chain },
    ];
  };
  const notFound = ['agent not found', 'template not found'] as const;
  const all = (state: State, namespace: string, version: string) => {
    const { usedAgent, usedTemplate } = world(state);
    return {
      ofAgent: [`${namespace}/${usedAgent}`],
      ofTemplate: [`${namespace}/${usedTemplate}`],
      ofVersion: `${namespace} ${version}`,
      locked: [`${namespace}/${usedAgent}`, `${namespace}/${usedTemplate}`],
      unresolved: [],
    };
  };
  const none = { ofAgent: [], ofTemplate: [], ofVersion: null, locked: null };

  it('means the entry of `default` for every viewer where the namespace never had one of this id', async () => {
    for (const actor of [registry.anyone, stranger, member, publisher, owner])
      expect(await meant(actor, 'nothing')).toEqual(all('nothing', 'default', '1.0.0'));
  });

  it.each(heldStates)(
    'means no entry of `default` where that of the namespace is %s, for all others',
    async (state) => {
      for (const actor of [registry.anyone, stranger, owner])
        expect(await meant(actor, state)).toEqual({ ...none, unresolved: unresolvedIn(state, notFound) });
    },
  );

  it('means the entry of the namespace for its members, who learn why it is not resolved', async () => {
    const removed = unresolvedIn('removed', ['the agent was removed', 'the template was removed']);
    for (const actor of [member, publisher]) {
      expect(await meant(actor, 'private')).toEqual(all('private', 'acme', '1.1.0'));
      expect(await meant(actor, 'removed')).toEqual({ ...none, unresolved: removed });
      expect(await meant(actor, 'disabled')).toEqual({
        ...all('disabled', 'acme', '1.1.0'),
        locked: null,
        unresolved: unresolvedIn('disabled', ['the agent is disabled', 'the template is disabled']),
      });
    }
    // Drafts are for publishers.
    expect(await meant(member, 'draft')).toEqual({ ...none, unresolved: unresolvedIn('draft', notFound) });
    const noVersion = 'no published version satisfies the range';
    expect(await meant(publisher, 'draft')).toEqual({
      ...all('draft', 'acme', '-'),
      locked: null,
      unresolved: unresolvedIn('draft', [noVersion, noVersion]),
    });
  });

  it.each(heldStates)('is not replaced in a run where that of the namespace is %s', async (state) => {
    const input = { templateId: world(state).template, namespace: 'acme', dryRun: true };
    expect(await instantiate(stranger, input)).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: unresolvedIn(state, notFound),
    });
  });

  it('is the same in a run as in its lock where `default` has it', async () => {
    const input = { templateId: world('nothing').template, namespace: 'acme', dryRun: true };
    const { run } = await instantiate(stranger, input);
    expect(lockedParts(run.lock, world('nothing'))).toEqual(all('nothing', 'default', '1.0.0').locked);
  });

  it.each(heldStates)('is answered by REST in the same way where that of the namespace is %s', async (state) => {
    const { agent: agentId, template: templateId, usedAgent, usedTemplate } = world(state);
    const unresolved = unresolvedIn(state, notFound);
    for (const rest of [restClient(registry.url, null), restClient(registry.url, stranger.token)]) {
      const at = (path: string) => rest.get(`${path}?namespace=acme`);
      expect((await at(`/api/templates/${templateId}/lock`)).body).toMatchObject({ lock: null, unresolved });
      expect((await at(`/api/agents/${agentId}/dependencies`)).body.items).toEqual([]);
      expect((await at(`/api/templates/${templateId}/dependencies`)).body.items).toEqual([]);
      expect((await rest.get(`/api/agents/${usedAgent}/dependents?namespace=default`)).body.items).toEqual([]);
      expect((await rest.get(`/api/templates/${usedTemplate}/dependents?namespace=default`)).body.items).toEqual([]);
    }
    const started = await restClient(registry.url, stranger.token).post(`/api/templates/${templateId}/instantiate`, {
      namespace: 'acme',
      dryRun: true,
    });
    expect([started.status, started.body]).toMatchObject([422, { code: 'DEPENDENCY_UNRESOLVED', unresolved }]);
  });

  /** The dependents of the entries of `default`: by entry, and by version. */
  async function dependents(actor: Actor, { usedAgent, usedTemplate }: World) {
    const { data } = await actor.ask(
      `query ($agentId: String!, $templateId: String!) {
        agent(agentId: $agentId, namespace: "default") { dependents { ${page} }
          currentVersion { dependents { totalCount edges { node { id } } } } }
        template(templateId: $templateId, namespace: "default") { dependents { ${page} }
          currentVersion { dependents { totalCount edges { node { id } } } } } }`,
      { agentId: usedAgent, templateId: usedTemplate },
    );
    return [data.agent, data.template].map((entry) => [
      ...names(entry.dependents),
      entry.currentVersion.dependents.edges.length,
    ]);
  }

  it('makes its entry a dependent of the one of `default` where that is meant, and nowhere else', async () => {
    for (const actor of [registry.anyone, stranger, owner, member, publisher]) {
      const { agent: agentId, template: templateId } = world('nothing');
      expect(await dependents(actor, world('nothing'))).toEqual([
        [`acme/${agentId}`, 1],
        [`acme/${templateId}`, 1],
      ]);
      for (const state of heldStates) expect(await dependents(actor, world(state))).toEqual([[0], [0]]);
    }
  });

  it('counts in the impact of a change of the entry of `default` where that is meant, and nowhere else', async () => {
    for (const state of states) {
      const { usedAgent, usedTemplate } = world(state);
      const newAgent = agent({ agentId: usedAgent, version: '1.0.1' });
      const newTemplate = template({ templateId: usedTemplate, version: '1.0.1', ...byWorker });
      const ofAgent = await owner.do(impact.publishAgent, { input: { ...newAgent, dryRun: true } });
      const ofTemplate = await owner.do(impact.publishTemplate, { input: { ...newTemplate, dryRun: true } });
      const some = state === 'nothing';
      expect(ofAgent.impact).toMatchObject({
        changed: counted(some ? { agents: 1, agentVersions: 1 } : {}),
        dependents: some ? [{ namespace: 'acme', entryId: world(state).agent }] : [],
      });
      expect(ofTemplate.impact).toMatchObject({
        changed: counted(some ? { templates: 1, templateVersions: 1 } : {}),
        dependents: some ? [{ namespace: 'acme', entryId: world(state).template }] : [],
      });
    }
  });

  it('means the same in a template that is shared', async () => {
    const [held, free, templateId] = [fresh(), fresh(), fresh()];
    for (const id of [held, free]) await addTemplate(owner, id, '1.0.0', { worker: '*' });
    await addTemplate(publisher, held, '1.0.0', { worker: '*' }, { visibility: 'private' });
    const dependencies = { [held]: '*', [free]: '*' };
    await addTemplate(publisher, templateId, '1.0.0', { worker: '*' }, { dependencies, visibility: 'private' });
    const shared = await share(admin, { id: templateId, sharedWith: 'globex', mayInstantiate: true }, 'Template');
    expect(shared.code).toBeUndefined();
    expect(await instantiate(stranger, { templateId, namespace: 'acme', dryRun: true })).toMatchObject({
      unresolved: [{ entryId: held, reason: 'template not found', chain: [`${templateId}@1.0.0`, `${held}@*`] }],
    });
    const { data } = await stranger.ask(
      `query ($id: String!) { template(templateId: $id, namespace: "acme") { dependencies { ${page} } } }`,
      { id: templateId },
    );
    expect(names(data.template.dependencies)).toEqual([`default/${free}`]);
  });

  it('means the same in a version that is only planned', async () => {
    const ids = (['private', 'removed', 'nothing'] as const).map((state) => world(state).usedTemplate);
    const dependencies = Object.fromEntries(ids.map((id) => [id, '*']));
    const input = template({ templateId: fresh(), ...byWorker, dependencies });
    const { version } = await publisher.do(
      `mutation ($input: PublishTemplateInput!) { publishTemplate(input: $input) { ... on PublishTemplatePayload {
        version { dependencies { templateId template { namespace } } } } } }`,
      { input: { ...input, draft: true, dryRun: true } },
    );
    const found = new Map(version.dependencies.map((each: Dependency) => [each.templateId, each.template?.namespace]));
    expect(ids.map((id) => found.get(id))).toEqual(['acme', undefined, 'default']);
  });

  it('takes as many statements to look up wherever it is found', async () => {
    const count = async (state: State) => {
      registry.statements();
      await meant(publisher, state);
      return registry.statements().filter((text) => !/registry_feed|log_place|advance_log/.test(text)).length;
    };
    expect(await count('nothing')).toBe(await count('private'));
  });
});
