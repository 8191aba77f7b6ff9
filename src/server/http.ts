import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Services } from '../registry/services.ts';
import { anonymous } from '../viewer.ts';
import { feedHead } from '../db/event.ts';
import type { Authenticate } from './auth.ts';
import { serveWebSocket } from './webSocket.ts';
import type { Gateway } from './yoga.ts';

export interface Listening {
  server: Server;
  /** Where it is, with the port that it really has. */
  origin: string;
  /** Takes no new work, lets sockets and streams go, and returns when all are gone. */
  close(): Promise<void>;
}

export interface HttpOptions {
  host: string;
  port: number;
  gateway: Gateway;
  authenticate: Authenticate;
  services: Services;
}

/** Listens: `/graphql` over HTTP and WebSocket, and the health of the process. */
export async function listen({ host, port, gateway, authenticate, services }: HttpOptions): Promise<Listening> {
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '/';
    if (path === '/graphql') return void gateway(request, response);
    const [status, body] = await answerFor(path, services);
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...(status === 302 ? { location: '/graphql' } : {}) });
    response.end(JSON.stringify(body));
  });
  const closeSockets = serveWebSocket(server, gateway, authenticate);

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

async function answerFor(path: string, services: Services): Promise<[status: number, body: unknown]> {
  if (path === '/') return [302, { graphql: '/graphql' }];
  if (path === '/health/live') return [200, { status: 'ok' }];
  if (path !== '/health/ready') return [404, { status: 404, title: 'Not found', detail: 'GraphQL is at /graphql.' }];
  try {
    await services.db.read(anonymous, feedHead);
    return [200, { status: 'ok' }];
  } catch {
    return [503, { status: 'unavailable', detail: 'The database does not answer.' }];
  }
}

const originOf = ({ address, family, port }: AddressInfo) =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
