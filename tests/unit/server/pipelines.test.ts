import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { oneAtATime } from '../../../server/http/pipelines.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that answers when it is told to, and a client of it. */
async function serve(most?: number) {
  const begun: string[] = [];
  const open: ServerResponse[] = [];
  server = createServer(
    oneAtATime((request, response) => {
      begun.push(request.url ?? '');
      open.push(response);
    }, most),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = () => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    let read = '';
    socket.on('data', (data) => {
      read += data;
    });
    const send = (paths: readonly string[]) =>
      socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`).join(''));
    return { socket, send, bodies: () => [...read.matchAll(/\[(.*?)\]/g)].map(([, body]) => body) };
  };
  const answer = (headers = {}) =>
    open
      .shift()
      ?.writeHead(200, headers)
      .end(`[${begun.at(-1)}]`);
  return { begun, client, answer };
}

const paths = (count: number) => Array.from({ length: count }, (_, index) => `/${index}`);

it('begins a request of a connection when the one before it has been answered', async () => {
  const { begun, client, answer } = await serve();
  const one = client();
  one.send(paths(3));
  await expect.poll(() => begun).toEqual(['/0']);
  answer();
  await expect.poll(() => begun).toEqual(['/0', '/1']);
  expect(one.bodies()).toEqual(['/0']);
  answer();
  await expect.poll(() => begun).toEqual(['/0', '/1', '/2']);
  answer();
  await expect.poll(() => one.bodies()).toEqual(['/0', '/1', '/2']);
  one.send(['/later']);
  await expect.poll(() => begun.at(-1)).toBe('/later');
});

it('lets no connection wait for another', async () => {
  const { begun, client } = await serve();
  client().send(['/a']);
  client().send(['/b']);
  await expect.poll(() => [...begun].sort()).toEqual(['/a', '/b']);
});

it('answers as many as may wait, and the one before them', async () => {
  const { begun, client, answer } = await serve(3);
  const one = client();
  one.send(paths(4));
  for (let count = 1; count <= 4; count += 1) {
    await expect.poll(() => begun.length).toBe(count);
    answer();
  }
  await expect.poll(() => one.bodies()).toEqual(paths(4));
});

it('disconnects a client with more, and begins none of them', async () => {
  const { begun, client } = await serve(3);
  const one = client();
  one.send(paths(5));
  await new Promise((resolve) => one.socket.once('close', resolve));
  await yieldToEventLoop();
  expect(begun).toEqual(['/0']);
});

it('begins nothing after the last answer of a connection', async () => {
  const { begun, client, answer } = await serve();
  const one = client();
  one.send(paths(3));
  await expect.poll(() => begun).toEqual(['/0']);
  answer({ connection: 'close' });
  await once(one.socket, 'close');
  expect(one.bodies()).toEqual(['/0']);
  expect(begun).toEqual(['/0']);
});

it('begins nothing more of a client that has left', async () => {
  const { begun, client } = await serve();
  const one = client();
  one.send(paths(3));
  await expect.poll(() => begun).toEqual(['/0']);
  one.socket.destroy();
  const other = client();
  other.send(['/other']);
  await expect.poll(() => begun).toContain('/other');
  await yieldToEventLoop();
  expect(begun).toEqual(['/0', '/other']);
});
