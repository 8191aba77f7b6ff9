import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cleanUpRows } from '../../src/db/housekeeping.ts';
import { cleanUp } from '../../src/registry/cleanUp.ts';
import { anonymous } from '../../src/viewer.ts';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent, rollbackAgent, setAgentStatus } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

describe.skipIf(!hasEngine)('temporary data', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const fresh = uniqueNames('kept');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
  });
  beforeEach(async () => {
    await registry.database.asOwner(
      'delete from nofx.idempotency_keys; delete from nofx.rate_limits; delete from nofx.blob_claims',
    );
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const publish = (agentId: string, idempotencyKey: string, more: Record<string, unknown> = {}) =>
    alice.do(publishAgent, { input: { ...agent({ agentId, ...more }), idempotencyKey } });
  const age = (key: string, by: string) =>
    registry.database.asOwner(
      'update nofx.idempotency_keys set created_at = now() - $2::interval where key = $1 returning key',
      [key, by],
    );
  const kept = async (table: string) => {
    const [row] = await registry.database.asOwner(`select count(*)::int as rows from nofx.${table}`);
    return (row as { rows: number }).rows;
  };
  const clean = (bounds?: { rows: number; rounds: number }) => cleanUp(registry.services, bounds);

  describe('idempotency keys', () => {
    it('identify their request for 72 hours, and no longer', async () => {
      const [agentId, key] = [fresh(), randomUUID()];
      const first = await publish(agentId, key);
      await age(key, '71:59:00');
      expect(await publish(agentId, key)).toEqual(first);
      expect(await publish(agentId, key, { version: '2.0.0' })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
      await age(key, '72 hours');
      expect(await publish(agentId, key, { version: '2.0.0' })).toMatchObject({ created: true });
      expect(await publish(agentId, key, { version: '2.0.0' })).toMatchObject({ created: true });
      expect(await publish(agentId, key)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    });

    it('take effect once in many concurrent calls with an expired key', async () => {
      const [agentId, key] = [fresh(), randomUUID()];
      await publish(agentId, key);
      await age(key, '73 hours');
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => publish(agentId, key, { version: '1.1.0', description: 'Anew.' })),
      );
      expect(new Set(answers.map(({ event }) => event.id)).size).toBe(1);
      const events = await registry.database.asOwner(
        `select id from nofx.registry_events where slug = $1 and version = '1.1.0'`,
        [agentId],
      );
      expect(events).toHaveLength(1);
    });

    it('remain unchanged when a request fails after it has taken an expired one', async () => {
      const [agentId, key] = [fresh(), randomUUID()];
      await publish(agentId, key);
      await age(key, '73 hours');
      const taken = { version: '1.0.0', description: 'Other content under a number that is taken.' };
      expect(await publish(agentId, key, taken)).toMatchObject({ code: 'VERSION_EXISTS' });
      expect(await publish(agentId, key, { version: '1.2.0' })).toMatchObject({ created: true });
    });

    it('belong to one actor each, even when they have expired', async () => {
      const [agentId, key] = [fresh(), randomUUID()];
      const bob = await registry.actor();
      const first = await publish(agentId, key);
      await age(key, '73 hours');
      const other = await bob.do(publishAgent, {
        input: { ...agent({ agentId: fresh() }), idempotencyKey: key },
      });
      expect(other.event.id).not.toBe(first.event.id);
      expect(await kept('idempotency_keys')).toBe(2);
    });

    it('record the name of the mutation that used them', async () => {
      const [agentId, key] = [fresh(), randomUUID()];
      const admin = await registry.actor({ role: 'admin' });
      await publish(agentId, key);
      expect((await publish(agentId, key, { version: '3.0.0' })).message).toContain('another publishAgent.');
      await publish(agentId, randomUUID(), { version: '1.1.0' });
      const [one, two] = [randomUUID(), randomUUID()];
      const rollback = (reason: string) =>
        admin.do(rollbackAgent, { input: { id: agentId, reason, idempotencyKey: one } });
      await rollback('First.');
      expect((await rollback('Second.')).message).toContain('another rollbackAgent.');
      const disable = (message: string) =>
        admin.do(setAgentStatus, { input: { id: agentId, status: 'DEPRECATED', message, idempotencyKey: two } });
      await disable('First.');
      expect((await disable('Second.')).message).toContain('another setAgentStatus.');
    });
  });

  describe('is removed', () => {
    it('when it has expired, and nothing else is', async () => {
      const [old, young] = [randomUUID(), randomUUID()];
      await publish(fresh(), old);
      await publish(fresh(), young);
      await age(old, '72 hours');
      await age(young, '71 hours');
      await registry.database.asOwner(`
        insert into nofx.rate_limits (slot, account, spent)
          select floor(extract(epoch from now()) / 10) + slot, 'user:' || slot, 1 -- Far from now: the test may be slow.
          from unnest(array[-60, -40, -20, -3, 100, 200]) as slot;
        delete from nofx.blob_claims;
        insert into nofx.blob_claims (sha256, held_until, taken_at) values
          (repeat('a', 64), now() - interval '1 second', null), (repeat('b', 64), now() + interval '1 hour', null),
          (repeat('c', 64), '-infinity', now()), (repeat('d', 64), '-infinity', now() - interval '11 minutes')`);
      expect(await clean()).toEqual({ removedKeys: 1, removedSpending: 4, removedReservations: 2, more: false });
      const [left] = await registry.database.asOwner('select key from nofx.idempotency_keys');
      expect(left).toEqual({ key: young });
      expect([await kept('rate_limits'), await kept('blob_claims')]).toEqual([2, 2]);
      expect(await clean()).toEqual({ removedKeys: 0, removedSpending: 0, removedReservations: 0, more: false });
    });

    it('in batches: a call has a limit, and reports when there is more', async () => {
      await registry.database.asOwner(`
        insert into nofx.idempotency_keys (actor, operation, key, payload_hash, created_at)
          select gen_random_uuid(), 'publishAgent', 'key-' || n || '-of-long-ago', 'hash', now() - interval '80 hours'
          from generate_series(1, 25) as n`);
      expect(await clean({ rows: 5, rounds: 2 })).toMatchObject({ removedKeys: 10, more: true });
      expect(await clean({ rows: 5, rounds: 20 })).toMatchObject({ removedKeys: 15, more: false });
    });

    it('by many concurrent gateways, every row once, without waiting for each other', async () => {
      await registry.database.asOwner(`
        insert into nofx.idempotency_keys (actor, operation, key, payload_hash, created_at)
          select gen_random_uuid(), 'publishAgent', 'key-' || n || '-of-long-ago', 'hash', now() - interval '80 hours'
          from generate_series(1, 400) as n`);
      const all = await Promise.all(Array.from({ length: 8 }, () => clean({ rows: 25, rounds: 100 })));
      const rest = await clean();
      expect([...all, rest].reduce((sum, { removedKeys }) => sum + removedKeys, 0)).toBe(400);
      expect(await kept('idempotency_keys')).toBe(0);
    });

    it.runIf(engine === 'postgres')('except for rows that are in use', async () => {
      const key = randomUUID();
      await publish(fresh(), key);
      await age(key, '80 hours');
      const { default: pg } = await import('pg');
      const other = new pg.Client({ connectionString: registry.database.ownerUrl ?? '' });
      await other.connect();
      await other.query('begin');
      await other.query('select from nofx.idempotency_keys where key = $1 for update', [key]);
      expect(await clean()).toMatchObject({ removedKeys: 0, more: false });
      await other.query('rollback');
      await other.end();
      expect(await clean()).toMatchObject({ removedKeys: 1 });
    });

    it('only by the registry itself', async () => {
      const { db } = registry.services;
      const admin = { kind: 'user', id: randomUUID(), role: 'admin', namespace: 'default' } as const;
      for (const viewer of [anonymous, admin]) {
        await expect(db.transact(viewer, (tx) => tx.run(cleanUpRows(10)))).rejects.toMatchObject({ code: 'FORBIDDEN' });
      }
    });
  });
});
