import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerTo, type RestOptions } from './rest/answer.ts';
import { serveWebSocket, type WebSocketOptions } from './webSocket.ts';
import type { Gateway } from './yoga.ts';

export interface Listening {
  server: Server;
  /** Where it is, with the port that it really has. */
  origin: string;
  /** Takes no new work, lets sockets and streams go, and returns when all are gone. */
  close(): Promise<void>;
}

export interface HttpOptions extends RestOptions, Omit<WebSocketOptions, keyof RestOptions> {
  host: string;
  port: number;
  gateway: Gateway;
}

/** How long a client may take to say what it wants, in milliseconds. A bundle may take a while to arrive. */
const patience = { headersTimeout: 10_000, requestTimeout: 65_000, connectionsCheckingInterval: 5_000 };

/** Listens: `/graphql` over HTTP and WebSocket, and what is not GraphQL. */
export async function listen({ host, port, gateway, ...options }: HttpOptions): Promise<Listening> {
  const server = createServer(patience, async (request, response) => {
    const path = request.url?.split('?')[0] ?? '/';
    if (path === '/graphql') return void gateway(request, response);
    const { status, headers, body } = await answerTo(request, options);
    response.writeHead(status, headers);
    response.end(body);
  });
  server.on('clientError', refuse);
  const closeSockets = serveWebSocket(server, gateway, options);

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

/** What is not HTTP, or too much of it, or too slow: the same as Node would say, with a code. */
function refuse(error: NodeJS.ErrnoException, connection: Duplex) {
  if (!connection.writable || error.code === 'ECONNRESET') return void connection.destroy();
  const [status, code] = transportErrors[error.code ?? ''] ?? ['400 Bad Request', 'BAD_USER_INPUT'];
  const body = JSON.stringify({
    type: 'about:blank',
    status: Number.parseInt(status, 10),
    title: status.slice(4),
    code,
  });
  connection.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}

const transportErrors: Record<string, [status: string, code: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'BAD_USER_INPUT'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'TIMEOUT'],
};

const originOf = ({ address, family, port }: AddressInfo) =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
