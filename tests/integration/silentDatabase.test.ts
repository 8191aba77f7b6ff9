import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedHead } from '../../src/db/event.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { anonymous } from '../../src/viewer.ts';
import { engine, engineIsHere, openTestDatabase, type TestDatabase } from '../support/database.ts';

/** A way to the database that can fall silent: what is sent arrives nowhere, and nothing is closed. */
async function openWay(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let silent = false;
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    near.on('data', (bytes) => silent || far.write(bytes));
    far.on('data', (bytes) => silent || near.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const way = new URL(url);
  way.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: way.href,
    fallSilent: (now: boolean) => {
      silent = now;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe.skipIf(!engineIsHere || engine !== 'postgres')('a database that does not answer any more', () => {
  let database: TestDatabase;
  let way: Awaited<ReturnType<typeof openWay>>;
  beforeAll(async () => {
    database = await openTestDatabase();
    way = await openWay(database.url ?? '');
  });
  afterAll(async () => {
    way?.close();
    await database?.close();
  });

  it.each(['read', 'transact'] as const)('is told of by %s, and asked again over a new connection', async (how) => {
    const db = openPostgres({ url: way.url, schema: 'nofx', connections: 1, patience: { answerMs: 300 } });
    const ask = () =>
      how === 'read' ? db.read(anonymous, feedHead) : db.transact(anonymous, (tx) => tx.run(feedHead));
    try {
      expect(await ask()).toHaveLength(1);
      way.fallSilent(true);
      await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      way.fallSilent(false);
      expect(await ask()).toHaveLength(1);
    } finally {
      way.fallSilent(false);
      await db.close();
    }
  });
});
