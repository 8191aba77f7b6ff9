import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const uuidIn = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';

/** Everything that has an id, at any depth, of two agents and two templates whose parts have the same names. */
const everything = `{
  agents(first: 3) { totalCount edges { node { __typename id versions(first: 3) { totalCount edges { node { __typename id version skills { __typename id skillId name } } } }
    templates { totalCount } events(first: 10) { totalCount edges { node { __typename id } } } } } }
  templates(first: 3) { edges { node { __typename id agents { totalCount } versions(first: 3) { edges { node { __typename id defaultPlan { steps { __typename id stepId inputs } } } } } } } }
  runs(first: 3) { totalCount edges { node { __typename id steps { __typename id stepId inputs } } } }
  registryEvents(first: 50) { totalCount edges { node { __typename id number } } }
  validationReports { totalCount edges { node { __typename id } } }
}`;

describe.skipIf(!hasEngine)('global ids', () => {
  let registry: TestRegistry;
  let alice: Actor;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
  let data: any;

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    for (const agentId of ['one', 'two']) {
      for (const version of ['1.0.0', '1.1.0']) {
        const skills = [{ id: 'review', name: `Review of ${agentId} ${version}`, description: 'Says it.' }];
        expect(await alice.do(publishAgent, { input: agent({ agentId, version, skills }) })).toMatchObject({
          created: true,
        });
      }
      const definition = template({ templateId: `template-${agentId}`, supportedAgents: { [agentId]: '^1.0.0' } });
      const steps = [
        { id: 'only', name: 'Only', agent: agentId, inputs: { of: agentId, change: '{{ variables.change }}' } },
      ];
      expect(
        await alice.do(publishTemplate, {
          input: { manifest: { ...definition.manifest, defaultPlan: { steps }, expectedOutputs: {} } },
        }),
      ).toMatchObject({ created: true });
      const input = { templateId: `template-${agentId}`, variables: { change: agentId } };
      expect(await alice.do(instantiateTemplate, { input })).toMatchObject({ run: { status: 'QUEUED' } });
    }
    await alice.do('mutation ($input: ValidateAgentInput!) { validateAgent(input: $input) { __typename } }', {
      input: agent({ agentId: 'one', version: '2.0.0' }),
    });
    const answer = await alice.ask(everything);
    expect(answer.errors).toBeUndefined();
    data = answer.data;
  }, 180_000);
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  /** Every object with an id in the response. */
  const withIds = (value: unknown): { __typename: string; id: string }[] => {
    if (Array.isArray(value)) return value.flatMap(withIds);
    if (typeof value !== 'object' || value === null) return [];
    const own = '__typename' in value && 'id' in value ? [value as { __typename: string; id: string }] : [];
    return [...own, ...Object.values(value).flatMap(withIds)];
  };

  it('are unique over all types', () => {
    const found = withIds(data);
    const objects = new Map<string, string>();
    for (const { __typename, id, ...rest } of found) {
      if (__typename === 'RegistryEvent') continue; // In two lists, with different fields.
      const said = JSON.stringify([__typename, rest]);
      expect(objects.get(id) ?? said).toBe(said);
      objects.set(id, said);
    }
    const types = new Set(found.map(({ __typename }) => __typename));
    expect([...types].sort()).toEqual([
      ...['Agent', 'AgentVersion', 'PlanStep', 'RegistryEvent', 'Run', 'RunStep', 'Skill', 'Template'],
      ...['TemplateVersion', 'ValidationReport'],
    ]);
    const ids = (type: string) =>
      new Set(found.filter(({ __typename }) => __typename === type).map(({ id }) => id)).size;
    expect({ skills: ids('Skill'), planSteps: ids('PlanStep'), runSteps: ids('RunStep') }).toEqual({
      skills: 4,
      planSteps: 2,
      runSteps: 2,
    });
  });

  it('find their objects, of every type', async () => {
    const found = [...new Map(withIds(data).map((each) => [each.id, each.__typename])).entries()];
    const answer = await alice.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
      ids: found.map(([id]) => id),
    });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.nodes).toEqual(found.map(([id, __typename]) => ({ __typename, id })));
    const skill = data.agents.edges[0].node.versions.edges[0].node.skills[0];
    const one = await alice.ask('query ($id: ID!) { node(id: $id) { ... on Skill { skillId name } } }', {
      id: skill.id,
    });
    expect(one.data.node).toEqual({ skillId: 'review', name: skill.name });
  });

  it('reveal nothing to callers who may not see their object', async () => {
    const mine = withIds(data).filter(({ __typename }) => ['Run', 'RunStep', 'ValidationReport'].includes(__typename));
    const ids = mine.flatMap(({ id }) => [id, uuidIn(id)]);
    for (const actor of [registry.anyone, await registry.actor({ role: 'admin', namespace: 'globex' })]) {
      const { data: seen } = await actor.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
      expect(seen.nodes).toEqual(ids.map(() => null));
    }
  });

  it('give null at their place when they are unknown or malformed', async () => {
    const known = data.agents.edges[0].node.id;
    const unknown = base64('Agent:00000000-0000-4000-8000-000000000009');
    const malformed = [
      'x',
      '',
      base64('Agent:1'),
      base64('Nothing:00000000-0000-4000-8000-000000000009'),
      base64('Agent:00000000-0000-4000-8000-000000000009:more'),
      base64('Skill:00000000-0000-4000-8000-000000000009'),
      base64('constructor:00000000-0000-4000-8000-000000000009'),
    ];
    const ids = [known, unknown, ...malformed, known];
    const answer = await alice.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } viewer { namespace } }', { ids });
    expect(answer).toMatchObject({ status: 200, data: { viewer: { namespace: 'default' } } });
    expect(answer.data.nodes).toEqual([{ id: known }, null, ...malformed.map(() => null), { id: known }]);
    expect(answer.errors?.map(({ path, extensions }) => [path, extensions.code]).sort()).toEqual(
      malformed.map((_, index) => [['nodes', index + 2], 'BAD_USER_INPUT']),
    );
  });

  it('from earlier versions still find their events, reports and runs', async () => {
    for (const { __typename, id } of [
      data.registryEvents.edges[0].node,
      data.validationReports.edges[0].node,
      data.runs.edges[0].node,
    ]) {
      const { data: found } = await alice.ask('query ($id: ID!) { node(id: $id) { __typename id } }', {
        id: uuidIn(id),
      });
      expect(found.node).toEqual({ __typename, id });
    }
  });

  it('of a step are replaced by its name in a report', async () => {
    const run = data.runs.edges[0].node;
    const report = (stepId: string, dryRun: boolean) =>
      alice.do(
        'mutation ($input: ReportRunInput!) { reportRun(input: $input) { ... on ReportRunPayload { step { id stepId status } } } }',
        { input: { runId: run.id, stepId, status: 'RUNNING', dryRun } },
      );
    const [step] = run.steps;
    const running = { step: { id: step.id, stepId: 'only', status: 'RUNNING' } };
    expect(await report(step.id, true)).toEqual(running);
    expect(await report('only', true)).toEqual(running);
  });

  it('allow totalCount, which is computed only on request', async () => {
    expect(data).toMatchObject({
      agents: { totalCount: 2 },
      runs: { totalCount: 2 },
      validationReports: { totalCount: 1 },
    });
    expect(data.registryEvents.totalCount).toBe(data.registryEvents.edges.length);
    for (const { node } of data.agents.edges) {
      expect(node).toMatchObject({ versions: { totalCount: 2 }, templates: { totalCount: 1 } });
      expect(node.events.totalCount).toBe(node.events.edges.length);
    }
    registry.statements();
    const page = await alice.ask(
      '{ agents(first: 1) { edges { node { agentId versions(first: 1) { edges { cursor } } } } } }',
    );
    expect(page.data.agents.edges).toHaveLength(1);
    const without = registry.statements().length;
    const counted = await alice.ask(
      '{ agents(first: 1, filter: { namespace: "default" }) { totalCount edges { node { agentId versions(first: 1, status: ACTIVE) { totalCount edges { cursor } } } } } search(query: "", first: 1) { totalCount } }',
    );
    expect(counted.data).toMatchObject({
      agents: { totalCount: 2, edges: [{ node: { versions: { totalCount: 2 } } }] },
      search: { totalCount: 4 },
    });
    expect(registry.statements()).toHaveLength(without + 3);
  });
});
