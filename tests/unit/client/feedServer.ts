import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buildSchema, execute, GraphQLError, parse, subscribe } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

const schema = buildSchema(readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8'));

/** The feed as the gateway serves it, over both transports, with connections that a test can cut. */
export async function startFeed({ token }: { token?: string } = {}) {
  let length = 0;
  let grown = Promise.withResolvers<void>();
  let ended = Promise.withResolvers<void>();
  const asked: (string | null)[] = [];
  const sockets = new Set<Socket>();
  const troubles: string[] = [];

  async function* events(after: string | null) {
    asked.push(after);
    const end = ended.promise.then(() => 'end' as const);
    for (let seq = after === null ? length : Number(after); ; ) {
      while (seq < length) {
        seq += 1;
        yield { registryEvents: eventAt(seq) };
      }
      if ((await Promise.race([grown.promise, end])) === 'end') return;
    }
  }

  const rootValue = {
    registryEvents({ after, last }: { after?: string | null; last?: number }) {
      if (last === 1) {
        return { edges: length === 0 ? [] : [{ cursor: String(length) }], pageInfo: { hasNextPage: false } };
      }
      if (after && !/^\d+$/.test(after)) {
        throw new GraphQLError('`after` is not a cursor.', { extensions: { code: 'BAD_USER_INPUT' } });
      }
      const code = troubles.shift();
      if (code) throw new GraphQLError('Not now.', { extensions: { code } });
      return events(after ?? null);
    },
  };

  const sse = createHandler({ schema, subscribe: (args) => subscribe({ ...args, rootValue }) });
  const server = createServer(async (request, response) => {
    if (token && request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: [{ message: 'No.', extensions: { code: 'UNAUTHENTICATED' } }] }));
    } else if (request.headers.accept === 'text/event-stream') {
      await sse(request, response);
    } else {
      const { query } = JSON.parse(Buffer.concat(await request.toArray()).toString());
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(await execute({ schema, rootValue, document: parse(query) })));
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const webSockets = new WebSocketServer({ server, path: '/graphql' });
  useServer(
    {
      schema,
      subscribe: (args) => subscribe({ ...args, rootValue }),
      onConnect: ({ connectionParams }) => !token || connectionParams?.authorization === `Bearer ${token}`,
    },
    webSockets,
  );

  function cut() {
    for (const socket of webSockets.clients) socket.terminate();
    for (const socket of sockets) socket.destroy();
  }

  let port = 0;
  async function listen() {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }
  await listen();

  return {
    url: `http://127.0.0.1:${port}/graphql`,
    /** The cursors of the subscriptions, in order. */
    asked,
    happen(count = 1) {
      length += count;
      const { resolve } = grown;
      grown = Promise.withResolvers();
      resolve();
    },
    /** Answers the next subscriptions with these codes. */
    fail: (...codes: string[]) => void troubles.push(...codes),
    /** Ends every subscription normally, like a gateway that stops. */
    end() {
      const { resolve } = ended;
      ended = Promise.withResolvers();
      resolve();
    },
    /** Cuts every connection, like a network failure. */
    cut,
    /** Closes like a proxy: a normal closure in the middle of a stream. */
    closeNormally() {
      for (const socket of webSockets.clients) socket.close(1000);
    },
    async goAway() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
    comeBack: listen,
    async close() {
      server.close();
      cut();
    },
  };
}

const eventAt = (seq: number) => ({
  cursor: String(seq),
  number: seq,
  id: `id-${seq}`,
  type: 'agent.updated',
  action: 'PUBLISHED',
  kind: 'AGENT',
  entryId: 'an-agent',
  namespace: 'default',
  correlationId: 'c',
  occurredAt: '2026-01-01T00:00:00Z',
});
