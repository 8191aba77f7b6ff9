import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServerAdapter } from '@whatwg-node/server';
import { badInput, Problem, problemAnswer } from './access/problem.ts';
import { answersOverNode } from './graphql/answers/overNode.ts';
import type { GatewayOptions, ServerContext } from './graphql/gatewayOptions.ts';
import type { Gateway } from './graphql/yoga.ts';
import { trackResponses } from './http/openResponses.ts';
import { oneAtATime } from './http/pipelines.ts';
import { createSlowReaders } from './http/slowReaders.ts';
import type { ConsoleSite } from './rest/console.ts';
import { docsRoutes } from './rest/docs.ts';
import { createKeptPaths } from './rest/keptPaths.ts';
import { playgroundRoute, wantsPlayground } from './rest/playground.ts';
import { createRest } from './rest/rest.ts';
import { originForm } from './rest/target.ts';
import { traceRequest } from './telemetry/tracing/traceRequest.ts';
import { serveWebSocket } from './websocket/webSocket.ts';

export interface Listening {
  server: Server;
  /** Its URL, with the actual port. */
  origin: string;
  /**
   * Accepts no more connections, closes sockets and streams so that their clients resume elsewhere, lets the other
   * requests finish up to a limit, and returns when all connections are closed.
   */
  close(): Promise<void>;
}

export interface HttpOptions extends GatewayOptions {
  host: string;
  port: number;
  /** How long requests in progress may take to finish when the gateway stops, in seconds. */
  stopSeconds: number;
  gateway: Gateway;
  /** The web console, where it is built. */
  site?: ConsoleSite | null | undefined;
}

/** The timeout for a client to send its request, in milliseconds. A bundle may take a while. */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  // Longer than proxies keep an unused connection (60 s): the one that closes first must be the one that sends.
  keepAliveTimeout: 75_000,
};

/** Node would answer a request without a host with an empty 400, and take any `Upgrade` for that of a WebSocket. */
const parserOptions = {
  requireHostHeader: false,
  shouldUpgradeCallback: ({ headers: { upgrade = '' } }: IncomingMessage) => /\bwebsocket\b/i.test(upgrade),
};

/** Listens: `/graphql` over HTTP and WebSocket, and what is not GraphQL. */
export async function listen({
  host,
  port,
  stopSeconds,
  gateway,
  site = null,
  ...options
}: HttpOptions): Promise<Listening> {
  const { renderPlayground, tracing } = options;
  const playground = renderPlayground ? [playgroundRoute(renderPlayground)] : [];
  const rest = createRest(gateway, options, [...docsRoutes(), ...playground], site);
  const answers = answersOverNode(options);
  const keptPath = createKeptPaths();
  const slowReaders = createSlowReaders();
  const responses = trackResponses();
  let isStopping = false;
  const restAdapter = createServerAdapter<ServerContext>((request, arrival) => rest.handle(request, arrival));
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (!hasHost(request)) {
      const { status, headers, body } = problemAnswer(
        badInput('`Host` must be sent exactly once and contain a host name.'),
      );
      return void response.writeHead(status, { ...headers, connection: 'close' }).end(body);
    }
    if (!isKnown(request)) {
      const { status, headers, body } = problemAnswer(misdirected());
      return void response.writeHead(status, { ...headers, connection: 'close' }).end(body);
    }
    request.url = originForm(request.url ?? '/');
    slowReaders.watch(response);
    responses.add(response);
    if (isStopping) response.shouldKeepAlive = false;
    const isGraphql = request.url.split('?')[0] === '/graphql';
    const isPage = isGraphql && renderPlayground && wantsPlayground(request.method, request.headers.accept);
    if (isGraphql && !isPage)
      return answers(request, response, 'http', '/graphql', (begun) =>
        gateway.direct(request, response, begun, (left) => void gateway(request, response, { begun: left })),
      );
    const kept = isGraphql ? undefined : keptPath(request.url.split('?', 1)[0] ?? '');
    if (kept === undefined) return void restAdapter(request, response);
    return answers(request, response, 'rest', kept, (begun) => void restAdapter(request, response, { begun }));
  };
  const server = createServer(
    { ...timeouts, ...parserOptions },
    oneAtATime(
      tracing
        ? (request, response) => traceRequest(tracing, request, response, () => handle(request, response))
        : handle,
    ),
  );
  server.on('clientError', refuse);
  const isKnown = ({ headers: { host = '' } }: IncomingMessage) => host === '' || (options.hosts?.(host) ?? true);
  const sockets = serveWebSocket(gateway, options);
  server.on('upgrade', (request, connection, head) => {
    if (isKnown(request)) return void sockets.upgrade(request, connection, head);
    connection.end(asText(problemAnswer(misdirected())));
  });

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
      isStopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      responses.windDown();
      await Promise.all([sockets.close(stopSeconds * 1_000), responses.allSent(stopSeconds * 1_000)]);
      slowReaders.stop();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Exactly one host, and a valid one, since URLs are built from it (RFC 9112, 3.2). HTTP/1.0 may omit it. */
function hasHost({ headersDistinct: { host = [] }, httpVersion }: IncomingMessage): boolean {
  const [name = ''] = host;
  if (host.length !== 1) return host.length === 0 && httpVersion === '1.0';
  return name === '' || (!/[/?#@\\]/.test(name) && URL.canParse(`http://${name}`));
}

/** Invalid, too large or too slow HTTP: the statuses of Node, with a code. */
function refuse(error: NodeJS.ErrnoException, connection: Duplex) {
  if (!connection.writable || error.code === 'ECONNRESET') return void connection.destroy();
  connection.end(asText(problemAnswer(new Problem(...(transportErrors[error.code ?? ''] ?? notHttp)))));
}

function asText({ status, headers, body }: ReturnType<typeof problemAnswer>): string {
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': String(Buffer.byteLength(body)) });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  return [...head, '', body].join('\r\n');
}

/** 421: this server does not answer for that name (RFC 9110, 15.5.20). */
const misdirected = () =>
  new Problem(
    421,
    'BAD_USER_INPUT',
    '`Host` is not a name of this machine. This gateway serves this machine only: use http://127.0.0.1, or list the name in REGISTRY_HOSTS.',
  );

const notHttp = [400, 'BAD_USER_INPUT', 'The request is not valid HTTP.'] as const;
const transportErrors: Record<string, readonly [status: number, code: string, detail: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'BAD_USER_INPUT', 'The headers are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'TIMEOUT', 'The request took too long to arrive.'],
};

const originOf = ({ address, family, port }: AddressInfo) =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
