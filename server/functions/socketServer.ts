import { createServer, type Server } from 'node:http';
import { lazily } from '../open/lazily.ts';
import { serveWebSocket } from '../websocket/webSocket.ts';
import { openInstance } from './instance.ts';
import { unavailable } from './unavailable.ts';

const openSockets = lazily(async () => {
  const { gateway, options } = await openInstance();
  const sockets = serveWebSocket(gateway, options);
  process.once('SIGTERM', () => void sockets.close());
  return sockets;
});

/**
 * Subscriptions over WebSocket: a server that never listens here, the platform passes it upgrades
 * (https://vercel.com/docs/functions/websockets). Any other request is refused with a message.
 */
export function socketServer(): Server {
  const server = createServer((_request, response) => {
    response.writeHead(426, { connection: 'upgrade', upgrade: 'websocket', 'content-length': 0 }).end();
  });
  server.on('upgrade', async (request, connection, head) => {
    connection.on('error', () => {});
    try {
      (await openSockets()).upgrade(request, connection, head);
    } catch (error) {
      const { status } = unavailable(error, new Request(`http://registry.invalid${request.url ?? '/'}`));
      connection.end(`HTTP/1.1 ${status} Service Unavailable\r\nconnection: close\r\nretry-after: 5\r\n\r\n`);
    }
  });
  return server;
}
