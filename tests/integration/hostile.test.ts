import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { hostileTextNames, hostileTexts, type Outcomes, outcomeFor, unstorable } from '../support/hostileTexts.ts';
import {
  instantiateTemplate,
  publishAgent,
  publishTemplate,
  rateTemplate,
  rollbackAgent,
  setAgentStatus,
} from '../support/operations.ts';
import { outcomeOf, outcomeOfProblem } from '../support/outcome.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';

/** A name is looked up; an impossible one finds nothing. */
const lookedUp = (place: string): Outcomes => ({ ...unstorable(place), rest: 'data' });
/** Like a name, but a blank one would be treated as none. */
const notBlank = (place: string): Outcomes => ({
  ...unstorable(place),
  nothing: `BAD_USER_INPUT ${place}`,
  rest: 'data',
});

const reads: [place: string, field: string, outcomes: Outcomes][] = [
  ['agent(agentId:)', 'agent(agentId: $x) { slug }', lookedUp('agentId')],
  ['agent(namespace:)', 'agent(agentId: "target", namespace: $x) { slug }', notBlank('namespace')],
  ['template(templateId:)', 'template(templateId: $x) { slug }', lookedUp('templateId')],
  ['template(namespace:)', 'template(templateId: "target-plan", namespace: $x) { slug }', notBlank('namespace')],
  ['version(version:)', 'agent(agentId: "target") { version(version: $x) { digest } }', lookedUp('version')],
  [
    'diff(against:)',
    'agent(agentId: "target") { currentVersion { diff(against: $x) { truncated } } }',
    'BAD_USER_INPUT against',
  ],
  ['agents(after:)', 'agents(after: $x) { edges { cursor } }', 'BAD_USER_INPUT after'],
  ['agents(before:)', 'agents(last: 1, before: $x) { edges { cursor } }', 'BAD_USER_INPUT before'],
  ['agents(namespace:)', 'agents(filter: { namespace: $x }) { edges { cursor } }', notBlank('filter.namespace')],
  ['agents(category:)', 'agents(filter: { category: $x }) { edges { cursor } }', notBlank('filter.category')],
  ['agents(tags:)', 'agents(filter: { tags: ["a", $x] }) { edges { cursor } }', notBlank('filter.tags[1]')],
  ['registryEvents(after:)', 'registryEvents(after: $x) { edges { cursor } }', 'BAD_USER_INPUT after'],
  [
    'registryEvents(types:)',
    'registryEvents(filter: { types: [$x] }) { edges { cursor } }',
    {
      ...unstorable('filter.types[0]'),
      nothing: 'BAD_USER_INPUT filter.types[0]',
      rest: 'BAD_USER_INPUT filter.types',
    },
  ],
  [
    'registryEvents(namespace:)',
    'registryEvents(filter: { namespace: $x }) { totalCount }',
    notBlank('filter.namespace'),
  ],
  ['registryEvents(entryId:)', 'registryEvents(filter: { entryId: $x }) { totalCount }', notBlank('filter.entryId')],
  [
    'validationReports(entryId:)',
    'validationReports(filter: { entryId: $x }) { totalCount }',
    notBlank('filter.entryId'),
  ],
  ['validationReports(after:)', 'validationReports(after: $x) { totalCount }', 'BAD_USER_INPUT after'],
  [
    'search(query:)',
    'search(query: $x) { totalCount }',
    { '100,000 characters': 'BAD_USER_INPUT query', rest: 'data' },
  ],
  ['search(category:)', 'search(query: "x", filter: { category: $x }) { totalCount }', notBlank('filter.category')],
  ['search(after:)', 'search(query: "x", after: $x) { totalCount }', 'BAD_USER_INPUT after'],
  ['runs(templateId:)', 'runs(filter: { templateId: $x }) { totalCount }', notBlank('filter.templateId')],
];

