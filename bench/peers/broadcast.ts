import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { ready } from './ready.ts';

/** What every way of telling sockets something costs at least: `ws`, which sends the same bytes to each of them. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const text = Buffer.concat(chunks);
    for (const socket of sockets.clients) socket.send(text, { binary: false });
    response.end('{}');
  });
});
const sockets = new WebSocketServer({ server });
ready(server);
