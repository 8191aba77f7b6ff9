import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { acknowledged, openSocket, type RawSocket } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { claims, forge, type InvalidToken, invalidTokens } from '../unit/server/invalidTokens.ts';

describe.skipIf(!hasEngine)('authentication', () => {
  let registry: TestRegistry;
  let origin: string;
  let secret: Uint8Array;
  let invalid: InvalidToken[];
  const open: RawSocket[] = [];

  beforeAll(async () => {
    registry = await openRegistry();
    origin = new URL(registry.url).origin;
    secret = registry.secret;
    // Over HTTP a tab or a space at the end is not part of a header, and control characters cannot be sent.
    invalid = await invalidTokens(secret);
  });
  afterEach(() => {
    for (const raw of open.splice(0)) raw.close();
    expect(registry.masked).toEqual([]);
  });
  afterAll(() => registry?.close());

  const socket = async (...args: Parameters<typeof openSocket>) => {
    const raw = await openSocket(...args);
    open.push(raw);
    return raw;
  };
  const query = (authorization: string, accept = 'application/json') =>
    fetch(registry.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, authorization },
      body: JSON.stringify({
        query: accept.includes('stream') ? 'subscription { registryEvents { id } }' : '{ __typename }',
      }),
    });

  it('refuses every invalid token with 401 and nothing else, even for a public query', async () => {
    const wrong: unknown[] = [];
    for (const [what, authorization] of invalid) {
      const response = await query(authorization);
      const body = await response.json();
      const fine = response.status === 401 && body.errors?.[0].extensions.code === 'UNAUTHENTICATED' && !body.data;
      if (!fine || response.headers.get('www-authenticate') !== 'Bearer') wrong.push([what, response.status, body]);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    [
      'a query by GET',
      (authorization: string) => fetch(`${registry.url}?query={__typename}`, { headers: { authorization } }),
    ],
    ['an event stream', (authorization: string) => query(authorization, 'text/event-stream')],
    [
      'a file by REST',
      (authorization: string) =>
        fetch(`${origin}/api/agents/any/versions/1.0.0/files/agent.json`, { headers: { authorization } }),
    ],
  ])('answers %s with 401 for an invalid token', async (_, ask) => {
    for (const [what, authorization] of invalid) {
      const response = await ask(authorization);
      expect([what, response.status]).toEqual([what, 401]);
      await response.body?.cancel();
    }
  });

  it('closes a WebSocket with an invalid token in its payload or its header with 4403', async () => {
    for (const [what, authorization] of invalid) {
      const raw = await openSocket(registry.url);
      raw.send({ type: 'connection_init', payload: { authorization } });
      expect([what, (await raw.closed).code]).toEqual([what, 4403]);
    }
    const raw = await socket(registry.url, { headers: { authorization: 'Bearer nonsense' } });
    raw.send({ type: 'connection_init' });
    expect((await raw.closed).code).toBe(4403);
  });

  it.each([[7], [true], [{}], [['Bearer x']], [''], [{ token: 'x' }]])(
    'closes a WebSocket whose authorization is %j with 4403',
    async (authorization) => {
      const raw = await socket(registry.url);
      raw.send({ type: 'connection_init', payload: { authorization } });
      expect(await raw.closed).toMatchObject({ code: 4403 });
    },
  );

  it('accepts a valid token over every transport', async () => {
    const token = await registry.token({ role: 'viewer', namespace: 'acme' });
    const viewer = { viewer: { role: 'VIEWER', namespace: 'acme' } };
    const asked = '{ viewer { role namespace } }';
    expect((await (await registry.actor({ role: 'viewer', namespace: 'acme' })).ask(asked)).data).toEqual(viewer);
    for (const name of ['authorization', 'Authorization']) {
      const raw = await acknowledged(registry.url, { [name]: `Bearer ${token}` });
      open.push(raw);
      raw.send({ id: '1', type: 'subscribe', payload: { query: asked } });
      expect(await raw.next('1')).toMatchObject({ type: 'next', payload: { data: viewer } });
    }
  });

  it('refuses two Authorization headers, even if each is valid', async () => {
    const token = await registry.token();
    const sent = request(registry.url, { method: 'POST' });
    sent.setHeader('authorization', [`Bearer ${token}`, `Bearer ${token}`]);
    sent.setHeader('content-type', 'application/json');
    sent.end('{"query":"{ __typename }"}');
    const [response] = await once(sent, 'response');
    response.resume();
    expect(response.statusCode).toBe(401);
  });

  it('accepts a token nowhere else', async () => {
    const token = await registry.token();
    const body = JSON.stringify({ query: '{ viewer { id } }', access_token: undefined });
    for (const [address, headers] of [
      [`${registry.url}?access_token=${token}`, {}],
      [registry.url, { cookie: `authorization=Bearer ${token}; sb-access-token=${token}` }],
      [registry.url, { 'x-authorization': `Bearer ${token}`, apikey: token }],
    ] as const) {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      expect((await response.json()).data).toEqual({ viewer: null });
    }
  });

  it('lets a user without a role read what is public, and nothing else', async () => {
    const token = forge({ alg: 'HS256' }, claims({ app_metadata: {} }), secret);
    const response = await fetch(registry.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query: '{ viewer { role } agents { edges { cursor } } validationReports { edges { cursor } } }',
      }),
    });
    const { data } = await response.json();
    expect(data).toEqual({ viewer: { role: null }, agents: { edges: [] }, validationReports: { edges: [] } });
  });

  it('ends a WebSocket and a stream when the token expires', async () => {
    const exp = Math.floor(Date.now() / 1_000) + 2;
    const token = forge({ alg: 'HS256' }, claims({ exp }), secret);
    const raw = await acknowledged(registry.url, { authorization: `Bearer ${token}` });
    open.push(raw);
    raw.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { registryEvents { id } }' } });
    const stream = await query(`Bearer ${token}`, 'text/event-stream');
    const text = await stream.text();
    expect(text).toContain('UNAUTHENTICATED');
    expect(text).toContain('event: complete');
    expect(await raw.closed).toMatchObject({ code: 4403 });
  });
});

