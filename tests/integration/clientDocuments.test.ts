import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { acknowledged } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

interface Refused {
  errors?: { message: string; extensions: { code: string } }[];
  data?: unknown;
}

/** Documents that clients and code generators send, besides those that people write. */
describe.skipIf(!hasEngine)('documents of clients', () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const post = (body: object, accept = 'application/json') =>
    fetch(registry.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    });
  const streamed = async (response: Response): Promise<Refused> =>
    JSON.parse(/data: (.+)/.exec(await response.text())?.[1] ?? '{}');
  const transports: [
    string,
    (body: { query?: string; variables?: object; extensions?: object }) => Promise<Refused>,
  ][] = [
    ['HTTP', async (body) => (await post(body)).json()],
    ['SSE', async (body) => streamed(await post(body, 'text/event-stream'))],
    [
      'SSE by GET',
      async ({ query = '', variables }) => {
        const address = `${registry.url}?${new URLSearchParams({ query, variables: JSON.stringify(variables ?? {}) })}`;
        return streamed(await fetch(address, { headers: { accept: 'text/event-stream' } }));
      },
    ],
    [
      'WebSocket',
      async (payload) => {
        const raw = await acknowledged(registry.url);
        raw.send({ id: '1', type: 'subscribe', payload });
        const answer = await raw.next('1');
        raw.close();
        return answer.type === 'error' ? { errors: answer.payload } : answer.payload;
      },
    ],
  ];

  const conditional: [what: string, query: string, variables?: object][] = [
    ['@skip(if: true)', 'subscription { registryEvents @skip(if: true) { cursor } }'],
    ['@skip(if: false)', 'subscription { registryEvents @skip(if: false) { cursor } }'],
    ['@include(if: false)', 'subscription { registryEvents @include(if: false) { cursor } }'],
    ['@include(if: true)', 'subscription { run(id: "x") @include(if: true) { id } }'],
    ['a variable', 'subscription ($no: Boolean!) { registryEvents @include(if: $no) { cursor } }', { no: false }],
    [
      'a variable’s default',
      'subscription ($yes: Boolean = true) { registryEvents @skip(if: $yes) { cursor } }',
      undefined,
    ],
    ['an inline fragment', 'subscription { ... @skip(if: true) { registryEvents { cursor } } }'],
    [
      'a field in an inline fragment',
      'subscription { ... on Subscription { registryEvents @skip(if: true) { cursor } } }',
    ],
    ['a spread', 'subscription { ...F @include(if: false) } fragment F on Subscription { registryEvents { cursor } }'],
    [
      'a field in a fragment in a fragment',
      'subscription { ...F } fragment F on Subscription { ...G } fragment G on Subscription { registryEvents @skip(if: true) { cursor } }',
    ],
  ];

  describe.each(transports)('over %s', (_, ask) => {
    it.each(conditional)('may not subscribe with a condition on the root field: %s', async (_, query, variables) => {
      const { errors, data } = await ask({ query, ...(variables ? { variables } : {}) });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
      expect(errors?.[0]?.message).toMatch(/^`@(skip|include)` is not allowed on the root field of a subscription\./);
      expect(data).toBeUndefined();
    });
  });

  it('may have conditions below the root of a subscription', async () => {
    const raw = await acknowledged(registry.url);
    const query = 'subscription { registryEvents(after: "0") { cursor entry @skip(if: true) { id } } }';
    raw.send({ id: '1', type: 'subscribe', payload: { query } });
    raw.send({ type: 'ping' });
    expect((await raw.next()).type).toBe('pong');
    raw.close();
  });

  it('may read __typename as Relay does, as often as needed', async () => {
    const check = (count: number, alias = '__is') =>
      Array.from({ length: count }, (_, at) => `... on Node { ${alias}${at}: __typename id }`).join(' ');
    const list = (checks: string) => ({ query: `{ agents(first: 1) { edges { node { ${checks} } } } }` });
    expect((await (await post(list(check(40)))).json()).errors).toBeUndefined();
    const { errors } = await (await post(list(check(16, 'is')))).json();
    expect(errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code)).toEqual([
      'QUERY_TOO_COMPLEX',
    ]);
  });

  it('may be as deep as those of a console', async () => {
    const query = `{ agents(first: 5) { pageInfo { hasNextPage endCursor } edges { node {
      templates(first: 2) { edges { node { currentVersion {
        supportedAgents { agent { currentVersion { agent { currentVersion { resourceProfile { cpu } } } } } }
      } } } }
    } } } }`;
    const { errors, data } = await (await post({ query })).json();
    expect([errors, data]).toEqual([undefined, { agents: expect.anything() }]);
  });

  describe('identified by a hash only', () => {
    const sha256Hash = 'ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38';
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    const expected = {
      errors: [
        {
          message: 'PersistedQueryNotFound',
          extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', correlationId: expect.any(String) },
        },
      ],
    };

    it.each([
      [{ extensions }],
      [{ extensions, query: null }],
      [{ extensions, query: '' }],
      [{ extensions, operationName: 'Agents', variables: { first: 1 } }],
    ])('are refused in the form that Apollo’s clients expect: %j', async (body) => {
      for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
        const response = await post(body, accept);
        expect(response.status).toBe(200);
        expect(await response.json()).toEqual(expected);
      }
    });

    it('are refused by GET', async () => {
      const address = `${registry.url}?${new URLSearchParams({ extensions: JSON.stringify(extensions) })}`;
      const response = await fetch(address, { headers: { accept: 'application/json' } });
      expect([response.status, await response.json()]).toEqual([200, expected]);
    });

    it('are refused over a WebSocket, which stays open', async () => {
      const raw = await acknowledged(registry.url);
      raw.send({ id: '1', type: 'subscribe', payload: { extensions } });
      expect(await raw.next('1')).toEqual({ id: '1', type: 'error', payload: expected.errors });
      raw.send({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } });
      expect((await raw.next('1')).payload).toEqual({ data: { __typename: 'Query' } });
      raw.close();
    });

    it('are executed when they contain the document of the hash as well', async () => {
      const query = '{ __typename }';
      const sha256Hash = createHash('sha256').update(query).digest('hex');
      const response = await post({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } });
      expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    });

    it('are refused with a document of another hash', async () => {
      const response = await post({ query: '{ __typename }', extensions });
      expect([response.status, await response.json()]).toMatchObject([
        400,
        {
          errors: [
            {
              message: '`extensions.persistedQuery.sha256Hash` must be the SHA-256 of `query`.',
              extensions: { code: 'BAD_USER_INPUT' },
            },
          ],
        },
      ]);
    });

    it.each([[{}], [{ extensions: {} }], [{ extensions: { persistedQuery: null } }]])(
      'or without any document are refused as a mistake: %j',
      async (body) => {
        const response = await post(body);
        expect([response.status, (await response.json()).errors]).toMatchObject([
          400,
          [{ message: '`query` is required and must be a string.', extensions: { code: 'BAD_USER_INPUT' } }],
        ]);
      },
    );
  });
});