const byId: [place: string, field: string, outcomes: Outcomes][] = [
  ['node', 'node(id: $x) { id }', 'BAD_USER_INPUT id'],
  ['nodes', 'nodes(ids: [$x]) { id }', { ...unstorable('ids[0]'), rest: 'BAD_USER_INPUT id' }],
  ['run', 'run(id: $x) { id }', 'BAD_USER_INPUT id'],
];

const change = { change: 'a' };
const noAgent = { ...unstorable('id'), rest: 'NOT_FOUND Agent "…" not found in the namespace "…".' };
const kept = (place: string): Outcomes => ({
  rest: `BAD_USER_INPUT ${place}`,
  SQL: 'data',
  'a path': 'data',
  emoji: 'data',
});

/** Every call is a dry run: the next one uses the same registry. */
const writes: [place: string, mutation: string, input: (text: string) => object, outcomes: Outcomes][] = [
  ['rollback(reason:)', rollbackAgent, (reason) => ({ id: 'target', reason }), kept('reason')],
  ['rollback(id:)', rollbackAgent, (id) => ({ id, reason: 'x' }), noAgent],
  [
    'rollback(namespace:)',
    rollbackAgent,
    (namespace) => ({ id: 'target', namespace, reason: 'x' }),
    {
      ...unstorable('namespace'),
      nothing: 'BAD_USER_INPUT namespace',
      rest: 'FORBIDDEN Your token may write only to the namespace "…"; got "…".',
    },
  ],
  [
    'rollback(toVersion:)',
    rollbackAgent,
    (toVersion) => ({ id: 'target', toVersion, reason: 'x' }),
    { ...unstorable('toVersion'), rest: 'NOT_FOUND target has no version "…".' },
  ],
  [
    'setStatus(message:)',
    setAgentStatus,
    (message) => ({ id: 'target', status: 'ACTIVE', message }),
    {
      ...(kept('message') as object),
      nothing: 'data',
      rest: 'BAD_USER_INPUT message',
    },
  ],
  ['setStatus(id:)', setAgentStatus, (id) => ({ id, status: 'ACTIVE' }), noAgent],
  [
    'instantiate(templateId:)',
    instantiateTemplate,
    (templateId) => ({ templateId, variables: change }),
    { ...unstorable('templateId'), rest: 'NOT_FOUND Template "…" not found, or you do not have access to it.' },
  ],
  [
    'instantiate(namespace:)',
    instantiateTemplate,
    (namespace) => ({ templateId: 'target-plan', namespace, variables: change }),
    {
      ...unstorable('namespace'),
      nothing: 'BAD_USER_INPUT namespace',
      rest: 'NOT_FOUND Template "…" not found, or you do not have access to it.',
    },
  ],
  [
    'instantiate(version:)',
    instantiateTemplate,
    (version) => ({ templateId: 'target-plan', version, variables: change }),
    { ...unstorable('version'), rest: 'NOT_FOUND version' },
  ],
  [
    'instantiate(environment:)',
    instantiateTemplate,
    (environment) => ({ templateId: 'target-plan', environment, variables: change }),
    { ...unstorable('environment'), rest: 'VARIABLES_INVALID environment: unknown_environment' },
  ],
  [
    'instantiate(variables:)',
    instantiateTemplate,
    (variables) => ({ templateId: 'target-plan', variables }),
    'VARIABLES_INVALID : not_an_object',
  ],
  [
    'a variable',
    instantiateTemplate,
    (text) => ({ templateId: 'target-plan', variables: { change: text } }),
    {
      nothing: 'VARIABLES_INVALID change: invalid_value',
      NUL: 'VARIABLES_INVALID change: nul_character',
      'a lone surrogate': 'VARIABLES_INVALID change: lone_surrogate',
      rest: 'data',
    },
  ],
  [
    'rate(templateId:)',
    rateTemplate,
    (templateId) => ({ templateId, rating: 3 }),
    {
      ...unstorable('templateId'),
      rest: 'NOT_FOUND Template "…" not found, or you do not have access to it.',
    },
  ],
  [
    'rate(comment:)',
    rateTemplate,
    (comment) => ({ templateId: 'target-plan', rating: 3, comment }),
    {
      ...(kept('comment') as object),
      nothing: 'data',
      rest: 'BAD_USER_INPUT comment',
    },
  ],
];

