import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate, rollbackAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const listed = 'slug tags category description listingOverrides updatedAt';
const update = (kind: 'Agent' | 'Template') => `mutation ($input: UpdateListingInput!) {
  update${kind}Listing(input: $input) { __typename ... on Error { code message } ... on StaleVersion { expected actual }
    ... on Update${kind}ListingPayload { entry: ${kind.toLowerCase()} { ${listed} } event { type action reason before after } } } }`;

describe.skipIf(!hasEngine)('how an entry is listed', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  const fresh = uniqueNames('shown');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const set = (input: object, actor = alice) => actor.do(update('Agent'), { input });
  const publish = async (agentId: string, more: object = {}) =>
    alice.do(publishAgent, {
      input: agent({ agentId, tags: ['one'], category: 'first', description: 'Said.', ...more }),
    });
  async function published(more: object = {}): Promise<string> {
    const id = fresh();
    await publish(id, more);
    return id;
  }
  const seen = async (id: string) =>
    (await registry.anyone.ask(`{ agent(agentId: "${id}") { ${listed} } }`)).data.agent;

  it('changes without a new version, in the log, and stays when versions change', async () => {
    const id = await published();
    const done = await set({ id, tags: ['two', 'Two', 'three'], category: '', description: 'Set.', reason: 'Better.' });
    expect(done).toMatchObject({
      entry: { tags: ['two', 'three'], category: null, description: 'Set.' },
      event: {
        type: 'agent.updated',
        action: 'LISTING_CHANGED',
        reason: 'Better.',
        before: { tags: ['one'], category: 'first', description: 'Said.' },
        after: { tags: ['two', 'three'], category: null, description: 'Set.' },
      },
    });
    await publish(id, { version: '1.1.0', category: 'second', description: 'Said again.' });
    const stays = { tags: ['two', 'three'], category: null, description: 'Set.' };
    expect(await seen(id)).toMatchObject({ ...stays, listingOverrides: ['TAGS', 'CATEGORY', 'DESCRIPTION'] });
    await admin.do(rollbackAgent, { input: { id, reason: 'Worse.' } });
    expect(await seen(id)).toMatchObject(stays);
  });

  it('is that of the current version again when it is reset, each value by itself', async () => {
    const id = await published();
    await set({ id, tags: [], category: 'other' });
    await publish(id, { version: '1.1.0', tags: ['new'], category: 'second', description: 'Said again.' });
    expect(await seen(id)).toMatchObject({ tags: [], category: 'other', description: 'Said again.' });
    expect(await set({ id, reset: ['CATEGORY'] })).toMatchObject({
      entry: { tags: [], category: 'second', listingOverrides: ['TAGS'] },
      event: { before: { category: 'other' }, after: { category: 'second' } },
    });
    expect(await set({ id, reset: ['TAGS', 'DESCRIPTION'] })).toMatchObject({
      entry: { tags: ['new'], listingOverrides: [] },
    });
    expect(await set({ id, reset: ['TAGS'] })).toMatchObject({ event: null });
  });

  it('is followed by search, facets and lists', async () => {
    const id = await published({ description: 'Counts the zebras.' });
    await set({ id, tags: [`${id}-tag`], category: `${id}`.slice(0, 40), description: 'Counts the aardvarks.' });
    const { data } = await registry.anyone.ask(
      `query ($tags: [String!], $words: String!) {
        agents(filter: { tags: $tags }) { edges { node { slug } } }
        search(query: $words) { edges { node { ... on RegistryEntry { slug } } } facets { tags { value count } } }
      }`,
      { tags: [`${id}-tag`], words: 'aardvarks' },
    );
    expect(data.agents.edges).toEqual([{ node: { slug: id } }]);
    expect(data.search.edges).toEqual([{ node: { slug: id } }]);
    expect(data.search.facets.tags).toEqual([{ value: `${id}-tag`, count: 1 }]);
  });

  it('is guarded, idempotent, and tried with a dry run', async () => {
    const id = await published();
    const { updatedAt } = await seen(id);
    expect(await set({ id, tags: ['x'], expectedCurrentVersion: '0.9.0' })).toMatchObject({
      __typename: 'StaleVersion',
    });
    const guarded = { id, tags: ['x'], expectedUpdatedAt: updatedAt };
    expect(await set({ ...guarded, dryRun: true })).toMatchObject({ entry: { tags: ['x'] }, event: null });
    expect(await seen(id)).toMatchObject({ tags: ['one'], updatedAt });
    const key = { ...guarded, idempotencyKey: `listing-${id}` };
    expect(await set(key)).toMatchObject({ event: { action: 'LISTING_CHANGED' } });
    expect(await set(key)).toMatchObject({ event: { action: 'LISTING_CHANGED' } });
    expect(await set(guarded)).toMatchObject({
      __typename: 'StaleVersion',
      expected: updatedAt,
      message: expect.stringMatching(new RegExp(`^${id} was last changed at .*, not ${updatedAt}\\. Reload it`)),
    });
    expect(await set({ id, tags: ['x'] })).toMatchObject({ event: null });
  });

  it('belongs to publishers of its namespace', async () => {
    const id = await published();
    const viewer = await registry.actor({ role: 'viewer' });
    const stranger = await registry.actor({ namespace: 'acme', role: 'admin' });
    expect(await set({ id, tags: [] }, viewer)).toMatchObject({ __typename: 'Forbidden' });
    expect(await set({ id, tags: [] }, stranger)).toMatchObject({ __typename: 'NotFound' });
    expect(await seen(id)).toMatchObject({ tags: ['one'] });
  });

  it('is the same for templates', async () => {
    const templateId = fresh('plan');
    const agentId = await published();
    const steps = [{ id: 'only', name: 'Only', agent: agentId, inputs: { change: '{{ variables.change }}' } }];
    const { manifest } = template({ templateId, supportedAgents: { [agentId]: '^1.0.0' } });
    await alice.do(publishTemplate, { input: { manifest: { ...manifest, defaultPlan: { steps } } } });
    expect(await alice.do(update('Template'), { input: { id: templateId, tags: ['set'] } })).toMatchObject({
      entry: { slug: templateId, tags: ['set'], listingOverrides: ['TAGS'] },
      event: { type: 'template.updated', action: 'LISTING_CHANGED' },
    });
  });

  it('records the beginning of long values', async () => {
    const id = await published();
    const tags = Array.from({ length: 20 }, (_, n) => `${n}-${'ä'.repeat(37)}`);
    const done = await set({ id, tags, description: '😀"'.repeat(600) });
    expect(done).toMatchObject({ entry: { tags } });
    expect(done.event.after).toEqual({ description: '😀"'.repeat(75) });
  });

  it.each([
    [{}, 'Send `tags`, `category` or `description`, or `reset`.'],
    [{ tags: ['a'], reset: ['TAGS'] }, 'Send either `tags` or TAGS in `reset`, not both.'],
    [{ tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, '`tags` must contain at most 20 tags.'],
    [{ tags: ['a', ' b'] }, '`tags[1]` must be one line without spaces at its ends.'],
    [{ category: 'x'.repeat(41) }, '`category` must be 1 to 40 characters without control characters.'],
    [{ description: '' }, '`description` must be 1 to 2000 characters without control characters.'],
  ])('refuses %j', async (input, message) => {
    const { errors } = await alice.ask(update('Agent'), { input: { id: 'any-agent', ...input } });
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('does not exist before there is a current version', async () => {
    const id = fresh();
    await alice.do(publishAgent, { input: { ...agent({ agentId: id }), draft: true } });
    expect(await set({ id, tags: [] })).toMatchObject({
      __typename: 'NotFound',
      message: `${id} has no current version, so it is not listed yet.`,
    });
  });
});
