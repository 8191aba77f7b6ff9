import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { extname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { eventsPath } from '../../../server/edge/cachePolicy.ts';
import type { Built, BuiltFunction, BuiltRoute } from './build.ts';
import { createEdgeCache } from './cache.ts';
import { type Edge, startEdge } from './edge.ts';

/**
 * NOT Vercel. It reads what Vercel would get (.vc-config.json, config.json) and follows the documentation: static files
 * and functions first, then the rewrites; a rewritten request keeps its URL; the client's address is in headers that no
 * client can set. Each function runs in a separate process with the launcher of @vercel/node (the one of `vercel dev`),
 * except for the one that exports a server, which that launcher does not support.
 */
export interface Deployment {
  origin: string;
  /** The output of a function. */
  log(path: string): string;
  /** From the start of its process to its first response, in milliseconds, for those that were called. */
  coldStarts: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const launcher = join(
  fileURLToPath(new URL('..', import.meta.url)),
  'node_modules',
  '@vercel/node/dist/dev-server.mjs',
);
const socketLauncher = fileURLToPath(new URL('socketLauncher.mjs', import.meta.url));

interface Running {
  child: ChildProcess;
  port: number;
  startedAt: number;
  printed: string;
}

export async function deploy(built: Built, env: Record<string, string>): Promise<Deployment> {
  const running = new Map<string, Promise<Running>>();
  const printed = new Map<string, string>();
  const coldStarts = new Map<string, number>();

  /** Started by its first request, as on the platform. */
  const instanceOf = (each: BuiltFunction) => {
    const found = running.get(each.path);
    if (found) return found;
    const started = start(each, env, (text) => printed.set(each.path, (printed.get(each.path) ?? '') + text));
    running.set(each.path, started);
    return started;
  };

  const cache = createEdgeCache();
  const ids = new Map<string, unknown>();
  const edge = startEdge(built.middleware, env, {
    purge: cache,
    cache: {
      get: async (key) => ids.get(key) ?? null,
      set: async (key, value) => void ids.set(key, value),
    },
  });

  const server = createServer(async (request, response) => {
    // The middleware reads a body only where it is itself the receiver; the function behind it gets the same bytes.
    const body = request.url === eventsPath ? await buffer(request) : undefined;
    if (runsMiddleware(built, request) && (await answeredAtEdge(await edge, request, response, String(body ?? ''))))
      return;
    const isPublicRead = request.method === 'GET' && request.headers.authorization === undefined;
    const url = request.url ?? '/';
    const kept = isPublicRead ? cache.find(url) : undefined;
    if (kept) return response.writeHead(kept.status, { ...kept.headers, 'x-vercel-cache': 'HIT' }).end(kept.body);
    const target = route(built, request);
    if (typeof target === 'string') {
      response.writeHead(200, {
        'content-type': types[extname(target)] ?? 'application/octet-stream',
        ...headersFor(built, request),
      });
      return response.end(await readFile(target));
    }
    if (!target) return response.writeHead(404).end('NOT_FOUND');
    const { port, startedAt } = await instanceOf(target);
    const forwarded = send(
      { port, host: '127.0.0.1', method: request.method, path: request.url, headers: fromPlatform(request) },
      (answer) => {
        if (!coldStarts.has(target.path)) coldStarts.set(target.path, performance.now() - startedAt);
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
        if (!isPublicRead || answer.headers['vercel-cdn-cache-control'] === undefined) return;
        const headers = answer.headers as Record<string, string>;
        const chunks: Buffer[] = [];
        answer
          .on('data', (chunk) => chunks.push(chunk))
          .on('end', () => cache.keep(url, { status: answer.statusCode ?? 500, headers, body: Buffer.concat(chunks) }));
      },
    );
    forwarded.on('error', () => response.destroy());
    response.on('close', () => forwarded.destroy());
    if (body) forwarded.end(body);
    else request.pipe(forwarded);
  });

  server.on('upgrade', async (request, socket, head) => {
    socket.on('error', () => {});
    const target = route(built, request);
    if (!target || typeof target === 'string') return socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    const { port } = await instanceOf(target);
    const upstream = connect(port, '127.0.0.1', () => {
      const headers = Object.entries({ ...fromPlatform(request), connection: 'Upgrade', upgrade: 'websocket' });
      upstream.write(
        `GET ${request.url} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
      );
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log: (path) => printed.get(path) ?? '',
    coldStarts,
    async close() {
      server.closeAllConnections();
      server.close();
      for (const instance of running.values()) (await instance).child.kill('SIGKILL');
    },
  };
}

const runsMiddleware = ({ config }: Built, request: IncomingMessage) =>
  config.routes.some((each) => each.middlewarePath !== undefined && matches(each, request));

/** Whether the middleware answered the request itself. Otherwise it goes on, with the headers that the middleware set. */
async function answeredAtEdge(
  edge: Edge,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<boolean> {
  const answer = await edge({
    url: `https://registry.example.com${request.url}`,
    method: request.method ?? 'GET',
    headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    body,
  });
  if (answer.headers.get('x-middleware-next') !== '1') {
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(answer.body);
    return true;
  }
  const names = answer.headers.get('x-middleware-override-headers')?.split(',');
  if (names)
    request.headers = Object.fromEntries(
      names.map((name) => [name, answer.headers.get(`x-middleware-request-${name}`) ?? '']),
    );
  return false;
}

async function start(
  each: BuiltFunction,
  env: Record<string, string>,
  print: (text: string) => void,
): Promise<Running> {
  const startedAt = performance.now();
  const ownServer = each.path === '/api/socket';
  const child = fork(ownServer ? socketLauncher : launcher, ownServer ? [join(each.folder, each.handler)] : [], {
    cwd: each.folder,
    execArgv: [],
    silent: true,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      VERCEL: '1',
      VERCEL_DEV_ENTRYPOINT: each.handler,
      VERCEL_DEV_CONFIG: '{}',
      ...env,
    },
  });
  const running: Running = { child, port: 0, startedAt, printed: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      running.printed += chunk;
      print(String(chunk));
    });
  }
  const [address] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${each.path} did not start: ${running.printed}`))),
  ]);
  running.port = (address as AddressInfo).port;
  return running;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
};

/** A file, a function, or nothing. */
function route({ folder, config, functions }: Built, request: IncomingMessage): string | BuiltFunction | null {
  const [path = '/'] = (request.url ?? '/').split('?');
  const onDisk = (place: string) => {
    const file = join(folder, 'static', place);
    if (existsSync(file) && statSync(file).isFile()) return file;
    return functions.find((each) => each.path === place) ?? null;
  };
  const found = onDisk(path);
  if (found) return found;
  for (const { dest, status } of config.routes.filter((each) => matches(each, request))) {
    if (status) return null;
    const rewritten = dest && onDisk(dest);
    if (rewritten) return rewritten;
  }
  return null;
}

const headersFor = ({ config }: Built, request: IncomingMessage) =>
  Object.assign({}, ...config.routes.filter((each) => matches(each, request)).map(({ headers }) => headers));

const matches = ({ src, has = [] }: BuiltRoute, { url = '/', headers }: IncomingMessage) =>
  src !== undefined &&
  new RegExp(src).test(url.split('?')[0] ?? '/') &&
  has.every(({ key, value }) => new RegExp(`^(?:${value})$`).test(String(headers[key] ?? '')));

/** The client's own headers, except for those that only the platform sets. */
function fromPlatform({ headers, socket }: IncomingMessage) {
  const address = headers['x-test-address'] ?? socket.remoteAddress?.replace('::ffff:', '') ?? '';
  return {
    ...headers,
    'x-forwarded-host': headers.host,
    'x-forwarded-proto': 'https',
    'x-forwarded-for': address,
    'x-real-ip': address,
    'x-vercel-forwarded-for': address,
  };
}
