import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { serverAudits } from 'graphql-http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

describe.skipIf(!hasEngine)('the gateway over HTTP', () => {
  let registry: TestRegistry;
  let origin: string;

  beforeAll(async () => {
    registry = await openRegistry();
    origin = new URL(registry.url).origin;
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  it.each(
    serverAudits({ url: () => registry.url, fetchFn: fetch }).map((audit) => [audit.id, audit.name, audit] as const),
  )('passes GraphQL over HTTP, audit %s: %s', async (_id, _name, audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
  });

  const post = (body: string, contentType = 'application/json') =>
    fetch(registry.url, { method: 'POST', headers: { 'content-type': contentType }, body });

  it.each([
    ['a form', 'query=mutation{__typename}', 'application/x-www-form-urlencoded', 415],
    ['multipart', '--x\r\n\r\n--x--', 'multipart/form-data; boundary=x', 415],
    ['plain text', '{ viewer { id } }', 'text/plain', 415],
    ['invalid JSON', '{', 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['a list of queries', '[{"query":"{__typename}"}]', 'application/json', 400],
    ['a query that is not a string', '{"query": 7}', 'application/json', 400],
    ['variables that are not an object', '{"query": "{__typename}", "variables": "x"}', 'application/json', 400],
  ])('refuses %s', async (_, body, contentType, status) => {
    expect((await post(body, contentType)).status).toBe(status);
  });

  it('keeps an unused connection longer than proxies do, which then never send to one that is being closed', async () => {
    const response = await post('{"query": "{ __typename }"}');
    expect(response.headers.get('keep-alive')).toBe('timeout=75');
    await response.text();
  });

  it('answers a client that would also speak HTTP/2, as curl --http2 and the client of Java do', async () => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    const body = '{"query": "{ __typename }"}';
    const upgrade = 'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__';
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const [head = '', answer] = (await textOf(socket)).split('\r\n\r\n');
    expect([head.split('\r\n')[0], answer]).toEqual(['HTTP/1.1 200 OK', '{"data":{"__typename":"Query"}}']);
  });

  it('does not execute a mutation by GET', async () => {
    const response = await fetch(
      `${registry.url}?query=${encodeURIComponent('mutation { publishAgent(input: { manifest: {} }) { __typename } }')}`,
    );
    expect(response.status).toBe(405);
  });

  it.each([
    ['a document of 5,000 fields', 200, `{ ${'__typename '.repeat(5_000)} }`],
    ['a very deep document', 200, `${'{ a '.repeat(900)}${'}'.repeat(900)}`],
    [
      'a deep but allowed document',
      400,
      `{ agents { edges { node { ${'templates { edges { node { agents { edges { node {'.repeat(3)} id ${'}}}}}}'.repeat(3)} } } } }`,
    ],
  ])('refuses %s as too complex', async (_, status, query) => {
    const response = await post(JSON.stringify({ query }));
    const { errors } = await response.json();
    expect([response.status, errors[0].extensions.code]).toEqual([status, 'QUERY_TOO_COMPLEX']);
  });

  it('refuses an unknown enum value and an unknown field with a code', async () => {
    for (const query of [
      '{ agents(orderBy: { field: SIZE, direction: ASC }) { edges { cursor } } }',
      '{ nothing }',
      '{ agent { slug } }',
    ]) {
      const { errors } = await (await post(JSON.stringify({ query }))).json();
      expect(errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
    const wrongVariable = await post(
      JSON.stringify({
        query: 'query ($first: Int) { agents(first: $first) { edges { cursor } } }',
        variables: { first: 'x' },
      }),
    );
    expect((await wrongVariable.json()).errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  /** The response to these lines, whatever they are. */
  function answerTo(head: string, body = ''): Promise<string> {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write(`${head}\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`, 'latin1');
    return textOf(socket);
  }

  describe('requests of one connection that do not wait for answers', () => {
    const get = (query: string) => `GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\nhost: x\r\n`;
    const sent = (requests: readonly string[]) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1');
      socket.write(requests.map((request) => `${request}accept: application/json\r\n\r\n`).join(''));
      return socket;
    };

    it('are answered in their order, up to 100 behind the first', async () => {
      const names = Array.from({ length: 101 }, (_, index) => `n${index}`);
      const requests = names.map((name) => get(`{ ${name}: __typename }`));
      const text = await textOf(sent([...requests.slice(0, 100), `${requests[100]}connection: close\r\n`]));
      expect([...text.matchAll(/\{"data":\{"(n\d+)":"Query"\}\}/g)].map(([, name]) => name)).toEqual(names);
    });

    it('are too many beyond that: the client is disconnected, and the others are answered', async () => {
      const socket = sent(Array.from({ length: 2_000 }, () => get('{ agents { totalCount } }')));
      socket.on('error', () => {}).resume();
      await new Promise((resolve) => socket.once('close', resolve));
      expect((await post(JSON.stringify({ query: '{ __typename }' }))).status).toBe(200);
    });
  });

  it.each([
    'host: [',
    'host: a b',
    'host: %00',
    'host: x:99999',
    'host: x@',
    'host: x/y?',
    'host: x#',
    'host: a\r\nhost: b',
    'accept: */*',
  ])('answers 400 on every path to a request with an invalid host: %j', async (host) => {
    for (const line of ['GET /graphql?query={__typename}', 'POST /graphql', 'GET /api/agents', 'GET /health/live']) {
      const answer = await answerTo(
        `${line} HTTP/1.1\r\n${host}\r\ncontent-type: application/json`,
        '{"query":"{__typename}"}',
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(answer).toContain('content-type: application/problem+json');
      expect(answer).toContain('"code":"BAD_USER_INPUT"');
    }
  });

  it.each(['host: x', 'host:', 'host: [::1]:4000', 'host: registry_1.example:80'])('accepts %j', async (host) => {
    expect(await answerTo(`GET /graphql?query={__typename} HTTP/1.1\r\n${host}\r\naccept: application/json`)).toMatch(
      /^HTTP\/1\.1 200 .*"__typename":"Query"/s,
    );
  });

  it.each(['application/graphql-response+json', 'application/json'])(
    'answers a type that is asked for in UTF-8: %s',
    async (type) => {
      const accept = `${type}; charset=utf-8`;
      const headers = { accept, 'content-type': 'application/json' };
      const body = JSON.stringify({ query: '{ __typename }' });
      for (const sent of [
        fetch(registry.url, { method: 'POST', headers, body }),
        fetch(`${registry.url}?query={__typename}`, { headers: { accept } }),
      ]) {
        const response = await sent;
        expect([response.status, response.headers.get('content-type')]).toEqual([200, accept]);
        expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
      }
    },
  );

  it('accepts a URL with its host in the request line, as proxies send it', async () => {
    const query = '{"query":"{ __typename }"}';
    expect(
      await answerTo(
        'POST http://registry.example/graphql HTTP/1.1\r\nhost: registry.example\r\ncontent-type: application/json',
        query,
      ),
    ).toContain('"__typename":"Query"');
  });

  it('serves the playground to a browser, without resources from other hosts', async () => {
    const response = await fetch(registry.url, { headers: { accept: 'text/html' } });
    const page = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(page).toContain('NOFX registry');
    expect(page).toContain('FirstLook');
    expect(page).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
  });

  it('is live and ready, and has no other addresses', async () => {
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
    expect((await fetch(`${origin}/`, { redirect: 'manual' })).status).toBe(200);
    for (const path of ['/nothing', '/api/agents/%zz/versions/1/files/x', '/health/ready/more', '//', '/%']) {
      const response = await fetch(`${origin}${path}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
  });

  it('serves the files of a version, byte for byte, to callers who may see it', async () => {
    const tenant = await registry.actor({ namespace: 'acme' });
    const bytes = Buffer.from([0, 255, 13, 10, 200]);
    const { manifest, files } = agent({ agentId: 'keeper', visibility: 'private' });
    await tenant.do(publishAgent, {
      input: {
        manifest,
        files: [...files, { path: 'assets/a.bin', content: bytes.toString('base64'), encoding: 'BASE64' }],
      },
    });
    const address = `${origin}/api/agents/keeper/versions/1.0.0/files/assets/a.bin`;
    const get = (token: string | null, headers = {}) =>
      fetch(address, { headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers } });

    const { data } = await tenant.ask('{ agent(agentId: "keeper") { currentVersion { assets { path url } } } }');
    const [{ url }] = data.agent.currentVersion.assets;
    const byUrl = await fetch(`${origin}${url}`, { headers: { authorization: `Bearer ${tenant.token}` } });
    expect(Buffer.from(await byUrl.arrayBuffer())).toEqual(bytes);
    const response = await get(tenant.token);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    const etag = response.headers.get('etag') ?? '';
    expect((await get(tenant.token, { 'if-none-match': etag })).status).toBe(304);
    expect((await get(null)).status).toBe(404);
    expect((await get((await registry.actor()).token)).status).toBe(404);
    expect((await get('nonsense')).status).toBe(401);
    for (const query of ['namespace=', 'namespace=acme&namespace=default', 'namespace=%00', 'colour=red']) {
      const refused = await fetch(`${address}?${query}`, { headers: { authorization: `Bearer ${tenant.token}` } });
      expect([query, refused.status]).toEqual([query, 400]);
      expect((await refused.json()).issues).toHaveLength(1);
    }
    expect((await fetch(address, { method: 'DELETE' })).headers.get('allow')).toBe('GET, HEAD');
    expect(
      (await fetch(address.replace('a.bin', '../a.bin'), { headers: { authorization: `Bearer ${tenant.token}` } }))
        .status,
    ).toBe(404);
  });
});
