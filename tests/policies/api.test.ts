import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate, rollbackAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { subscribe } from '../support/streams.ts';
import { type ApiWorld, forMembers, forPublishers, makeApiWorld } from './apiWorld.ts';
import { asked, entryFields, eventFields } from './questions.ts';

describe.skipIf(!hasEngine)('namespaces through the API', () => {
  let registry: TestRegistry;
  let world: ApiWorld;

  beforeAll(async () => {
    registry = await openRegistry();
    world = await makeApiWorld(registry);
  }, 60_000);
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const answerTo = async (actor: Actor, query: string, variables: object = {}) => {
    const { data, errors } = await actor.ask(query, variables);
    return JSON.stringify({ data, errors: errors?.map(({ extensions: { code }, message }) => ({ code, message })) });
  };
  /** Each outsider's response, which must contain nothing of acme's. */
  const fromOutside = async (query: string, variables: object = {}) => {
    const answers = await Promise.all(
      Object.entries(world.outsiders).map(async ([who, actor]) => [who, await answerTo(actor, query, variables)]),
    );
    for (const [who, answer] of answers) {
      expect(answer, who).not.toMatch(new RegExp(`${forMembers}|${forPublishers}`));
    }
    return Object.fromEntries(answers) as Record<string, string>;
  };

  it.each(Object.entries(asked))('reveal nothing to outsiders: %s', async (_, query) => {
    for (const answer of Object.values(await fromOutside(query)))
      expect(JSON.parse(answer)).not.toHaveProperty('errors');
  });

  it.each(Object.entries(asked))('reveal no drafts and reports to a viewer of acme: %s', async (_, query) => {
    expect(await answerTo(world.viewer, query)).not.toContain(forPublishers);
  });

  it('are readable for their members', async () => {
    const told = async (actor: Actor, word: string) => {
      const names = Object.keys(asked);
      const answers = await Promise.all(names.map((name) => answerTo(actor, asked[name] ?? '')));
      return names.filter((_, at) => answers[at]?.includes(word));
    };
    const untold = (names: string[]) => Object.keys(asked).filter((name) => !names.includes(name));
    expect(untold(await told(world.viewer, forMembers))).toEqual([
      'drafts of agents',
      'versions by number',
      'events of a public agent',
      'drafts',
      'reports',
      'the reports of an agent',
      `search “${forPublishers}”`,
      'search “quaga”',
    ]);
    expect(await told(world.publisher, forPublishers)).toEqual(
      expect.arrayContaining([
        'agents of acme',
        'drafts of agents',
        'versions by number',
        'events',
        'drafts',
        'reports',
        'the reports of an agent',
        `search “${forPublishers}”`,
      ]),
    );
  });

  describe('by global id', () => {
    const query =
      'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { __typename id } node(id: $id) { __typename id } }';

    /** An id of the same type for an object that does not exist. */
    const nowhere = (id: string) => {
      const [type] = Buffer.from(id, 'base64').toString().split(':');
      return Buffer.from(`${type}:${randomUUID()}`).toString('base64');
    };

    it('give outsiders the same as for an unknown id', async () => {
      const ids = [...world.hidden.members, ...world.hidden.publishers];
      expect(ids).toHaveLength(11);
      for (const id of ids) {
        const none = nowhere(id);
        const answers = await fromOutside(query, { ids: [id], id });
        expect(answers).toEqual(await fromOutside(query, { ids: [none], id: none }));
        expect(JSON.parse(answers['an admin of globex'] ?? '')).toEqual({ data: { nodes: [null], node: null } });
      }
    });

    it('give a viewer of acme no drafts, and a publisher all', async () => {
      const id = world.hidden.publishers[0];
      const seen = async (actor: Actor, ids: string[]) => {
        const { data } = await actor.ask(query, { ids, id });
        return data.nodes.filter((each: unknown) => each !== null).length;
      };
      expect(await seen(world.viewer, world.hidden.publishers)).toBe(0);
      expect(await seen(world.viewer, world.hidden.members)).toBe(world.hidden.members.length);
      expect(await seen(world.publisher, world.hidden.publishers)).toBe(world.hidden.publishers.length);
    });

    it('give no run, by its global id or by its uuid', async () => {
      const uuid = Buffer.from(world.runId, 'base64').toString().split(':')[1];
      for (const id of [world.runId, uuid]) {
        const query = 'query ($id: ID!) { run(id: $id) { id variables steps { inputs } } }';
        const answers = await fromOutside(query, { id });
        expect(answers).toEqual(await fromOutside(query, { id: nowhere(world.runId) }));
        expect(JSON.parse(answers['an admin of globex'] ?? '')).toEqual({ data: { run: null } });
        expect((await world.viewer.ask('query ($id: ID!) { run(id: $id) { variables } }', { id })).data.run).toEqual({
          variables: { word: forMembers },
        });
      }
    });
  });

  describe('by a cursor of acme', () => {
    it.each([
      ['agents', `agents(first: 2, after: $after)`, `edges { cursor node { ${entryFields} } }`],
      [
        'search',
        `search(query: "", first: 2, after: $after)`,
        `edges { cursor node { ... on Agent { ${entryFields} } } } totalCount`,
      ],
      ['events', `registryEvents(first: 2, after: $after)`, `edges { cursor node { ${eventFields} } }`],
      ['reports', `validationReports(first: 2, after: $after)`, `edges { cursor node { id entryId } }`],
    ])('continue with what the caller may see: %s', async (_, field, selection) => {
      const query = `query ($after: String) { page: ${field} { ${selection} pageInfo { endCursor hasNextPage } } }`;
      const cursors: (string | null)[] = [null];
      for (let after: string | null = null, more = true; more; cursors.push(after)) {
        const { data } = await world.admin.ask(query, { after });
        after = data.page.pageInfo.endCursor;
        more = data.page.pageInfo.hasNextPage;
      }
      for (const after of cursors) {
        await fromOutside(query, { after });
        expect(await answerTo(world.viewer, query, { after })).not.toContain(forPublishers);
      }
    });
  });

  it('count for outsiders what they can list, and nothing else', async () => {
    const query = `{ search(query: "", first: 100) { totalCount facets { kinds { value count } tags { value count } categories { value count } } edges { node { __typename } } }
      agents(first: 100) { edges { node { slug } } } templates(first: 100) { edges { node { slug } } } }`;
    for (const [who, answer] of Object.entries(await fromOutside(query))) {
      const { search, agents, templates } = JSON.parse(answer).data;
      const listed = agents.edges.length + templates.edges.length;
      expect([search.totalCount, search.edges.length], who).toEqual([listed, listed]);
      const counted = search.facets.kinds.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
      expect(counted, who).toBe(listed);
      expect(listed, who).toBe(who.includes('globex') ? 4 : 3);
    }
  });

  describe('answer the same for hidden and for missing objects', () => {
    /** The responses to the same query for two names, with the names removed. */
    const same = async (
      actor: Actor,
      query: string,
      about: (id: string) => object,
      hidden: string,
      nowhere: string,
    ) => {
      const of = async (id: string) => (await answerTo(actor, query, about(id))).replaceAll(id, '<name>');
      expect(await of(hidden)).toBe(await of(nowhere));
    };

    it.each([
      [
        'instantiating',
        instantiateTemplate,
        (templateId: string) => ({ input: { templateId, namespace: 'acme' } }),
        'private-plan',
      ],
      [
        'instantiating a version',
        instantiateTemplate,
        (templateId: string) => ({ input: { templateId, namespace: 'acme', version: '1.0.0' } }),
        'private-plan',
      ],
      ['rolling back', rollbackAgent, (id: string) => ({ input: { id, namespace: 'acme', reason: 'x' } }), 'inner'],
      [
        'diff',
        `query ($v: String!) { agent(agentId: "open", namespace: "acme") { version(version: "1.0.0") { diff(against: $v) { changes { path } } } } }`,
        (v: string) => ({ v }),
        '2.0.0',
      ],
      [
        'events of an entry',
        `query ($id: String!) { registryEvents(filter: { entryId: $id }) { edges { node { id } } } }`,
        (id: string) => ({ id }),
        'inner',
      ],
    ])('%s', async (_, query, about, hidden) => {
      const nowhere = /^\d/.test(hidden) ? '7.7.7' : 'nowhere';
      for (const actor of Object.values(world.outsiders)) await same(actor, query, about, hidden, nowhere);
    });

    it('in a diff, for a viewer of acme', async () => {
      const diff = `query ($v: String!) { agent(agentId: "open", namespace: "acme") { version(version: "1.0.0") { diff(against: $v) { changes { path } } } } }`;
      await same(world.viewer, diff, (v) => ({ v }), '2.0.0', '7.7.7');
    });

    it('when a template that uses one is published', async () => {
      const of = (id: string) => ({
        input: template({
          templateId: 'curious',
          variables: { type: 'object' },
          supportedAgents: { [id]: '^1.0.0' },
          defaultPlan: { steps: [{ id: 'only', name: 'Only', agent: id, inputs: {} }] },
        }),
      });
      await same(world.other, publishTemplate, of, 'inner', 'nowhere');
      await same(world.other, publishTemplate, of, 'sketch', 'nowhere');
    });

    it('when its id is published in another namespace', async () => {
      const published = await world.other.do(publishAgent, {
        input: agent({ agentId: 'inner', visibility: 'private' }),
      });
      expect(published).toMatchObject({ __typename: 'PublishAgentPayload', created: true });
      const { data } = await world.viewer.ask('{ agent(agentId: "inner", namespace: "acme") { name } }');
      expect(data.agent.name).toContain(forMembers);
    });

    it('when its idempotency key is used', async () => {
      const input = { templateId: 'private-plan', variables: { word: forMembers }, idempotencyKey: 'the-key-of-acme' };
      expect(await world.other.do(instantiateTemplate, { input })).toMatchObject({ code: 'NOT_FOUND' });
    });

    it('for its files', async () => {
      const { origin } = new URL(registry.url);
      const get = async (actor: Actor, id: string, version: string, path: string) => {
        const response = await fetch(`${origin}/api/agents/${id}/versions/${version}/files/${path}?namespace=acme`, {
          headers: actor.token ? { authorization: `Bearer ${actor.token}` } : {},
        });
        const { 'content-type': type, 'cache-control': cache, etag } = Object.fromEntries(response.headers);
        const correlationId = response.headers.get('x-correlation-id') ?? '';
        return {
          status: response.status,
          type,
          cache,
          etag,
          body: (await response.text()).replaceAll(correlationId, ''),
        };
      };
      const hidden = [
        ['inner', '1.0.0'],
        ['switched-off', '1.0.0'],
        ['open', '2.0.0'],
        ['inner', '2.0.0'],
        ['sketch', '1.0.0'],
      ] as const;
      for (const actor of Object.values(world.outsiders)) {
        const nothing = await get(actor, 'nowhere', '1.0.0', 'prompts/system.md');
        expect(nothing.status).toBe(404);
        for (const [id, version] of hidden) expect(await get(actor, id, version, 'prompts/system.md')).toEqual(nothing);
      }
      for (const [id, version] of hidden.slice(0, 2)) {
        expect((await get(world.viewer, id, version, 'prompts/system.md')).body).toContain(forMembers);
      }
      for (const [id, version] of hidden.slice(2)) {
        expect((await get(world.viewer, id, version, 'prompts/system.md')).status).toBe(404);
        expect((await get(world.publisher, id, version, 'prompts/system.md')).body).toContain(forPublishers);
      }
    });
  });

  it('show a private agent of a public template as a name only', async () => {
    const query = `{ template(templateId: "shared", namespace: "acme") { currentVersion { supportedAgents { agentId agent { slug } resolvedVersion { version } } } } }`;
    const nothing = { agentId: 'inner', agent: null, resolvedVersion: null };
    for (const answer of Object.values(await fromOutside(query))) {
      expect(JSON.parse(answer).data.template.currentVersion.supportedAgents).toEqual([
        { agentId: 'common', agent: { slug: 'common' }, resolvedVersion: { version: '1.0.0' } },
        nothing,
      ]);
    }
    const { data } = await world.viewer.ask(query);
    expect(data.template.currentVersion.supportedAgents[1]).toEqual({
      agentId: 'inner',
      agent: { slug: 'inner' },
      resolvedVersion: { version: '1.0.0' },
    });
  });

  it('do not let globex run a public template whose agent it cannot see', async () => {
    const input = { templateId: 'shared', namespace: 'acme' };
    expect(await world.other.do(instantiateTemplate, { input })).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: [{ entryId: 'inner' }],
    });
  });

  it.each(['WebSocket', 'SSE'] as const)('stream nothing to outsiders, over %s', async (transport) => {
    const query = `subscription { registryEvents(after: "0") { ${eventFields} } }`;
    const name = `last-${transport.toLowerCase()}`;
    const listeners = { ...world.outsiders, viewer: world.viewer };
    const streams = Object.entries(listeners).map(([who, actor]) => [who, subscribe(actor, transport, query)] as const);
    const heard = streams.map(async ([who, stream]) => {
      const events: unknown[] = [];
      for (let last = ''; last !== name; ) {
        const [event] = await stream.take(1);
        if (event.namespace === 'acme') events.push(event);
        last = event.entryId;
      }
      return [who, JSON.stringify(events)] as const;
    });
    // While they listen: a draft, something private, a refusal, a run; then what ends the story.
    await world.publisher.do(publishAgent, {
      input: { ...agent({ agentId: 'open', version: '3.0.0', description: forPublishers }), draft: true },
    });
    await world.publisher.do(publishAgent, {
      input: agent({ agentId: `${forMembers}-${transport.toLowerCase()}`, visibility: 'private' }),
    });
    await world.publisher.do(publishAgent, { input: agent({ agentId: `${forPublishers}-agent`, version: 'one' }) });
    await world.publisher.do(instantiateTemplate, { input: { templateId: 'private-plan' } });
    await world.publisher.do(publishAgent, { input: agent({ agentId: name }) });

    for (const [who, events] of await Promise.all(heard)) {
      expect(events, who).not.toContain(forPublishers);
      expect(events, who).not.toContain('"DRAFTED"');
      if (who === 'viewer') expect(events).toContain(`${forMembers}-${transport.toLowerCase()}`);
      else expect(events, who).not.toMatch(new RegExp(`${forMembers}|INSTANTIATED|VALIDATION_FAILED`));
    }
    for (const [, stream] of streams) stream.close();
  });

  it('accept writes to the caller’s own namespace only, whatever is named', async () => {
    const admin = world.outsiders['an admin of globex'];
    const attempts = [
      ['rollbackAgent', 'RollbackInput', { id: 'open', namespace: 'acme', reason: 'x' }],
      ['promoteAgent', 'PromoteInput', { id: 'open', namespace: 'acme', version: '2.0.0' }],
      ['setAgentStatus', 'SetStatusInput', { id: 'open', namespace: 'acme', status: 'DISABLED' }],
      ['rollbackTemplate', 'RollbackInput', { id: 'shared', namespace: 'acme', reason: 'x' }],
      ['promoteTemplate', 'PromoteInput', { id: 'shared', namespace: 'acme', version: '2.0.0' }],
      ['setTemplateStatus', 'SetStatusInput', { id: 'shared', namespace: 'acme', status: 'DISABLED' }],
    ] as const;
    for (const [mutation, type, input] of attempts) {
      const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ... on Error { code } } }`;
      expect(await admin?.do(query, { input }), mutation).toMatchObject({ code: 'FORBIDDEN' });
    }
    const { data } = await registry.anyone.ask(
      '{ agent(agentId: "open", namespace: "acme") { status currentVersion { version } } }',
    );
    expect(data.agent).toEqual({ status: 'ACTIVE', currentVersion: { version: '1.0.0' } });
  });
});