describe.skipIf(!hasEngine)('the WebSocket protocol', () => {
  let registry: TestRegistry;
  const open: RawSocket[] = [];

  beforeAll(async () => {
    registry = await openRegistry(() => ({ corsOrigins: ['https://console.example.com'] }));
  });
  afterEach(() => {
    for (const raw of open.splice(0)) raw.close();
    expect(registry.masked).toEqual([]);
  });
  afterAll(() => registry?.close());

  const socket = async (...args: Parameters<typeof openSocket>) => {
    const raw = await openSocket(...args);
    open.push(raw);
    return raw;
  };
  const ready = async () => {
    const raw = await acknowledged(registry.url);
    open.push(raw);
    return raw;
  };
  const subscribe = (id: string, query = 'subscription { registryEvents { id } }', more = {}) => ({
    id,
    type: 'subscribe',
    payload: { query, ...more },
  });

  it.each([
    ['an operation before init', subscribe('1'), 4401],
    ['text that is not JSON', '{', 4400],
    ['JSON that is not a message', '[]', 4400],
    ['a message without a type', '{}', 4400],
    ['an unknown type', '{"type":"start"}', 4400],
    ['an operation without an id', '{"type":"subscribe","payload":{"query":"{__typename}"}}', 4400],
    ['an operation without a query', '{"type":"subscribe","id":"1","payload":{}}', 4400],
    ['a payload that is a string', '{"type":"connection_init","payload":"x"}', 4400],
    ['lists in lists', `{"type":"ping","payload":{"x":${'['.repeat(9_000)}${']'.repeat(9_000)}}}`, 4400],
    ['a frame of more than 64 kB', JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(66_000) } }), 1009],
  ])('closes for %s', async (_, message, code) => {
    const raw = await socket(registry.url);
    raw.send(message);
    expect(await raw.closed).toMatchObject({ code });
  });

  it('closes for a message that only a server sends, for bytes, and for another protocol', async () => {
    const next = await ready();
    next.send({ type: 'next', id: '1', payload: {} });
    expect(await next.closed).toMatchObject({ code: 4400 });
    const bytes = await socket(registry.url);
    bytes.socket.send(Buffer.from('{"type":"connection_init"}'));
    expect(await bytes.closed).toMatchObject({ code: 4400 });
    await expect(openSocket(registry.url, { protocol: 'graphql-ws' })).rejects.toThrow('Server sent no subprotocol');
  });

  it('closes when init is missing or repeated, or an id is used twice', async () => {
    const silent = await socket(registry.url);
    const twice = await ready();
    twice.send({ type: 'connection_init' });
    expect(await twice.closed).toMatchObject({ code: 4429 });
    const same = await ready();
    same.send(subscribe('1'));
    same.send(subscribe('1'));
    expect(await same.closed).toMatchObject({ code: 4409 });
    expect(await silent.closed).toMatchObject({ code: 4408 });
  });

  it('answers pings, and continues after an operation that cannot be parsed, found or paid for', async () => {
    const raw = await ready();
    raw.send({ type: 'ping' });
    expect(await raw.next()).toEqual({ type: 'pong' });
    const many = Array.from({ length: 1_100 }, (_, index) => `f${index}`).join(' ');
    for (const [query, code] of [
      ['{', 'GRAPHQL_VALIDATION_FAILED'],
      ['', 'GRAPHQL_VALIDATION_FAILED'],
      ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['query A { __typename } query B { __typename }', 'GRAPHQL_VALIDATION_FAILED'],
      [`{ ${many} }`, 'QUERY_TOO_COMPLEX'],
      ['{ agents(first: 100) { edges { node { templates(first: 100) { edges { cursor } } } } } }', 'QUERY_TOO_COMPLEX'],
      [
        'subscription { registryEvents { agent { versions(first: 100) { edges { node { templates(first: 100) { edges { cursor } } } } } } } }',
        'QUERY_TOO_COMPLEX',
      ],
    ] as const) {
      raw.send(subscribe('x', query));
      const message = await raw.next('x');
      expect(message).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
      expect(message.payload[0].extensions).toMatchObject({ correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
      expect(message.payload[0].extensions).not.toHaveProperty('http');
    }
    raw.send(subscribe('1', '{ __typename }'));
    expect(await raw.next('1')).toEqual({ id: '1', type: 'next', payload: { data: { __typename: 'Query' } } });
    expect(await raw.next('1')).toEqual({ id: '1', type: 'complete' });
  });

  it('allows 20 subscriptions: another one gets an error of its own, and one that ends makes room', async () => {
    const raw = await ready();
    for (let id = 1; id <= 21; id += 1) raw.send(subscribe(String(id)));
    expect(await raw.next('21')).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    raw.send(subscribe('query', '{ __typename }'));
    expect(await raw.next('query')).toMatchObject({ type: 'next' });
    raw.send({ id: '7', type: 'complete' });
    await pause(50);
    raw.send(subscribe('22'));
    raw.send(subscribe('23'));
    expect(await raw.next('23')).toMatchObject({ type: 'error' });
  });

  it('accepts pages of the gateway and of the allowed origins, and no other', async () => {
    const own = new URL(registry.url).origin;
    for (const origin of [own, 'https://console.example.com']) {
      const raw = await socket(registry.url, { origin });
      raw.send({ type: 'connection_init' });
      expect(await raw.next()).toMatchObject({ type: 'connection_ack' });
    }
    for (const origin of ['https://evil.example', 'null', 'https://console.example.com.evil.example']) {
      await expect(openSocket(registry.url, { origin })).rejects.toThrow('403');
    }
    await expect(openSocket(`${own}/elsewhere`)).rejects.toThrow('404');
  });
});
