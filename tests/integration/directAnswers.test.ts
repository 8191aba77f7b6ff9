import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

/** Headers that differ from one request to the next. */
const ownHeaders = ['date', 'connection', 'keep-alive', 'x-correlation-id'];

describe.skipIf(!hasEngine)('an ordinary query over HTTP', () => {
  let registry: TestRegistry;
  let token: string;

  beforeAll(async () => {
    registry = await openRegistry(undefined, { REGISTRY_INTROSPECTION: 'authenticated' });
    token = await registry.token();
    const alice = await registry.actor();
    await alice.do(publishAgent, { input: agent({ agentId: 'ada' }) });
    await alice.do(publishAgent, { input: agent({ agentId: 'ada', version: '1.1.0' }) });
  }, 60_000);
  afterAll(() => registry?.close());

  async function send(body: object, headers: Record<string, string> = {}) {
    const response = await fetch(registry.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        'cache-control': 'no-cache', // No answer that was kept.
        'x-correlation-id': 'the-same-for-both',
        ...headers,
      },
      body: JSON.stringify(body),
    });
    const kept = [...response.headers].filter(([name]) => !ownHeaders.includes(name));
    return { status: response.status, headers: Object.fromEntries(kept), body: await response.json() };
  }

  const agentQuery = `query Get($id: String!, $first: Int) { agent(agentId: $id) {
    id agentId tags updatedAt currentVersion { version manifest files { path } }
    versions(first: $first) { totalCount edges { cursor node { version publishedAt agent { name } } } pageInfo { endCursor } } } }`;

  it.each<[string, object, Record<string, string>?]>([
    ['an agent', { query: agentQuery, variables: { id: 'ada', first: 1 } }],
    ['an agent that is not there', { query: agentQuery, variables: { id: 'nobody' } }],
    ['a variable of another type', { query: agentQuery, variables: { id: 7 } }],
    ['a variable that is missing', { query: agentQuery, variables: {} }],
    ['a page that is too long', { query: agentQuery, variables: { id: 'ada', first: 101 } }],
    ['a page of no size, in JSON', { query: agentQuery, variables: { id: 'ada', first: 0 } }, { accept: '*/*' }],
    ['a global id that is none', { query: '{ nodes(ids: ["x"]) { id } agents { totalCount } }' }],
    [
      'an operation that costs too much',
      { query: '{ agents(first: 100) { edges { node { versions(first: 100) { edges { node { version } } } } } } }' },
    ],
    [
      'hits of both types, by fragments',
      {
        query: `query { search(query: "ada") { totalCount edges { score node { __typename id ... on RegistryEntry { name }
          ...agentOf ... on Template { templateId } ... on Node { again: id } } } } } fragment agentOf on Agent { tags agentId currentVersion { skills { id } } }`,
      },
    ],
    [
      'the same field twice, with different selections',
      {
        query:
          '{ agent(agentId: "ada") { currentVersion { version } currentVersion { digest } } viewer { __typename } }',
      },
    ],
    [
      'an error in one field beside answers in others',
      {
        query:
          '{ a: agent(agentId: "ada") { name } agents(first: 0) { totalCount } b: agent(agentId: "ada") { slug } }',
      },
    ],
    [
      'an error in a list of a list',
      { query: '{ agents { edges { node { agentId versions(last: 101) { totalCount } } } } }' },
    ],
    [
      'a string that cannot be stored',
      { query: 'query ($id: String!) { agent(agentId: $id) { name } }', variables: { id: 'a\0' } },
    ],
    [
      'a key of a name that objects have',
      { query: '{ __proto__: __typename constructor: __typename toString: __typename }' },
    ],
    ['a field that does not exist', { query: '{ agent(agentId: "ada") { nonsense } }' }],
    ['a document that is none', { query: '{ agent(' }],
    ['an operation that has another name', { query: 'query A { __typename }', operationName: 'B' }],
    ['one operation of two', { query: 'query A { a: __typename } query B { b: __typename }', operationName: 'B' }],
    [
      'two operations and no name',
      { query: 'query A { a: __typename } query B { b: __typename }', operationName: null },
    ],
    ['introspection, by a stranger', { query: '{ __type(name: "Agent") { name } }' }],
    [
      'a field twice, and one that is left out',
      {
        query:
          'query ($no: Boolean!) { agent(agentId: "ada") { n: name n: name slug @skip(if: $no) name @include(if: $no) } }',
        variables: { no: true },
      },
    ],
    ['a page of another origin', { query: '{ __typename }' }, { origin: 'https://elsewhere.example' }],
    ['a type that nobody has', { query: '{ __typename }' }, { accept: 'text/html' }],
    [
      'a list of media types',
      { query: '{ __typename }' },
      { accept: 'application/json, application/graphql-response+json' },
    ],
  ])('is answered as the engine answers it: %s', async (_, body, headers) => {
    const direct = await send(body, headers);
    const engine = await send({ ...body, extensions: {} }, headers);
    expect(direct).toEqual(engine);
  });

  it('is answered as the engine answers it, to a user', async () => {
    const body = { query: '{ __type(name: "Agent") { name kind } viewer { __typename } agents { totalCount } }' };
    const authorization = `Bearer ${token}`;
    const direct = await send(body, { authorization });
    expect(direct.status).toBe(200);
    expect(direct.body.data.__type).toEqual({ name: 'Agent', kind: 'OBJECT' });
    expect(direct).toEqual(await send({ ...body, extensions: {} }, { authorization }));
  });

  it('does not see what only another caller may: the plan of a document is not that of its first reader', async () => {
    const body = { query: '{ __schema { queryType { name } } }' };
    expect((await send(body, { authorization: `Bearer ${token}` })).status).toBe(200);
    const refused = await send(body);
    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });
});

describe.skipIf(!hasEngine)('the short way', () => {
  it('is taken by an ordinary query, which the engine does not see, and left by the others', async () => {
    const seen: object[] = [];
    const documentOf = (parameters: { query?: unknown }) => {
      seen.push(parameters);
      return parameters.query;
    };
    const registry = await openRegistry(() => ({ operations: { documentOf } }));
    const post = async (body: object) => {
      seen.length = 0;
      const response = await fetch(registry.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(200);
      return seen.map((parameters) => Object.keys(parameters));
    };
    try {
      // The short way asks with the query alone, the engine with all parameters.
      expect(await post({ query: '{ agents { totalCount } }' })).toEqual([['query']]);
      expect(await post({ query: 'mutation { __typename }' })).toEqual([['query'], ['query']]);
      expect(await post({ query: '{ __typename }', extensions: {} })).toEqual([['query', 'extensions']]);
    } finally {
      await registry.close();
    }
  });
});
