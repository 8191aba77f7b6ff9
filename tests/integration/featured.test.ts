import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const set = (kind: 'Agent' | 'Template') => `mutation ($input: SetFeaturedInput!) {
  set${kind}Featured(input: $input) { __typename ... on Error { code message }
    ... on Set${kind}FeaturedPayload { entry: ${kind.toLowerCase()} { slug featured updatedAt } event { type action reason before after } } } }`;
const setStatus =
  'mutation ($input: SetStatusInput!) { setAgentStatus(input: $input) { __typename ... on Error { code message } } }';
const setVisibility =
  'mutation ($input: SetVisibilityInput!) { setAgentVisibility(input: $input) { __typename ... on Error { code message } } }';

describe.skipIf(!hasEngine)('featured entries', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  const fresh = uniqueNames('picked');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const feature = (id: string, featured = true, more: object = {}) =>
    admin.do(set('Agent'), { input: { id, featured, ...more } });
  async function published(more: object = {}): Promise<string> {
    const agentId = fresh();
    await alice.do(publishAgent, { input: agent({ agentId, tags: [agentId], ...more }) });
    return agentId;
  }
  const isFeatured = async (id: string) =>
    (await alice.ask(`{ agent(agentId: "${id}") { featured } }`)).data.agent.featured;
  /** What a list and a search find of the entries with this tag. */
  async function found(tag: string, featured: boolean) {
    const { data } = await registry.anyone.ask(
      `query ($filter: RegistryFilter) {
        agents(filter: $filter) { totalCount edges { node { slug featured } } }
        search(query: "", filter: $filter) { totalCount edges { node { ... on RegistryEntry { slug featured } } } }
      }`,
      { filter: { tags: [tag], featured } },
    );
    expect(data.search).toEqual(data.agents);
    return data.agents.edges.map(({ node }: { node: object }) => node);
  }

  it('are found by lists and searches, until they are no longer featured', async () => {
    const id = await published();
    expect(await found(id, true)).toEqual([]);
    expect(await found(id, false)).toEqual([{ slug: id, featured: false }]);
    const { updatedAt } = (await alice.ask(`{ agent(agentId: "${id}") { updatedAt } }`)).data.agent;

    expect(await feature(id, true, { reason: 'Good.' })).toEqual({
      __typename: 'SetAgentFeaturedPayload',
      entry: { slug: id, featured: true, updatedAt },
      event: {
        type: 'agent.updated',
        action: 'FEATURED',
        reason: 'Good.',
        before: { featured: false },
        after: { featured: true },
      },
    });
    expect(await found(id, true)).toEqual([{ slug: id, featured: true }]);
    expect(await found(id, false)).toEqual([]);
    expect(await feature(id)).toMatchObject({ entry: { featured: true }, event: null });

    expect(await feature(id, false)).toMatchObject({
      entry: { featured: false },
      event: { action: 'UNFEATURED', before: { featured: true }, after: { featured: false } },
    });
    expect(await found(id, true)).toEqual([]);
    expect(await found(id, false)).toEqual([{ slug: id, featured: false }]);
    expect(await feature(id, false)).toMatchObject({ event: null });
  });

  it('stay featured when a version is published', async () => {
    const id = await published();
    await feature(id);
    await alice.do(publishAgent, { input: agent({ agentId: id, tags: [id], version: '1.1.0' }) });
    expect(await found(id, true)).toEqual([{ slug: id, featured: true }]);
  });

  it('are templates too', async () => {
    const templateId = fresh();
    const id = await published();
    const defaultPlan = { steps: [{ id: 'only', name: 'Only', agent: id }] };
    const made = template({ templateId, supportedAgents: { [id]: '^1.0.0' }, defaultPlan });
    await alice.do(publishTemplate, { input: made });
    const input = { id: templateId, featured: true };
    expect(await admin.do(set('Template'), { input: { ...input, dryRun: true } })).toMatchObject({
      entry: { slug: templateId, featured: true },
      event: null,
    });
    const { data } = await alice.ask(`{ template(templateId: "${templateId}") { featured } }`);
    expect(data.template).toEqual({ featured: false });
    expect(await admin.do(set('Template'), { input })).toMatchObject({
      entry: { featured: true },
      event: { type: 'template.updated' },
    });
  });

  it.each([
    ['private', setVisibility, { visibility: 'PRIVATE' }, { visibility: 'PUBLIC', allVersions: true }],
    ['deprecated', setStatus, { status: 'DEPRECATED', message: 'Old.' }, { status: 'ACTIVE' }],
    ['disabled', setStatus, { status: 'DISABLED', message: 'Bad.' }, { status: 'ACTIVE' }],
  ])('are no longer featured when they become %s, also afterwards', async (_, mutation, change, back) => {
    const id = await published();
    await feature(id);
    await admin.do(mutation, { input: { id, ...change } });
    expect(await isFeatured(id)).toBe(false);
    await admin.do(mutation, { input: { id, ...back } });
    expect(await isFeatured(id)).toBe(false);
    expect(await found(id, true)).toEqual([]);
    expect(await found(id, false)).toEqual([{ slug: id, featured: false }]);
  });

  it('must be public and active', async () => {
    const id = await published({ visibility: 'private' });
    const { errors } = await admin.ask(set('Agent'), { input: { id, featured: true } });
    expect(errors).toMatchObject([
      {
        message: `\`id\` must be a public, active entry with a public current version; ${id} is PRIVATE and ACTIVE.`,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    const old = await published();
    await admin.do(setStatus, { input: { id: old, status: 'DEPRECATED', message: 'Old.' } });
    const refused = await admin.ask(set('Agent'), { input: { id: old, featured: true } });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(await feature(old, false)).toMatchObject({ entry: { featured: false }, event: null });
  });

  it('are chosen by admins of their namespace', async () => {
    const id = await published();
    const input = { id, featured: true };
    expect(await alice.do(set('Agent'), { input })).toMatchObject({ code: 'FORBIDDEN' });
    const stranger = await registry.actor({ role: 'admin', namespace: fresh() });
    expect(await stranger.do(set('Agent'), { input })).toMatchObject({ code: 'NOT_FOUND' });
    const { namespace } = (await alice.ask(`{ agent(agentId: "${id}") { namespace } }`)).data.agent;
    expect(await stranger.do(set('Agent'), { input: { ...input, namespace } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await isFeatured(id)).toBe(false);
  });

  it('are known to all who see the registry, by the event', async () => {
    const id = await published();
    await feature(id);
    const { data } = await registry.anyone.ask(
      `{ agent(agentId: "${id}") { events(last: 1) { edges { node { action } } } } }`,
    );
    expect(data.agent.events.edges).toEqual([{ node: { action: 'FEATURED' } }]);
  });
});
