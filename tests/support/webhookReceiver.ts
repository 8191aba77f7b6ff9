import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message, as it arrived. */
export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
  event: any;
}

type Respond = (response: ServerResponse, message: Received) => void;

/** A server that receives webhooks on this machine. */
export interface Receiver {
  url: string;
  /** Everything that arrived, in order. */
  received: Received[];
  /** How the next messages are answered: a status, or anything at all. Defaults to 204. */
  respond(how: number | Respond): void;
  /** Resolves when so many messages have arrived. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function openReceiver(host = '127.0.0.1'): Promise<Receiver> {
  const received: Received[] = [];
  // Of its own: a gateway of another test may still send to the port that this one got.
  const path = `/hooks/${randomUUID()}`;
  let respond: Respond = withStatus(204);
  let waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const message = await read(request);
    if (message.path !== path) return withStatus(404)(response, message);
    received.push(message);
    respond(response, message);
    for (const resume of waiting.splice(0)) resume();
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}${path}`,
    received,
    respond(how) {
      respond = typeof how === 'number' ? withStatus(how) : how;
    },
    async until(count) {
      while (received.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    async close() {
      waiting = [];
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const withStatus =
  (status: number): Respond =>
  (response) =>
    response.writeHead(status).end();

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { path: request.url ?? '', headers, body, event: JSON.parse(body) };
}
