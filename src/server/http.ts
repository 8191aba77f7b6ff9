import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerTo, type RestOptions } from './rest/answer.ts';
import { serveWebSocket } from './webSocket.ts';
import type { Gateway } from './yoga.ts';

export interface Listening {
  server: Server;
  /** Where it is, with the port that it really has. */
  origin: string;
  /** Takes no new work, lets sockets and streams go, and returns when all are gone. */
  close(): Promise<void>;
}

export interface HttpOptions extends RestOptions {
  host: string;
  port: number;
  gateway: Gateway;
}

/** Listens: `/graphql` over HTTP and WebSocket, and what is not GraphQL. */
export async function listen({ host, port, gateway, ...rest }: HttpOptions): Promise<Listening> {
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '/';
    if (path === '/graphql') return void gateway(request, response);
    const { status, headers, body } = await answerTo(request, rest);
    response.writeHead(status, headers);
    response.end(body);
  });
  const closeSockets = serveWebSocket(server, gateway, rest.authenticate);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

  return {
    server,
    origin: originOf(server.address() as AddressInfo),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await closeSockets();
      server.closeIdleConnections();
      const hurry = setTimeout(() => server.closeAllConnections(), 500);
      await closed;
      clearTimeout(hurry);
    },
  };
}

const originOf = ({ address, family, port }: AddressInfo) =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
