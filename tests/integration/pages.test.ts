import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const versionsPage = `query ($id: String!, $first: Int, $after: String, $last: Int, $before: String, $status: VersionStatus) {
  agent(agentId: $id) { versions(first: $first, after: $after, last: $last, before: $before, status: $status) {
    edges { cursor node { version } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
}`;
const searchPage = `query ($first: Int, $after: String, $last: Int, $before: String, $kinds: [RegistryKind!], $filter: RegistryFilter) {
  search(query: "", first: $first, after: $after, last: $last, before: $before, kinds: $kinds, filter: $filter) {
    totalCount edges { cursor node { ... on RegistryEntry { id slug } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
}`;

describe.skipIf(!hasEngine)('pages', () => {
  let registry: TestRegistry;
  let alice: Actor;
  /** The longest allowed version, whose key is even longer. */
  const long = `1.0.0-${'9'.repeat(15)}${'.123456789'.repeat(22)}`;
  const versions = ['1.0.0', long, '0.9.0', '0.8.0'];

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    for (const version of versions) {
      expect(
        await alice.do(publishAgent, { input: agent({ agentId: 'long', version, tags: ['a', 'b'] }) }),
      ).toMatchObject({
        created: true,
      });
    }
    for (const agentId of ['other', 'third', 'fourth']) {
      await alice.do(publishAgent, { input: agent({ agentId, tags: ['a', 'b'] }) });
    }
    // As in restored or imported rows: uuids that no RFC defines.
    for (const [index, id] of [
      '00000000-0000-0000-0000-00000000000a',
      'ffffffff-ffff-ffff-ffff-fffffffffff0',
    ].entries()) {
      await registry.database.asOwner(
        `insert into nofx.registry_validation_reports (id, namespace, kind, valid, issues, correlation_id, created_at)
         values ('${id}', 'default', 'AGENT', true, '[]', 'c-${index}', now() - interval '${index + 1} h')`,
      );
    }
  }, 180_000);
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const page = async (query: string, variables: object, ...at: string[]) => {
    const { data, errors } = await alice.ask(query, variables);
    expect(errors).toBeUndefined();
    return at.reduce((value, key) => value[key], data);
  };
  const refusedWith = async (query: string, variables: object) => {
    const { errors } = await alice.ask(query, variables);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    return errors?.[0]?.message;
  };

  it('continue after a version with a long key, in both directions', async () => {
    for (const [size, place, end] of [
      ['first', 'after', 'endCursor'],
      ['last', 'before', 'startCursor'],
    ] as const) {
      const found: string[] = [];
      let cursor: string | undefined;
      for (const _ of versions) {
        const { edges, pageInfo } = await page(
          versionsPage,
          { id: 'long', [size]: 1, [place]: cursor },
          'agent',
          'versions',
        );
        found.push(edges[0].node.version);
        cursor = pageInfo[end];
        const isFirst = found.length === 1;
        const isLast = found.length === versions.length;
        expect(pageInfo).toMatchObject(
          size === 'first'
            ? { hasPreviousPage: !isFirst, hasNextPage: !isLast }
            : { hasPreviousPage: !isLast, hasNextPage: !isFirst },
        );
      }
      expect(found).toEqual(size === 'first' ? versions : versions.toReversed());
    }
  });

  it('continue after a row with a uuid that no RFC defines', async () => {
    const reports = `query ($after: String) { validationReports(first: 1, after: $after) { edges { node { correlationId } } pageInfo { hasNextPage endCursor } } }`;
    const first = await page(reports, {}, 'validationReports');
    const second = await page(reports, { after: first.pageInfo.endCursor }, 'validationReports');
    const none = await page(reports, { after: second.pageInfo.endCursor }, 'validationReports');
    expect([first, second, none].map(({ edges }) => edges[0]?.node.correlationId)).toEqual(['c-0', 'c-1', undefined]);
  });

  it('of a search can be read backwards', async () => {
    const whole = await page(searchPage, { first: 100 }, 'search');
    const slugs = whole.edges.map(({ node }: { node: { slug: string } }) => node.slug);
    expect(slugs).toHaveLength(4);
    const last = await page(searchPage, { last: 3 }, 'search');
    expect(last.edges).toEqual(whole.edges.slice(1));
    expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const before = await page(searchPage, { last: 3, before: last.pageInfo.startCursor }, 'search');
    expect(before.edges).toEqual(whole.edges.slice(0, 1));
    expect(before).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const between = await page(searchPage, { first: 100, before: whole.edges[2].cursor }, 'search');
    expect(between.edges).toEqual(whole.edges.slice(0, 2));
    expect(between.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it('accept only cursors of the same list, filter and order', async () => {
    const { endCursor: ofLong } = await page(versionsPage, { id: 'long', first: 1 }, 'agent', 'versions', 'pageInfo');
    expect(await refusedWith(versionsPage, { id: 'other', after: ofLong })).toMatch(
      /is a cursor of another list, filter or order/,
    );
    expect(await refusedWith(versionsPage, { id: 'long', status: 'ARCHIVED', after: ofLong })).toMatch(/another list/);
    const filter = { tags: ['a', 'b'], category: null };
    const { endCursor } = await page(searchPage, { first: 1, filter }, 'search', 'pageInfo');
    expect(await refusedWith(searchPage, { after: endCursor, filter: { tags: ['a'] } })).toMatch(/another list/);
    // The same filter in another notation is the same.
    expect((await page(searchPage, { after: endCursor, filter: { tags: ['b', 'a'] } }, 'search')).edges).toHaveLength(
      3,
    );
  });

  it.each([
    ['after', ''],
    ['before', ''],
    ['after', 'x'],
    ['before', Buffer.from('["a","b","c"]').toString('base64url')],
  ])('refuse %s: %j', async (place, cursor) => {
    expect(await refusedWith(versionsPage, { id: 'long', [place]: cursor })).toMatch(
      `\`${place}\` is not a valid cursor`,
    );
  });

  it.each([
    ['padding', (cursor: string) => `${cursor}=`],
    ['a space behind it', (cursor: string) => `${cursor} `],
    ['another character in it', (cursor: string) => `${cursor.slice(0, 5)}!${cursor.slice(5)}`],
  ])('refuse their own cursor with %s', async (_, changed) => {
    const { endCursor } = await page(versionsPage, { id: 'long', first: 1 }, 'agent', 'versions', 'pageInfo');
    expect(await refusedWith(versionsPage, { id: 'long', after: changed(endCursor) })).toMatch(
      '`after` is not a valid cursor',
    );
  });

  it('refuse a cursor with a value that no list is ordered by', async () => {
    const query =
      'query ($after: String) { agents(first: 1, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) { edges { cursor } } }';
    const { edges } = await page(query, {}, 'agents');
    const [madeFor, , id] = JSON.parse(Buffer.from(edges[0].cursor, 'base64url').toString());
    for (const value of ['yesterday', '', 7, null, '2026-11-26', 'infinity']) {
      const forged = Buffer.from(JSON.stringify([madeFor, value, id])).toString('base64url');
      expect(await refusedWith(query, { after: forged })).toMatch(/not a valid cursor/);
    }
  });

  it.each([
    ['agents', '{ namespace: "" }', /`filter.namespace` must be a namespace such as "default"/],
    ['agents', '{ namespace: "  " }', /`filter.namespace`/],
    ['templates', '{ category: "" }', /`filter.category` must be a category/],
    ['agents', '{ tags: ["a", ""] }', /`filter.tags\[1\]` must be tags/],
    ['registryEvents', '{ entryId: "" }', /`filter.entryId` must be an agentId or a templateId/],
    ['registryEvents', '{ namespace: "" }', /`filter.namespace`/],
    ['registryEvents', '{ tags: [" "] }', /`filter.tags\[0\]`/],
    ['validationReports', '{ entryId: "" }', /`filter.entryId`/],
    ['runs', '{ templateId: "" }', /`filter.templateId` must be a templateId/],
  ])('of %s refuse the filter %s', async (field, filter, message) => {
    expect(await refusedWith(`{ ${field}(filter: ${filter}) { totalCount } }`, {})).toMatch(message);
  });

  it('and entries of a blank namespace are refused, not read from another namespace', async () => {
    expect(await refusedWith('{ agent(agentId: "long", namespace: "") { id } }', {})).toMatch(/`namespace` must be/);
    expect(await refusedWith('{ template(templateId: "x", namespace: " ") { id } }', {})).toMatch(
      /`namespace` must be/,
    );
  });

  it('over HTTP state the available types, and treat an empty operation name as none', async () => {
    const post = (body: object, accept: string) =>
      fetch(registry.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify(body),
      });
    const refused = await post({ query: '{ __typename }' }, 'text/html');
    expect(refused.status).toBe(406);
    expect(await refused.json()).toMatchObject({
      errors: [
        {
          message: expect.stringMatching(/application\/graphql-response\+json/),
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    const stream = await post({ query: 'subscription { registryEvents { id } }' }, 'application/json');
    expect(stream.status).toBe(406);
    expect(await stream.json()).toMatchObject({ errors: [{ message: expect.stringMatching(/text\/event-stream/) }] });
    const unnamed = await post({ query: '{ __typename }', operationName: '' }, 'application/json');
    expect(await unnamed.json()).toEqual({ data: { __typename: 'Query' } });
  });
});