const addresses = new Map([
  [rollbackAgent, '/api/agents/:id/rollback'],
  [setAgentStatus, '/api/agents/:id/status'],
  [instantiateTemplate, '/api/templates/:id/instantiate'],
  [rateTemplate, '/api/templates/:id/rate'],
]);
const statuses: Record<string, number> = {
  data: 200,
  BAD_USER_INPUT: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  VARIABLES_INVALID: 422,
};

describe.skipIf(!hasEngine)('hostile input', () => {
  let registry: TestRegistry;
  let admin: Actor;

  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    await admin.do(publishAgent, { input: agent({ agentId: 'target' }) });
    await admin.do(publishAgent, { input: agent({ agentId: 'target', version: '1.1.0' }) });
    await admin.do(publishAgent, { input: agent({ agentId: 'reviewer' }) });
    await admin.do(publishTemplate, { input: template({ templateId: 'target-plan' }) });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const each = async (outcomes: Outcomes, ask: (text: string) => ReturnType<Actor['ask']>) => {
    for (const name of hostileTextNames) {
      expect([name, outcomeOf(await ask(hostileTexts[name]))]).toEqual([name, outcomeFor(outcomes, name)]);
    }
  };

  it.each(reads)('in %s has the one right result', (_, field, outcomes) =>
    each(outcomes, (x) => admin.ask(`query ($x: String!) { ${field} }`, { x })),
  );

  it.each(byId)('as the id of %s has the one right result', (_, field, outcomes) =>
    each(outcomes, (x) => admin.ask(`query ($x: ID!) { ${field} }`, { x })),
  );

  it.each(writes)('in %s has the one right result', (_, mutation, input, outcomes) =>
    each(outcomes, (text) => admin.ask(mutation, { input: { dryRun: true, ...input(text) } })),
  );

  it.each(writes.filter(([place]) => !/\((id|templateId):/.test(place)))(
    'over REST in %s has the one right result',
    async (_, mutation, input, outcomes) => {
      const visitor = restClient(registry.url, admin.token);
      for (const name of hostileTextNames) {
        const { id, templateId, ...body } = input(hostileTexts[name]) as Record<string, unknown>;
        const told = await visitor.post(addresses.get(mutation)?.replace(':id', String(id ?? templateId)) ?? '', {
          dryRun: true,
          ...body,
        });
        const expected = outcomeFor(outcomes, name);
        expect([name, told.status, outcomeOfProblem(told)]).toEqual([
          name,
          statuses[expected.split(' ')[0] ?? ''],
          expected,
        ]);
      }
    },
  );

  it('is never repeated in a message as it was sent', async () => {
    for (const name of ['a bidi override', 'an escape', '100,000 characters'] as const) {
      for (const [, mutation, input] of writes) {
        const { data, errors } = await admin.ask(mutation, { input: { dryRun: true, ...input(hostileTexts[name]) } });
        const [payload] = Object.values(data ?? {}) as ({ message?: string } | null)[];
        const message = [...(errors ?? []).map((error) => error.message), payload?.message].join('\n');
        expect(message).not.toContain(hostileTexts[name]);
        expect(message.length).toBeLessThan(300);
      }
    }
  });

  it('with a blank expected version is not treated as none', async () => {
    const input = { id: 'target', reason: 'x', expectedCurrentVersion: '', dryRun: true };
    expect(outcomeOf(await admin.ask(rollbackAgent, { input }))).toBe(
      'STALE_VERSION The current version of target is 1.1.0, not "…". Reload it before you continue.',
    );
  });

  it('leaves existing entries unchanged', async () => {
    const { data } = await registry.anyone.ask('{ agent(agentId: "target") { currentVersion { version } } }');
    expect(data.agent.currentVersion.version).toBe('1.1.0');
  });
});
