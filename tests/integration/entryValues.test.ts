import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const id = '6f1c3f0a-3a52-4a6e-9d2a-0f3e7f6b8a11';
const claims = JSON.stringify({
  sub: id,
  role: 'authenticated',
  app_metadata: { registry_role: 'publisher', namespace: 'default' },
});

/** A publisher may write entries of their namespace with SQL, and everyone lists them together with others. */
describe.skipIf(!hasEngine)('the values of an entry', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await openRegistry();
    const publisher = await registry.actor({ subject: id });
    await publisher.do(publishAgent, { input: agent() });
    await publisher.do(publishTemplate, { input: template() });
  });
  afterAll(() => registry?.close());

  /** With raw SQL and the claims of the publisher; committed, if it is not refused. */
  const set = async (table: string, values: string) => {
    try {
      await registry.database.asOwner(`begin;
        select set_config('request.jwt.claims', '${claims}', true);
        set local role authenticated;
        update nofx.${table} set ${values} where namespace = 'default';
        commit`);
      return 'done';
    } catch (error) {
      await registry.database.asOwner('rollback');
      return (error as { code?: string }).code;
    }
  };
  const lists = `{
    agents(orderBy: { field: UPDATED_AT, direction: DESC }) { edges { node {
      name description tags category owner repository metadata createdAt updatedAt listingOverrides } } }
    templates { edges { node { name description tags updatedAt listingOverrides } } }
    search(query: "review") { totalCount edges { node { ... on Agent { tags updatedAt } ... on Template { tags updatedAt } } } }
  }`;

  describe.each(['agent_registry', 'template_registry'])('in %s', (table) => {
    it.each([
      ['a tag that is null', `tags = array['a', null]`],
      ['tags in rows', `tags = '{{a,b},{c,d}}'`],
      ['a thousand tags', `tags = array_fill('a'::text, array[1000])`],
      ['tags of a megabyte', `tags = array[repeat('a', 1000000)]`],
      ['a description of a megabyte', `description = repeat('review ', 150000)`],
      ['an owner of a megabyte', `owner = repeat('a', 1000000)`],
      ['metadata of 5 MB', `metadata = jsonb_build_object('a', repeat('a', 5000000))`],
      ['a change without end', `updated_at = 'infinity'`],
      ['a change before all time', `updated_at = '-infinity'`],
      ['a change in a year that no date has', `updated_at = '290000-01-01'`],
      ['a listed tag that is null', `listing = '{"tags": [null]}'`],
      ['a listed tag that is an object', `listing = '{"tags": [{"a": 1}]}'`],
      ['a listed category that is an object', `listing = '{"category": {"a": 1}}'`],
    ])('cannot break the lists of others: %s', async (_, values) => {
      expect(await set(table, values)).toBe('23514');
      const { data, errors } = await registry.anyone.ask(lists);
      expect(errors).toBeUndefined();
      expect([data.agents.edges, data.templates.edges, data.search.edges].map(({ length }) => length)).toEqual([
        1, 1, 2,
      ]);
    });
  });

  it('may be the longest that a definition can have', async () => {
    const repository = `https://example.com/${'r'.repeat(280)}`;
    const longest = {
      version: '2.0.0',
      name: 'n'.repeat(80),
      description: 'd'.repeat(2_000),
      tags: Array.from({ length: 20 }, (_, at) => `${at}`.padEnd(40, 't')),
      category: 'c'.repeat(40),
      owner: 'o'.repeat(200),
      metadata: { note: 'm'.repeat(100_000) },
    };
    const publisher = await registry.actor({ subject: id });
    expect(await publisher.do(publishAgent, { input: agent({ ...longest, repository }) })).toMatchObject({
      created: true,
    });
    expect(await publisher.do(publishTemplate, { input: template(longest) })).toMatchObject({ created: true });
  });
});
