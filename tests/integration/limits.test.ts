import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultPlaygroundQuery } from '../../server/graphql/defaultPlaygroundQuery.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { acknowledged } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const mebibyte = 1024 * 1024;
const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index));

/** Each fragment refers twice to the next: n of them are 2^n fields. */
const bomb = (count: number) =>
  `{ ...F0 } ${times(count, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`).join(' ')} fragment F${count} on Query { __typename }`;

const pages = (agents: string, templates: string) =>
  `{ agents(${agents}) { edges { node { templates(${templates}) { edges { node { templateId } } } } } } }`;

/** The nested list of the contract. */
const contract =
  '{ agents(first: 20) { edges { node { agentId templates(first: 5) { edges { node { templateId currentVersion { version } } } } } } } }';

const introspection = getIntrospectionQuery({
  descriptions: true,
  schemaDescription: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  inputValueDeprecation: true,
});

const lawful: [what: string, query: string, variables?: object][] = [
  ['the contract’s nested list', contract],
  ['GraphiQL’s introspection', introspection],
  ['what the playground opens with', defaultPlaygroundQuery.split('query Search')[0] ?? ''],
  [
    'a full page',
    '{ agents(first: 100) { edges { cursor node { agentId name description tags currentVersion { version } } } } }',
  ],
  ['15 aliases', `{ ${times(15, (index) => `a${index}: viewer { id }`).join(' ')} }`],
  ['50 directives', `{ ${times(50, () => '__typename @include(if: true)').join(' ')} }`],
  ['1,000 tokens', `{ agents(filter: { tags: [${'"a" '.repeat(980)}] }) { edges { cursor } } }`],
  ['a page by variables', 'query ($n: Int) { agents(first: $n) { edges { cursor } } }', { n: 100 }],
  ['a small page in a small page', pages('first: 10', 'first: 10')],
  ['12 levels', `{ agent(agentId: "a") { ${'currentVersion { agent { '.repeat(5)}id${' } }'.repeat(5)} } }`],
  ['16 type checks of Relay', `{ ${times(16, (index) => `... on Query { __is${index}: __typename }`).join(' ')} }`],
];

const excessive: [what: string, query: string, variables?: object][] = [
  ['1,001 tokens', `{ ${'__typename '.repeat(999)}}`],
  ['a megabyte of fields', `{ ${'a '.repeat(400_000)}}`],
  ['the same field 900 times', `{ ${'__typename '.repeat(900)}}`],
  ['16 aliases', `{ ${times(16, (index) => `a${index}: viewer { id }`).join(' ')} }`],
  ['16 aliases of __typename', `{ ${times(16, (index) => `a${index}: __typename`).join(' ')} }`],
  [
    'aliases in fragments, used again and again',
    `{ ...F ...F ...F ...F } fragment F on Query { a: __typename b: __typename c: __typename d: __typename }`,
  ],
  ['aliases in inline fragments', `{ ${times(16, (index) => `... on Query { a${index}: __typename }`).join(' ')} }`],
  ['51 directives', `{ ${times(51, () => '__typename @include(if: true)').join(' ')} }`],
  ['directives on fragments', `{ ${times(51, () => '... @include(if: true) { __typename }').join(' ')} }`],
  // Depth alone costs nothing, and consoles use 9 levels: beyond 12 no useful document is known.
  [
    '13 levels',
    `{ agent(agentId: "a") { ${'currentVersion { agent { '.repeat(5)}currentVersion { version${' } }'.repeat(5)} } } }`,
  ],
  [
    '13 levels through fragments',
    '{ ...A } fragment A on Query { agent(agentId: "a") { ...B } } fragment B on Agent { currentVersion { agent { currentVersion { agent { currentVersion { agent { ...C } } } } } } } fragment C on Agent { currentVersion { agent { currentVersion { agent { currentVersion { version } } } } } }',
  ],
  ['fields called `node` that are in no page', `{ ${'node(id: "x") { '.repeat(13)}id${' }'.repeat(13)} }`],
  ['900 levels', `${'{ a '.repeat(300)}${'}'.repeat(300)}`],
  ['lists in lists of values', `{ agent(agentId: ${'['.repeat(600)}${']'.repeat(600)}) { id } }`],
  ['a fragment bomb of 2^30', bomb(30)],
  ['a fragment bomb of 2^140', bomb(140)],
  ['a hundred in a hundred', pages('first: 100', 'first: 100')],
  ['the last hundred in a hundred', pages('last: 100', 'last: 100')],
  [
    'pages without a size',
    '{ agents { edges { node { templates { edges { node { agents { edges { node { id } } } } } } } } } }',
  ],
  [
    'a hundred in a hundred by variables',
    pages('first: $n', 'first: $n').replace('{', 'query ($n: Int) {'),
    { n: 100 },
  ],
  ['a hundred in a hundred by a default', pages('first: $n', 'first: $n').replace('{', 'query ($n: Int = 100) {')],
  [
    'the same page under many names',
    `{ ${times(12, (index) => `a${index}: agents(first: 100) { edges { node { id name slug } } }`).join(' ')} }`,
  ],
  [
    'a page in a fragment, used in pages',
    '{ agents(first: 100) { edges { node { ...F } } } } fragment F on Agent { templates(first: 100) { edges { cursor } } }',
  ],
  [
    'introspection twice',
    `${introspection.replace('__schema', 'a: __schema').replace('query IntrospectionQuery {', `query IntrospectionQuery { b: __schema { types { ...FullType } }`)}`,
  ],
  [
    'introspection of everything’s types again',
    `{ __schema { ${times(12, (index) => `t${index}: types { fields { name args { name type { name } } type { name fields { name } } } }`).join(' ')} } }`,
  ],
  [
    'introspection 17 deep',
    `{ __schema { types { fields { type { ${'ofType { '.repeat(13)} name ${'} '.repeat(13)} } } } } }`,
  ],
];

describe.skipIf(!hasEngine)('limits', () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await openRegistry();
    await (await registry.actor()).do(publishAgent, { input: agent() });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(registry.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

  const overHttp = async (query: string, variables?: object) =>
    (await (await post(JSON.stringify({ query, variables }))).json()) as {
      data?: unknown;
      errors?: { extensions: { code: string } }[];
    };

  async function overSse(query: string, variables?: object) {
    const response = await post(JSON.stringify({ query, variables }), { accept: 'text/event-stream' });
    const [, data = '{}'] = /data: (.*)/.exec(await response.text()) ?? [];
    return JSON.parse(data) as Awaited<ReturnType<typeof overHttp>>;
  }

  async function overSocket(query: string, variables?: object) {
    const raw = await acknowledged(registry.url);
    raw.send({ id: '1', type: 'subscribe', payload: { query, ...(variables ? { variables } : {}) } });
    const { type, payload } = await raw.next('1');
    raw.close();
    return (type === 'error' ? { errors: payload } : payload) as Awaited<ReturnType<typeof overHttp>>;
  }

  describe.each([
    ['HTTP', overHttp],
    ['SSE', overSse],
    ['WebSocket', overSocket],
  ] as const)('of a document over %s', (transport, ask) => {
    it.each(lawful)('allow %s', async (_, query, variables) => {
      const { data, errors } = await ask(query, variables);
      expect(errors).toBeUndefined();
      expect(data).toBeTruthy();
    });

    it.each(excessive.filter(([, query]) => transport !== 'WebSocket' || query.length < 60_000))(
      'refuse %s',
      async (_, query, variables) => {
        const { data, errors } = await ask(query, variables);
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['QUERY_TOO_COMPLEX']);
        expect(data).toBeUndefined();
      },
    );
  });

  it('apply to a subscription before it starts', async () => {
    const query =
      'subscription { registryEvents { agent { versions(first: 100) { edges { node { templates(first: 100) { edges { cursor } } } } } } } }';
    for (const ask of [overSse, overSocket]) {
      expect((await ask(query)).errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
    }
  });

  it('refuse a document that is too complex with 400', async () => {
    const response = await post(JSON.stringify({ query: pages('first: 100', 'first: 100') }), {
      accept: 'application/graphql-response+json',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-correlation-id')).toBe((await response.json()).errors[0].extensions.correlationId);
  });

  it.each([
    [0, 'BAD_USER_INPUT'],
    [-1, 'BAD_USER_INPUT'],
    [101, 'BAD_USER_INPUT'],
    [2_147_483_647, 'QUERY_TOO_COMPLEX'], // Its cost is known before the arguments are examined.
    [-2_147_483_648, 'BAD_USER_INPUT'],
  ])('refuse a page of %i: %s', async (first, code) => {
    const { errors } = await overHttp(`{ agents(first: ${first}) { edges { cursor } } }`);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
  });

  describe('of a request body', () => {
    const filled = (size: number) => {
      const text = JSON.stringify({ query: '{ __typename }', variables: { x: '' } });
      return text.replace('""', `"${'x'.repeat(size - text.length)}"`);
    };

    it('are 1 MiB for anonymous callers, to the byte', async () => {
      expect((await post(filled(mebibyte))).status).toBe(200);
      for (const size of [mebibyte + 1, 3 * mebibyte, 40 * mebibyte]) {
        const response = await post(filled(size));
        expect(response.status).toBe(413);
        expect(response.headers.get('content-type')).toContain('json');
        expect((await response.json()).errors[0].extensions.code).toBe('BAD_USER_INPUT');
      }
    });

    it('are 1 MiB for a viewer, and 32 MiB for a publisher', async () => {
      const as = async (role: 'viewer' | 'publisher', size: number) =>
        (await post(filled(size), { authorization: `Bearer ${await registry.token({ role })}` })).status;
      expect(await as('viewer', mebibyte + 1)).toBe(413);
      expect(await as('publisher', 5 * mebibyte)).toBe(200);
      expect(await as('publisher', 32 * mebibyte + 1)).toBe(413);
    });

    it('are checked during the upload when there is no Content-Length', async () => {
      const sent = request(registry.url, { method: 'POST', headers: { 'content-type': 'application/json' } });
      const answer = once(sent, 'response');
      for (let written = 0; written < 3; written += 1) sent.write('x'.repeat(mebibyte));
      const [response] = await answer;
      expect(response.statusCode).toBe(413);
      response.resume();
      sent.destroy();
    });

    it('refuse a larger Content-Length immediately, and accept the next request on the same connection', async () => {
      const { hostname, port } = new URL(registry.url);
      const socket = connect(Number(port), hostname);
      socket.write(
        'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1100000\r\n\r\n',
      );
      const [first] = await once(socket, 'data');
      expect(String(first)).toMatch(/^HTTP\/1\.1 413 /);
      socket.write('x'.repeat(1_100_000));
      socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
      let rest = '';
      for await (const chunk of socket) rest += chunk;
      expect(rest).toContain('HTTP/1.1 200');
    });

    it.each(['gzip', 'br', 'deflate', 'identity, gzip', 'x'])('refuse the encoding %s', async (encoding) => {
      const response = await post(new Uint8Array(gzipSync('{"query":"{ __typename }"}')), {
        'content-encoding': encoding,
      });
      expect(response.status).toBe(415);
      expect((await response.json()).errors[0].extensions.code).toBe('BAD_USER_INPUT');
    });

    it.each([
      ['no UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])],
      ['a text', '"query"'],
      ['null', 'null'],
      ['a list', '[]'],
      ['lists in lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
      ['objects in objects', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
      ['no query', '{}'],
      ['a query that is null', '{"query":null}'],
      ['variables that are a list', '{"query":"{__typename}","variables":[]}'],
      ['extensions that are a string', '{"query":"{__typename}","extensions":"x"}'],
    ])('refuse %s', async (_, body) => {
      const response = await post(body);
      expect(response.status).toBe(400);
      expect((await response.json()).errors[0].extensions.code).toBe('BAD_USER_INPUT');
    });

    it.each([
      'text/plain',
      'application/xml',
      'application/json; charset=utf-16',
      'application/jsonp',
      'application/json, text/plain',
      '',
    ])('refuse the type %j', async (type) => {
      expect((await post(new TextEncoder().encode('{"query":"{__typename}"}'), { 'content-type': type })).status).toBe(
        415,
      );
    });

    it.each([
      [
        'a manifest',
        'mutation ($m: JSON!) { validateAgent(input: { manifest: $m }) { __typename } }',
        { data: { validateAgent: { __typename: 'ValidatePayload' } } },
      ],
      [
        'variables of a template',
        'mutation ($m: JSON!) { instantiateTemplate(input: { templateId: "any", variables: $m }) { __typename } }',
        { data: { instantiateTemplate: { __typename: 'NotFound' } } },
      ],
      [
        'a filter',
        'query ($m: RegistryFilter) { agents(filter: $m) { edges { cursor } } }',
        'Variable "$m" got an invalid value: Field "a" is not defined by type "RegistryFilter".',
      ],
      [
        'a number',
        'query ($m: Int) { agents(first: $m) { edges { cursor } } }',
        'Variable "$m" got an invalid value: Expected an integer from -2147483648 to 2147483647; got an object.',
      ],
      ['nothing that is selected', '{ __typename }', { data: { __typename: 'Query' } }],
    ])('handle a deeply nested value as %s', async (_, query, expected) => {
      const deep = `${'{"a":'.repeat(150)}1${'}'.repeat(150)}`;
      const body = `{"query":${JSON.stringify(query)},"variables":{"m":${deep}}}`;
      const response = await post(body, { authorization: `Bearer ${await registry.token()}` });
      const refused = { errors: [{ message: expected, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] };
      expect(await response.json()).toMatchObject(typeof expected === 'string' ? refused : expected);
      expect(response.status).toBe(200);
    });
  });

  it('refuse a header that is too large, or invalid HTTP, with a message', async () => {
    const { hostname, port } = new URL(registry.url);
    const say = async (text: string) => {
      const socket = connect(Number(port), hostname);
      socket.end(text);
      let answer = '';
      for await (const chunk of socket) answer += chunk;
      return answer;
    };
    expect(await say(`GET /graphql HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [\s\S]*BAD_USER_INPUT/,
    );
    expect(await say('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*BAD_USER_INPUT/);
  });

  it('explain what is wrong with the URL of a GET request', async () => {
    for (const search of [
      '',
      '?',
      '?query=',
      '?query={__typename}&variables={',
      '?query={__typename}&variables=[]',
      '?variables={}',
    ]) {
      const response = await fetch(`${registry.url}${search}`);
      expect([search, response.status]).toEqual([search, 400]);
      expect((await response.json()).errors[0].extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('include security headers on every response', async () => {
    const { origin } = new URL(registry.url);
    for (const [address, init] of [
      [registry.url, { headers: { accept: 'text/html' } }],
      [registry.url, {}],
      [registry.url, { headers: { authorization: 'Bearer x' } }],
      [
        registry.url,
        { method: 'POST', body: '{"query":"{__typename}"}', headers: { 'content-type': 'application/json' } },
      ],
      [registry.url, { method: 'DELETE' }],
      [`${origin}/health/live`, {}],
      [`${origin}/nothing`, {}],
    ] as const) {
      const { headers } = await fetch(address, init);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});

describe.skipIf(!hasEngine)('in production', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await openRegistry(() => ({
      introspection: 'authenticated',
      corsOrigins: ['https://console.example.com'],
    }));
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  it('the schema is available to authenticated callers only', async () => {
    const someone = await registry.actor({ role: 'viewer' });
    for (const query of [
      introspection,
      '{ __type(name: "Agent") { name } }',
      '{ ...F } fragment F on Query { __schema { types { name } } }',
    ]) {
      const { data, errors } = await registry.anyone.ask(query);
      expect(data).toBeUndefined();
      expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect((await someone.ask(query)).errors).toBeUndefined();
      expect((await registry.anyone.ask(query)).data).toBeUndefined();
    }
    expect((await registry.anyone.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('suggestions are omitted for anonymous callers, over every transport', async () => {
    const someone = await registry.actor({ role: 'viewer' });
    const raw = await acknowledged(registry.url);
    for (const [query, variables] of [
      ['{ agens { edges { cursor } } }', {}],
      ['{ agents(frist: 1) { edges { cursor } } }', {}],
      ['{ node(id: "x") { ... on Agnt { id } } }', {}],
      [
        'query ($o: RegistryOrder) { agents(orderBy: $o) { edges { cursor } } }',
        { o: { feld: 'NAME', direction: 'ASC' } },
      ],
    ] as const) {
      const closed = await registry.anyone.ask(query, variables);
      expect(JSON.stringify(closed.errors)).not.toContain('Did you mean');
      expect(closed.errors?.length).toBeGreaterThan(0);
      raw.send({ id: query, type: 'subscribe', payload: { query, variables } });
      expect(JSON.stringify(await raw.next(query))).not.toContain('Did you mean');
      if (!query.startsWith('query'))
        expect(JSON.stringify((await someone.ask(query)).errors)).toContain('Did you mean');
    }
    raw.close();
  });

  it('pages of the allowed origins may read responses, without credentials', async () => {
    const ask = (origin: string, method = 'POST') =>
      fetch(registry.url, {
        method,
        headers: {
          origin,
          ...(method === 'OPTIONS'
            ? {
                'access-control-request-method': 'POST',
                'access-control-request-headers': 'authorization,content-type',
              }
            : { 'content-type': 'application/json' }),
        },
        ...(method === 'OPTIONS' ? {} : { body: '{"query":"{__typename}"}' }),
      });
    for (const method of ['POST', 'OPTIONS']) {
      const { headers } = await ask('https://console.example.com', method);
      expect(headers.get('access-control-allow-origin')).toBe('https://console.example.com');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      const stranger = await ask('https://evil.example', method);
      expect(stranger.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
      expect(stranger.headers.get('access-control-allow-origin')).not.toBe('*');
    }
  });
});
