import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advanceLog } from '../../src/db/event.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { openFeed } from '../../src/feed/feed.ts';
import { openWakeups } from '../../src/feed/wakeups.ts';
import { anonymous } from '../../src/viewer.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uuidOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

/** A network that can stop forwarding: nothing is closed, and nothing arrives. */
async function network(to: URL) {
  const carried = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    for (const socket of [near, far]) {
      carried.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => carried.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(to);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    /** What is in transit is lost; what is sent from now on arrives. */
    loseConnections() {
      for (const socket of carried) socket.unpipe().pause();
    },
    close() {
      for (const socket of carried) socket.destroy();
      server.close();
    },
  };
}

describe.skipIf(!hasEngine || engine !== 'postgres')('the feed, when something hangs,', () => {
  let registry: TestRegistry;
  const fresh = uniqueNames('frozen');
  const publish = async () =>
    (await registry.actor()).do(publishAgent, { input: agent({ agentId: fresh(), version: '1.0.0' }) });

  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterAll(() => registry?.close());

  it('closes a connection that does not respond, and continues with another', async () => {
    const between = await network(new URL(registry.database.url ?? ''));
    const db = openPostgres({ url: between.url, schema: 'nofx' });
    const wakeups = openWakeups([], { pollMs: 50 });
    const feed = openFeed(db, wakeups, { timeoutMs: 300 });
    const events = await feed.subscribe(anonymous, null, {});
    between.loseConnections();
    await expect(feed.advance()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const { event } = await publish();
    expect((await events.next()).value).toMatchObject({ id: uuidOf(event.id) });
    await feed.close();
    await wakeups.close();
    between.close();
    await db.close();
  });

  it('continues when a gateway is frozen in a transaction that locks the end of the log', async () => {
    const db = openPostgres({ url: registry.database.url ?? '', schema: 'nofx' });
    const thaw = Promise.withResolvers<void>();
    const holding = Promise.withResolvers<void>();
    await registry.database.asOwner('begin; select nofx.sequence_events(); commit');
    await registry.database.asOwner(
      `insert into nofx.registry_events (type, action, kind, namespace, tenant, correlation_id)
         values ('agent.validation_failed', 'VALIDATION_FAILED', 'AGENT', 'default', 'default', 'nobody')`,
    );
    const frozen = db.transact(anonymous, async (tx) => {
      await tx.run(advanceLog(0));
      holding.resolve();
      await thaw.promise;
    });
    await holding.promise;
    await expect
      .poll(
        () =>
          registry.services.feed.advance().then(
            () => 'goes on',
            () => 'waits',
          ),
        { timeout: 25_000 },
      )
      .toBe('goes on');
    thaw.resolve();
    await expect(frozen).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await db.close();
  });
});
