import { createRequire } from 'node:module';
import {
  type FieldNode,
  getNamedType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../schema/index.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

/*
 * The caches of Apollo Client, urql's Graphcache and Relay store each object under its id: an object with the id of
 * another is shown in its place. Each client reads what two templates, two runs and two versions have under the same
 * names, one after another, and then everything from its cache.
 */

// The clients are installed here and not in the root, so the compiler does not have their types.
const client = createRequire(import.meta.url);
type Answer = Record<string, unknown>;

interface Cache {
  read(query: string): Promise<unknown>;
  fromCache(query: string): Promise<unknown>;
}

interface Connection {
  url: string;
  headers: Record<string, string>;
}

function apollo({ url, headers }: Connection): Cache {
  const { ApolloClient, HttpLink, InMemoryCache, gql } = client('@apollo/client') as {
    ApolloClient: new (options: object) => { query(options: object): Promise<{ data: unknown }> };
    HttpLink: new (options: object) => object;
    InMemoryCache: new () => object;
    gql(query: string): object;
  };
  const it = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: url, headers }) });
  const ask = async (query: string, fetchPolicy: string) => (await it.query({ query: gql(query), fetchPolicy })).data;
  return { read: (query) => ask(query, 'network-only'), fromCache: (query) => ask(query, 'cache-only') };
}

function urql({ url, headers }: Connection): Cache {
  const { Client, fetchExchange } = client('@urql/core') as {
    Client: new (
      options: object,
    ) => { query(query: string, variables: object, options: object): Promise<{ data: unknown }> };
    fetchExchange: object;
  };
  const { cacheExchange } = client('@urql/exchange-graphcache') as { cacheExchange(options: object): object };
  const it = new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers },
    exchanges: [cacheExchange({ keys: { Plan: () => null } }), fetchExchange],
  });
  const ask = async (query: string, requestPolicy: string) => (await it.query(query, {}, { requestPolicy })).data;
  return { read: (query) => ask(query, 'network-only'), fromCache: (query) => ask(query, 'cache-only') };
}

function relay({ url, headers }: Connection): Cache {
  const runtime = client('relay-runtime') as {
    Environment: new (options: object) => { lookup(selector: object): { data: unknown } };
    Network: { create(fetch: (params: { text: string }) => Promise<unknown>): object };
    RecordSource: new () => object;
    Store: new (source: object) => object;
    fetchQuery(environment: object, request: object, variables: object): { toPromise(): Promise<unknown> };
    createOperationDescriptor(request: object, variables: object): { fragment: object };
  };
  const environment = new runtime.Environment({
    network: runtime.Network.create(async ({ text }) => {
      const body = JSON.stringify({ query: text });
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      });
      return response.json();
    }),
    store: new runtime.Store(new runtime.RecordSource()),
  });
  const lookUp = (request: object) => environment.lookup(runtime.createOperationDescriptor(request, {}).fragment).data;
  return {
    async read(query) {
      const request = relayRequest(query);
      await runtime.fetchQuery(environment, request, {}).toPromise();
      return lookUp(request);
    },
    fromCache: async (query) => lookUp(relayRequest(query)),
  };
}

/** The output of Relay's compiler for a query without variables and fragments. */
function relayRequest(text: string): object {
  const [operation] = parse(text).definitions as [OperationDefinitionNode];
  const selectionsOf = (fields: readonly FieldNode[], parent: string): object[] =>
    fields.map(({ name, alias, arguments: given = [], selectionSet }) => {
      const type = schema.getType(parent);
      const field = type && 'getFields' in type ? type.getFields()[name.value] : undefined;
      if (!field) throw new Error(`${parent} has no field ${name.value}.`);
      const args = given.map((each) => ({
        kind: 'Literal',
        name: each.name.value,
        value: valueFromASTUntyped(each.value),
      }));
      const said = {
        alias: alias?.value ?? null,
        name: name.value,
        args: args.length === 0 ? null : args,
        storageKey: null,
      };
      if (!selectionSet) return { kind: 'ScalarField', ...said };
      const nullable = isNonNullType(field.type) ? field.type.ofType : field.type;
      const concreteType = getNamedType(field.type).name;
      const selections = selectionsOf(selectionSet.selections as FieldNode[], concreteType);
      return { kind: 'LinkedField', ...said, concreteType, plural: isListType(nullable), selections };
    });
  const selections = selectionsOf(
    operation.selectionSet.selections.filter((each) => each.kind === Kind.FIELD),
    'Query',
  );
  const shared = { argumentDefinitions: [], name: 'Asked', selections };
  return {
    kind: 'Request',
    fragment: { kind: 'Fragment', type: 'Query', metadata: null, abstractKey: null, ...shared },
    operation: { kind: 'Operation', ...shared },
    params: { cacheID: text, id: null, metadata: {}, name: 'Asked', operationKind: 'query', text },
  };
}

describe('the caches of GraphQL clients', () => {
  let registry: TestRegistry;
  let connection: Connection;
  let queries: string[];

  beforeAll(async () => {
    registry = await openRegistry();
    const alice = await registry.actor();
    connection = { url: registry.url, headers: { authorization: `Bearer ${alice.token}` } };
    queries = [];
    for (const name of ['one', 'two']) {
      for (const version of ['1.0.0', '1.1.0']) {
        const skills = [{ id: 'review', name: `Review of ${name} ${version}`, description: 'Says it.' }];
        await alice.do(publishAgent, { input: agent({ agentId: name, version, skills }) });
        queries.push(
          `query Asked { agent(agentId: "${name}") { id version(version: "${version}") { id version skills { id skillId name } } } }`,
        );
      }
      const { manifest } = template({
        templateId: `plan-${name}`,
        supportedAgents: { [name]: '^1.0.0' },
        expectedOutputs: {},
      });
      const steps = [
        { id: 'only', name: `Only of ${name}`, agent: name, inputs: { of: name, change: '{{ variables.change }}' } },
      ];
      await alice.do(publishTemplate, { input: { manifest: { ...manifest, defaultPlan: { steps } } } });
      queries.push(
        `query Asked { template(templateId: "plan-${name}") { id currentVersion { id defaultPlan { steps { id stepId name agent } } } } }`,
      );
      const { run } = await alice.do(instantiateTemplate, {
        input: { templateId: `plan-${name}`, variables: { change: name } },
      });
      queries.push(`query Asked { run(id: "${run.id}") { id status steps { id stepId name inputs status } } }`);
    }
    queries.push(
      'query Asked { registryEvents(first: 5) { edges { node { id type action } } } agents(first: 5) { edges { node { id slug currentVersion { id version skills { id name } } } } } }',
    );
  });
  afterAll(() => registry?.close());

  /** The response, without the type names that caches request. */
  const plain = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (key, each) => (key === '__typename' ? undefined : each));

  it.each([
    ['Apollo Client', apollo],
    ['Graphcache of urql', urql],
    ['Relay', relay],
  ])('show each object correctly: %s', async (_, open) => {
    const { ask } = await registry.actor();
    const cache = open(connection);
    const truths: Answer[] = [];
    for (const query of queries) {
      const { data, errors } = await ask(query);
      expect(errors).toBeUndefined();
      truths.push(data);
      expect(plain(await cache.read(query))).toEqual(data);
    }
    for (const [index, query] of queries.entries()) expect(plain(await cache.fromCache(query))).toEqual(truths[index]);
  });
});
