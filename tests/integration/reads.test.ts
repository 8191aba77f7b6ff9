import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const agentCount = 24;

describe.skipIf(!hasEngine)('reading', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let anyone: Actor;

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    anyone = registry.anyone;
    for (let index = 0; index < agentCount; index += 1) {
      const agentId = `agent-${String(index).padStart(2, '0')}`;
      await alice.do(publishAgent, {
        input: agent({
          agentId,
          name: `Agent ${String(index).padStart(2, '0')}`,
          tags: index % 2 ? ['odd'] : ['even', 'calm'],
          category: index % 3 ? 'work' : 'play',
        }),
      });
    }
    for (let index = 0; index < 6; index += 1) {
      const supportedAgents = Object.fromEntries(
        Array.from({ length: agentCount }, (_, each) => [`agent-${String(each).padStart(2, '0')}`, '^1.0.0']),
      );
      const manifest = template({
        templateId: `template-${index}`,
        name: `Template ${index}`,
        supportedAgents,
      }).manifest;
      const steps = [{ id: 'only', name: 'Only', agent: 'agent-00', inputs: { change: '{{ variables.change }}' } }];
      const published = await alice.do(publishTemplate, {
        input: { manifest: { ...manifest, defaultPlan: { steps } } },
      });
      expect(published).toMatchObject({ created: true });
    }
  }, 60_000);
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const nested = `query ($agents: Int, $templates: Int) {
    agents(first: $agents) { edges { node { agentId currentVersion { version }
      templates(first: $templates) { edges { node { templateId currentVersion { version supportedAgents { agentId resolvedVersion { version } } } } } } } } }
  }`;

  it('needs a fixed, small number of statements for a nested list, for any page size', async () => {
    registry.statements();
    const counts: number[] = [];
    for (const [agents, templates] of [
      [2, 1],
      [20, 5],
      [20, 6],
    ]) {
      const { data, errors } = await anyone.ask(nested, { agents, templates });
      expect(errors).toBeUndefined();
      expect(data.agents.edges).toHaveLength(agents ?? 0);
      expect(data.agents.edges[0].node.templates.edges).toHaveLength(templates ?? 0);
      expect(
        data.agents.edges[0].node.templates.edges[0].node.currentVersion.supportedAgents[0].resolvedVersion.version,
      ).toBe('1.0.0');
      counts.push(registry.statements().length);
    }
    // Agents, their versions, their templates, those templates' versions, the supported agents (whose versions are
    // loaded).
    expect(counts).toEqual([counts[0], counts[0], counts[0]]);
    expect(counts[0]).toBeLessThanOrEqual(6);
  });

  it('counts nested lists with one statement each, for all parents of a page', async () => {
    const counted = `query ($first: Int) { agents(first: $first) { totalCount edges { node { agentId
      versions(first: 1) { totalCount } drafts: versions(first: 1, status: DRAFT) { totalCount }
      templates(first: 1) { totalCount } } } } }`;
    const draft = agent({
      agentId: 'agent-00',
      name: 'Agent 00',
      version: '1.1.0',
      tags: ['even', 'calm'],
      category: 'play',
    });
    await alice.do(publishAgent, { input: { ...draft, draft: true } });
    const statements: number[] = [];
    for (const first of [1, 20]) {
      registry.statements();
      const { data, errors } = await alice.ask(counted, { first });
      expect(errors).toBeUndefined();
      statements.push(registry.statements().length);
      expect(data.agents.totalCount).toBe(agentCount);
      expect(data.agents.edges).toHaveLength(first);
      for (const { node } of data.agents.edges) {
        expect([node.agentId, node.templates.totalCount]).toEqual([node.agentId, 6]);
        const own = node.agentId === 'agent-00' ? [2, 1] : [1, 0];
        expect([node.versions.totalCount, node.drafts.totalCount]).toEqual(own);
      }
    }
    expect(statements[1]).toBe(statements[0]);

    // Row level security applies to counts: a draft is only for publishers of its namespace.
    const [{ node }] = (await anyone.ask(counted, { first: 1 })).data.agents.edges;
    expect([node.agentId, node.versions.totalCount, node.drafts.totalCount]).toEqual(['agent-00', 1, 0]);
  });

  it('goes from agents to templates and back, with a version range too', async () => {
    await alice.do(publishAgent, {
      input: agent({
        agentId: 'agent-00',
        name: 'Agent 00',
        version: '2.0.0',
        tags: ['even', 'calm'],
        category: 'play',
      }),
    });
    const { data } = await anyone.ask(`{
      template(templateId: "template-0") { agents(first: 3) { edges { node { agentId } } pageInfo { hasNextPage } } }
      agent(agentId: "agent-00") {
        old: version(version: "1.0.0") { templates { edges { node { template { templateId } } } } }
        new: version(version: "2.0.0") { templates { edges { node { template { templateId } } } } }
        templates { edges { node { templateId } } }
      }
    }`);
    expect(data.template.agents.edges).toHaveLength(3);
    expect(data.agent.old.templates.edges).toHaveLength(6);
    expect(data.agent.new.templates.edges).toHaveLength(0);
    expect(data.agent.templates.edges).toHaveLength(6);
  });

  it.each([
    ['NAME', 'ASC'],
    ['NAME', 'DESC'],
    ['CREATED_AT', 'ASC'],
    ['UPDATED_AT', 'DESC'],
  ])('pages by %s %s, forwards and backwards, without loss or repetition', async (field, direction) => {
    const page = async (args: string) =>
      (
        await anyone.ask(
          `{ agents(orderBy: { field: ${field}, direction: ${direction} }, ${args}) { edges { node { agentId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
        )
      ).data.agents;
    const ids = (connection: { edges: { node: { agentId: string } }[] }) =>
      connection.edges.map(({ node }) => node.agentId);
    const all = ids(await page('first: 100'));
    expect(new Set(all).size).toBe(agentCount);

    const forwards: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const next = await page(`first: 7${cursor ? `, after: "${cursor}"` : ''}`);
      forwards.push(...ids(next));
      if (!next.pageInfo.hasNextPage) break;
      cursor = next.pageInfo.endCursor;
    }
    expect(forwards).toEqual(all);

    const backwards: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const next = await page(`last: 7${cursor ? `, before: "${cursor}"` : ''}`);
      backwards.unshift(...ids(next));
      if (!next.pageInfo.hasPreviousPage) break;
      cursor = next.pageInfo.startCursor;
    }
    expect(backwards).toEqual(all);
  });

  it.each([
    ['first: 0', /1 to 100/],
    ['first: 101', /1 to 100/],
    ['first: -3', /1 to 100/],
    ['first: 2, last: 2', /cannot be combined/],
    ['after: "x"', /not a valid cursor/],
    ['after: "bm90IGpzb24"', /not a valid cursor/],
  ])('refuses agents(%s)', async (args, message) => {
    const { errors, status } = await anyone.ask(`{ agents(${args}) { edges { cursor } } }`);
    expect(errors).toMatchObject([{ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(status).toBe(200); // An error of a field: the document itself is valid.
  });

  it('refuses a cursor that was made for another filter', async () => {
    const { data } = await anyone.ask('{ agents(first: 2) { pageInfo { endCursor } } }');
    const { errors } = await anyone.ask(
      `{ agents(first: 2, after: "${data.agents.pageInfo.endCursor}", filter: { tags: ["odd"] }) { edges { cursor } } }`,
    );
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/another list/), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('combines all given filters', async () => {
    const { data } = await anyone.ask(
      '{ agents(first: 100, filter: { tags: ["even", "calm"], category: "play", namespace: "default", status: ACTIVE, visibility: PUBLIC }) { edges { node { tags category } } } }',
    );
    expect(data.agents.edges).toHaveLength(4);
    for (const { node } of data.agents.edges) expect(node).toEqual({ tags: ['even', 'calm'], category: 'play' });
  });

  it('finds any object by its global id, and refuses an invalid id', async () => {
    const { data } = await anyone.ask(
      '{ agent(agentId: "agent-01") { id currentVersion { id } } template(templateId: "template-1") { id currentVersion { id } } }',
    );
    const ids = [data.agent.id, data.agent.currentVersion.id, data.template.id, data.template.currentVersion.id];
    const found = await anyone.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids });
    expect(found.data.nodes).toEqual(
      ['Agent', 'AgentVersion', 'Template', 'TemplateVersion'].map((__typename, index) => ({
        __typename,
        id: ids[index],
      })),
    );
    const unknown = Buffer.from('Agent:00000000-0000-4000-8000-000000000009').toString('base64');
    expect((await anyone.ask(`{ node(id: "${unknown}") { id } }`)).data.node).toBeNull();
    for (const id of [
      'x',
      '',
      'QWdlbnQ6MQ==',
      Buffer.from('Nothing:00000000-0000-4000-8000-000000000009').toString('base64'),
    ]) {
      expect((await anyone.ask('query ($id: ID!) { node(id: $id) { id } }', { id })).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
  });

  it('describes the viewer', async () => {
    expect((await anyone.ask('{ viewer { id } }')).data.viewer).toBeNull();
    const subject = '6f1c3f0a-3a52-4a6e-9d2a-0f3e7f6b8a11';
    expect(
      (
        await (
          await registry.actor({ subject, role: 'admin', namespace: 'acme' })
        ).ask('{ viewer { id role namespace } }')
      ).data.viewer,
    ).toEqual({ id: subject, role: 'ADMIN', namespace: 'acme' });
  });

  it('masks an internal error, with the correlation id of the caller', async () => {
    await registry.database.asOwner('alter table nofx.runs rename to runs_away');
    const { errors, status } = await alice.ask(
      '{ run(id: "00000000-0000-4000-8000-000000000009") { id } }',
      {},
      { 'x-correlation-id': 'call-42' },
    );
    await registry.database.asOwner('alter table nofx.runs_away rename to runs');
    expect(status).toBe(200);
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'call-42' } }]);
    expect(JSON.stringify(errors)).not.toMatch(/runs/);
    expect(registry.masked.splice(0)).toHaveLength(1);
  });
});
