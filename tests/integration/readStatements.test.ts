import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const agents = ['ada', 'ben', 'cleo'];
const templates = ['plan', 'quest'];

describe.skipIf(!hasEngine)('statements of a read', () => {
  let registry: TestRegistry;
  let alice: Actor;

  beforeAll(async () => {
    registry = await openRegistry(undefined, { REGISTRY_ANSWER_CACHE_BYTES: '0' });
    alice = await registry.actor();
    for (const agentId of agents) {
      for (const version of ['1.0.0', '1.1.0', '2.0.0']) {
        await alice.do(publishAgent, { input: agent({ agentId, name: `Agent ${agentId}`, version }) });
      }
    }
    const supportedAgents = Object.fromEntries(agents.map((agentId) => [agentId, '^2.0.0']));
    for (const templateId of templates) {
      const { manifest } = template({ templateId, name: `Template ${templateId}`, supportedAgents });
      const steps = [{ id: 'only', name: 'Only', agent: 'ada', inputs: { change: '{{ variables.change }}' } }];
      await alice.do(publishTemplate, { input: { manifest: { ...manifest, defaultPlan: { steps } } } });
    }
  }, 60_000);
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  /** The answer, and the statements that it took. */
  async function ask(query: string, variables?: Record<string, unknown>, actor: Actor = alice) {
    registry.statements();
    const { data, errors } = await actor.ask(query, variables);
    expect(errors).toBeUndefined();
    // Without those of the feed, which looks at the log by itself.
    return {
      data,
      statements: registry.statements().filter((text) => !/registry_feed|log_place|advance_log/.test(text)),
    };
  }

  const manifestOf = async (version: string) =>
    (await ask(`{ agent(agentId: "ada") { version(version: "${version}") { manifest } } }`)).data.agent.version
      .manifest;

  it('is 1 for an agent with its current version and manifest, or without', async () => {
    const namespace = 'default';
    const withManifest = await ask(
      `query ($namespace: String!) { agent(namespace: $namespace, agentId: "ada") {
        agentId name tags updatedAt currentVersion { version digest publishedAt manifest } } }`,
      { namespace },
    );
    expect(withManifest.statements).toHaveLength(1);
    expect(withManifest.data.agent).toMatchObject({
      agentId: 'ada',
      name: 'Agent ada',
      currentVersion: { version: '2.0.0', manifest: await manifestOf('2.0.0') },
    });
    const head = await ask(
      `query ($namespace: String!) { agent(namespace: $namespace, agentId: "ada") { currentVersion { version } } }`,
      { namespace },
    );
    expect(head.statements).toHaveLength(1);
    expect(head.statements[0]).not.toMatch(/manifest|mcp_servers|metadata/);
  });

  it('is 2 for a list of agents with their current versions, their templates and the current versions of those', async () => {
    const { data, statements } = await ask(`{ agents(first: 20) { edges { node {
      agentId currentVersion { version digest }
      templates(first: 5) { edges { node { templateId currentVersion { version digest } } } }
    } } } }`);
    expect(statements).toHaveLength(2);
    expect(data.agents.edges.map(({ node }: { node: { agentId: string } }) => node.agentId)).toEqual(agents);
    for (const { node } of data.agents.edges) {
      expect(node.currentVersion.version).toBe('2.0.0');
      expect(node.templates.edges).toMatchObject(
        templates.map((templateId) => ({ node: { templateId, currentVersion: { version: '1.0.0' } } })),
      );
    }
  });

  it('is 1 for a page after a cursor', async () => {
    const page = 'edges { node { agentId name tags updatedAt } } pageInfo { hasNextPage endCursor }';
    const first = await ask(`{ agents(first: 1) { ${page} } }`);
    const next = await ask(`query ($after: String) { agents(first: 20, after: $after) { ${page} } }`, {
      after: first.data.agents.pageInfo.endCursor,
    });
    expect([first.statements.length, next.statements.length]).toEqual([1, 1]);
    expect(next.data.agents.edges.map(({ node }: { node: { agentId: string } }) => node.agentId)).toEqual(
      agents.slice(1),
    );
  });

  it('is 1 for an agent and its versions with their manifests', async () => {
    const { data, statements } = await ask(
      `{ agent(agentId: "ada") { versions(first: 5) { edges { node { version manifest } } } } }`,
    );
    expect(statements).toHaveLength(1);
    expect(data.agent.versions.edges.map(({ node }: { node: unknown }) => node)).toEqual([
      { version: '2.0.0', manifest: await manifestOf('2.0.0') },
      { version: '1.1.0', manifest: await manifestOf('1.1.0') },
      { version: '1.0.0', manifest: await manifestOf('1.0.0') },
    ]);
  });

  it('is the same in versions that are read with their agent as in those that are read by themselves', async () => {
    const fields = `{ totalCount pageInfo { hasNextPage endCursor }
      edges { cursor node { id version status digest digestRule visibility publishedAt publishedBy commitSha
        manifest files { path size sha256 } mcpServers { name } agent { agentId } } } }`;
    for (const [args, more] of [
      ['first: 2', 2],
      ['first: 3', 2],
      ['', 2],
      ['last: 2', 1],
      ['status: ACTIVE', 1],
      ['status: DRAFT', 1],
    ] as const) {
      const list = `versions${args && `(${args})`} ${fields}`;
      const one = await ask(`{ agent(agentId: "ada") { ${list} } }`);
      const other = await ask(`{ agent(agentId: "ada") { unread: versions(first: 1) { edges { cursor } } ${list} } }`);
      expect(one.data.agent.versions).toEqual(other.data.agent.versions);
      expect(other.statements.length).toBe(one.statements.length + more);
    }
  });

  it('is 2 for the next page of versions', async () => {
    const page =
      'query ($after: String) { agent(agentId: "ada") { versions(first: 2, after: $after) { pageInfo { endCursor } edges { node { version } } } } }';
    const first = await ask(page);
    const after = first.data.agent.versions.pageInfo.endCursor;
    const next = await ask(page, { after });
    expect(next.data.agent.versions.edges).toEqual([{ node: { version: '1.0.0' } }]);
    expect([first.statements.length, next.statements.length]).toEqual([1, 2]);
  });

  it('is 1 for the versions of all agents and templates of a kind of which the same page is selected', async () => {
    const versions = '{ edges { node { version } } }';
    const { data, statements } = await ask(`{
      one: agent(agentId: "ada") { versions(first: 1) ${versions} }
      same: agent(agentId: "ben") { versions(first: 1) ${versions} }
      longer: agent(agentId: "ada") { versions(first: 2) ${versions} }
      plan: template(templateId: "plan") { versions(first: 1) ${versions} }
    }`);
    const numbers = (of: string) =>
      data[of].versions.edges.map(({ node }: { node: { version: string } }) => node.version);
    expect(numbers('one')).toEqual(['2.0.0']);
    expect(numbers('same')).toEqual(['2.0.0']);
    expect(numbers('longer')).toEqual(['2.0.0', '1.1.0']);
    expect(numbers('plan')).toEqual(['1.0.0']);
    expect(statements).toHaveLength(3);
  });

  it('shows a stranger no private version with its agent', async () => {
    const name = 'Agent dora';
    for (const [version, visibility] of [
      ['1.0.0', 'public'],
      ['1.1.0', 'private'],
      ['1.2.0', 'public'],
    ] as const)
      await alice.do(publishAgent, { input: agent({ agentId: 'dora', name, version, visibility }) });
    const query = `{ agent(namespace: "default", agentId: "dora") { versions { totalCount edges { node { version } } } } }`;
    const hers = (await ask(query)).data.agent?.versions;
    const theirs = (await ask(query, {}, registry.anyone)).data.agent?.versions;
    expect(hers.totalCount).toBe(3);
    expect(theirs).toEqual({ totalCount: 2, edges: [{ node: { version: '1.2.0' } }, { node: { version: '1.0.0' } }] });
  });

  it('reports a page of a wrong size at the field of the versions', async () => {
    const { data, errors } = await alice.ask(
      '{ agent(agentId: "ada") { agentId versions(first: 101) { totalCount } } }',
    );
    expect(data).toEqual({ agent: null });
    expect(errors).toEqual([
      expect.objectContaining({ path: ['agent', 'versions'], message: '`first` must be from 1 to 100.' }),
    ]);
  });

  it('reads each field under each alias, through fragments, whatever another selection of the same entry reads', async () => {
    const { data } = await ask(
      `query ($all: Boolean!) {
        brief: agent(agentId: "ada") { agentId currentVersion { version } }
        again: agent(agentId: "ada") { ...Whole current: currentVersion { version } currentVersion { ...Content } }
        skipped: agent(agentId: "ada") { agentId currentVersion { version manifest @include(if: $all) } }
      }
      fragment Whole on Agent { tags createdAt metadata }
      fragment Content on AgentVersion { manifest files { path } mcpServers { name } }`,
      { all: false },
    );
    expect(data.brief).toEqual({ agentId: 'ada', currentVersion: { version: '2.0.0' } });
    expect(data.skipped).toEqual(data.brief);
    expect(data.again).toMatchObject({
      createdAt: expect.stringMatching(/^2/),
      current: { version: '2.0.0' },
      currentVersion: {
        manifest: await manifestOf('2.0.0'),
        files: [{ path: 'agent.json' }, { path: 'prompts/system.md' }],
        mcpServers: [],
      },
    });
  });

  it('is 1 for an agent whose current version its viewer cannot see, and shows neither', async () => {
    const hidden = agent({ agentId: 'cleo', name: 'Agent cleo', version: '3.0.0', visibility: 'private' });
    expect(await alice.do(publishAgent, { input: hidden })).toMatchObject({ created: true });
    const query = `query ($namespace: String!) { agent(namespace: $namespace, agentId: "cleo") {
      agentId currentVersion { version manifest } } }`;
    const { data, statements } = await ask(query, { namespace: 'default' }, registry.anyone);
    expect(data.agent).toBeNull();
    expect(statements).toHaveLength(1);
  });
});
