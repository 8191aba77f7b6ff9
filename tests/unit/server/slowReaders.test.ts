import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createSlowReaders, type SlowReaders } from '../../../server/http/slowReaders.ts';

let server: Server | undefined;
let readers: SlowReaders | undefined;
afterEach(() => {
  readers?.stop();
  server?.closeAllConnections();
  server?.close();
});

/** A server with this response, which disconnects a client that has not read it after a fifth of a second. */
async function serve(answer: (response: ServerResponse) => void) {
  const watching = createSlowReaders({ graceMs: 200, bytesPerSecond: 1_000_000_000 });
  readers = watching;
  server = createServer((_, response) => {
    watching.watch(response);
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  return socket;
}

const large = Buffer.alloc(32 * 1024 * 1024, 'x');

it('disconnects a client that requests a large response and reads nothing', async () => {
  let gone: Promise<unknown> | undefined;
  const socket = await serve((response) => {
    gone = once(response, 'close');
    response.end(large);
  });
  socket.pause();
  await expect.poll(() => gone).toBeTruthy();
  await gone;
});

it('disconnects a client that stops reading a stream', async () => {
  let gone: Promise<unknown> | undefined;
  const socket = await serve((response) => {
    gone = once(response, 'close');
    const more = () => {
      while (response.write(large.subarray(0, 65_536)));
      response.once('drain', more);
    };
    more();
  });
  socket.once('data', () => socket.pause());
  await expect.poll(() => gone).toBeTruthy();
  await gone;
});

it('keeps an idle stream open, and a client that reads', async () => {
  let written = 0;
  const socket = await serve((response) => {
    const timer = setInterval(() => {
      written += 1;
      response.write(': \n\n');
      if (written < 12) return;
      clearInterval(timer);
      response.end('end');
    }, 50);
  });
  let text = '';
  for await (const chunk of socket) {
    text += chunk;
    if (text.includes('end')) break;
  }
  expect(written).toBe(12);
});
