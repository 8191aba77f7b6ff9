import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { textFrame } from '../../../server/websocket/textFrame.ts';

/** The lengths around which the header changes. */
const lengths = [2, 125, 126, 127, 65_535, 65_536, 70_000];

it('is read by a client as one text, whatever its length is', async () => {
  const server = new WebSocketServer({ port: 0 });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const [[, request]] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
  const texts = lengths.map((length) => `${'é'.repeat(Math.floor(length / 2) - 1)}${'x'.repeat(2 + (length % 2))}`);
  const read: unknown[] = [];
  const all = new Promise<void>((resolve) => {
    client.on('message', (data, isBinary) => {
      read.push([String(data), isBinary]);
      if (read.length === texts.length) resolve();
    });
  });
  for (const text of texts) {
    const bytes = Buffer.from(text);
    request.socket.write(textFrame(bytes.subarray(0, 1), bytes.subarray(1, 1), bytes.subarray(1)));
  }
  await all;
  expect(texts.map((text) => Buffer.byteLength(text))).toEqual(lengths);
  expect(read).toEqual(texts.map((text) => [text, false]));
  client.terminate();
  server.close();
});
