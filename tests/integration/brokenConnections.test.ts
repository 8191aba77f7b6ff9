import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedHead } from '../../src/db/event.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { anonymous } from '../../src/viewer.ts';
import { engine, hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { type PostgresProxy, startPostgresProxy } from '../support/postgresProxy.ts';

describe.skipIf(!hasEngine || engine !== 'postgres').each(['read', 'transact'] as const)('a %s', (how) => {
  let database: TestDatabase;
  let proxy: PostgresProxy;
  beforeAll(async () => {
    database = await openTestDatabase();
    proxy = await startPostgresProxy(database.url ?? '');
  });
  afterAll(async () => {
    proxy?.close();
    await database?.close();
  });

  const open = () => {
    const db = openPostgres({ url: proxy.url, schema: 'nofx', connections: 1, timeouts: { answerMs: 300 } });
    const ask = () =>
      how === 'read' ? db.read(anonymous, feedHead) : db.transact(anonymous, (tx) => tx.run(feedHead));
    return { ask, close: () => db.close() };
  };

  it('reports that the database no longer answers, and reconnects', async () => {
    const { ask, close } = open();
    try {
      expect(await ask()).toHaveLength(1);
      proxy.setSilent(true);
      await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      proxy.setSilent(false);
      expect(await ask()).toHaveLength(1);
    } finally {
      proxy.setSilent(false);
      await close();
    }
  });

  it('reports that the database went down while the connection was handed over', async () => {
    const { ask, close } = open();
    proxy.endAfterNextResponse(); // The response that confirms a new connection.
    await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await ask()).toHaveLength(1);
    proxy.endAfterNextResponse(); // The response to a statement, while the next caller waits for the connection.
    // It was answered, and the connection is known to be closed before the next caller gets one.
    expect((await Promise.all([ask(), ask(), ask()])).map((rows) => rows.length)).toEqual([1, 1, 1]);
    expect(await ask()).toHaveLength(1);
    await close();
  });
});
