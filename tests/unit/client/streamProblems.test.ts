import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Connection, createClient, RegistryEventsDocument } from '../../../packages/client/index.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** The URL of a gateway that does this with each WebSocket, after it has acknowledged it. */
async function gateway(act: (socket: WebSocket) => void, acknowledge = true): Promise<string> {
  server = createServer().listen(0, '127.0.0.1');
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { type } = JSON.parse(String(data));
      if (type === 'connection_init' && acknowledge) socket.send('{"type":"connection_ack"}');
      if (type === (acknowledge ? 'subscribe' : 'connection_init')) act(socket);
    });
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

/** How a subscription ends: the error, or `ended`. */
async function endOf(connection: Connection, transport: 'ws' | 'sse') {
  const events = createClient(connection).subscribe(RegistryEventsDocument, { after: '0' }, { transport });
  const { name, message, code, status } = await events.next().then(
    () => ({ name: 'ended', message: '', code: null, status: null }),
    (error) => error,
  );
  return { name, message: message.replace(/127\.0\.0\.1:\d+/, 'host'), code, status };
}

describe('a WebSocket that the gateway closes', () => {
  const refused = { name: 'GatewayRefused', status: null };
  const lost = { name: 'GatewayUnreachable', code: undefined, status: undefined };

  it.each([
    [
      4400,
      'Invalid message',
      { ...refused, code: 'BAD_USER_INPUT', message: 'The gateway refused the request: Invalid message' },
    ],
    [
      4406,
      'Subprotocol',
      { ...refused, code: 'BAD_USER_INPUT', message: 'The gateway refused the request: Subprotocol' },
    ],
    [
      4403,
      'Forbidden',
      { ...lost, message: 'The gateway at http://host/graphql closed the connection (4403, Forbidden).' },
    ],
    [
      1012,
      'Restarting',
      { ...lost, message: 'The gateway at http://host/graphql closed the connection (1012, Restarting).' },
    ],
    [1011, '', { ...lost, message: 'The gateway at http://host/graphql closed the connection (1011).' }],
  ])('with %s %s', async (code, reason, outcome) => {
    const url = await gateway((socket) => socket.close(code, reason));
    expect(await endOf({ url }, 'ws')).toEqual(outcome);
  });

  it('with 4403 before it acknowledged: the token was refused', async () => {
    const url = await gateway((socket) => socket.close(4403, 'Forbidden'), false);
    expect(await endOf({ url, token: 'stale' }, 'ws')).toEqual({
      ...{ ...refused, code: 'UNAUTHENTICATED', message: 'The gateway refused the token.' },
    });
  });
});

describe('server-sent events that are refused', () => {
  const answer = (body: BodyInit | null, init: ResponseInit) =>
    endOf({ url: 'http://host/graphql', fetch: async () => new Response(body, init) }, 'sse');

  it.each([
    [
      503,
      '<html>',
      { name: 'GatewayUnreachable', message: 'The gateway at http://host/graphql responded with HTTP 503.' },
    ],
    [
      404,
      '<html>',
      { name: 'GatewayRefused', code: null, status: 404, message: 'The gateway refused the request (HTTP 404).' },
    ],
    [
      401,
      '{"errors":[{"message":"No.","extensions":{"code":"UNAUTHENTICATED"}}]}',
      { name: 'GatewayRefused', code: 'UNAUTHENTICATED', status: 401, message: 'No.' },
    ],
  ])('with HTTP %s and %s', async (status, body, outcome) => {
    expect(await answer(body, { status, headers: { 'content-type': 'text/html' } })).toMatchObject(outcome);
  });

  it('because nothing is there', async () => {
    const fetch = async () => {
      throw new TypeError('fetch failed');
    };
    expect(await endOf({ url: 'http://host/graphql', fetch }, 'sse')).toMatchObject({
      name: 'GatewayUnreachable',
      message: 'The gateway at http://host/graphql is unreachable.',
    });
  });
});

it('server-sent events with a line without end are refused', async () => {
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  let sent = 0;
  server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: next\ndata: ');
    const more = () => {
      if (response.destroyed) return;
      sent += chunk.length;
      response.write(chunk, more);
    };
    more();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  expect(await endOf({ url }, 'sse')).toEqual({
    name: 'GatewayRefused',
    code: null,
    status: 200,
    message: 'A line of the response is larger than 33554432 bytes, so it is not that of a gateway. Check the URL.',
  });
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});
