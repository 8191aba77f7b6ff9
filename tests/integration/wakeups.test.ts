import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RegistryEvent } from '../../src/db/event.ts';
import { openFeed } from '../../src/feed/feed.ts';
import { realtimeWakeups } from '../../src/feed/realtime.ts';
import { openWakeups, type WakeupSource } from '../../src/feed/wakeups.ts';
import { anonymous } from '../../src/viewer.ts';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { carry, installRealtime, startRealtime } from '../support/realtime.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

/** So long that nothing in a test depends on it. */
const never = { pollMs: 3_600_000 };
const key = 'sb_secret_of_this_test_and_of_no_other';

describe.skipIf(!hasEngine)('the wake-up of the feed', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const fresh = uniqueNames('woken');
  const cleanUp: (() => unknown)[] = [];

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    await installRealtime(registry.database.asOwner);
  });
  afterEach(async () => {
    for (const clean of cleanUp.splice(0).reverse()) await clean();
    expect(registry.masked).toEqual([]);
  });
  afterAll(() => registry?.close());

  const publish = (agentId: string, version = '1.0.0') =>
    alice.do(publishAgent, { input: agent({ agentId, version }) });

  /** Another gateway on the same database with only these wake-up sources: what it finds was written elsewhere. */
  async function elsewhere(sources: readonly WakeupSource[], options: { pollMs: number } = never) {
    const wakeups = openWakeups(sources, options);
    const feed = openFeed(registry.services.db, wakeups);
    cleanUp.push(async () => {
      await feed.close();
      await wakeups.close();
    });
    const events = await feed.subscribe(anonymous, null, {});
    return { events, next: () => events.next().then(({ value }: { value: RegistryEvent }) => value) };
  }

  const realtimeAt = (url: string, secretKey = key) => realtimeWakeups({ url, secretKey, schema: 'nofx' });

  async function realtime() {
    const server = await startRealtime({ key });
    cleanUp.push(() => server.stop());
    return server;
  }

  it('is NOTIFY', async () => {
    const reader = await elsewhere([registry.services.db.listen]);
    const agentId = fresh();
    const seen = reader.next();
    await pause(200); // LISTEN is active.
    await publish(agentId);
    expect(await seen).toMatchObject({ slug: agentId });
  });

  it('is the poll where nothing else is', async () => {
    const reader = await elsewhere([], { pollMs: 50 });
    const agentId = fresh();
    const seen = reader.next();
    await publish(agentId);
    expect(await seen).toMatchObject({ slug: agentId });
  });

  it('is a broadcast without content, once per transaction and on the channel of its schema', async () => {
    await registry.database.asOwner('delete from realtime.messages');
    const agentId = fresh();
    await publish(agentId);
    await publish(agentId, 'no version'); // A refusal, and its report: two statements in one transaction.
    const messages = await registry.database.asOwner(
      `select topic, event, payload, private from realtime.messages where event = 'written'`,
    );
    const message = { topic: 'registry:nofx', event: 'written', payload: {}, private: true };
    expect(messages).toEqual([message, message]);
  });

  it.runIf(engine === 'postgres')('is Supabase Realtime where the connection does not carry NOTIFY', async () => {
    const server = await realtime();
    cleanUp.push(await carry(registry.database.ownerUrl ?? '', server));
    const reader = await elsewhere([realtimeAt(server.url)]);
    await server.untilJoined('registry:nofx');
    for (const version of ['1.0.0', '1.1.0']) {
      const agentId = fresh();
      const seen = reader.next();
      await publish(agentId, version);
      expect(await seen).toMatchObject({ slug: agentId, version });
    }
  });

  it('reconnects after Realtime was disconnected, and finds what was written meanwhile', async () => {
    const server = await realtime();
    const reader = await elsewhere([realtimeAt(server.url)]);
    await server.untilJoined('registry:nofx');
    const agentId = fresh();
    const seen = reader.next();
    server.cut();
    await publish(agentId); // No message is delivered: joining again is the wake-up.
    expect(await seen).toMatchObject({ slug: agentId });
    await server.untilJoined('registry:nofx');
  });

  it('joins again when Realtime has closed the channel', async () => {
    const server = await realtime();
    await elsewhere([realtimeAt(server.url)]);
    await server.untilJoined('registry:nofx');
    server.closeChannel('registry:nofx');
    expect(server.joined()).toEqual([]);
    await server.untilJoined('registry:nofx');
    expect(server.joins).toBe(2);
  });

  it('does not depend on Realtime: when it is down, or refuses the key, the poll continues', async () => {
    const printed = [
      ...(['log', 'warn', 'error', 'info', 'debug'] as const).map((name) => vi.spyOn(console, name)),
      vi.spyOn(process.stderr, 'write'),
    ];
    const refusing = await realtime();
    const dead = await startRealtime({ key });
    await dead.stop();
    const sources = [realtimeAt(refusing.url, 'sb_secret_of_somebody_else'), realtimeAt(dead.url)];
    const reader = await elsewhere(sources, { pollMs: 50 });
    const agentId = fresh();
    const seen = reader.next();
    await publish(agentId);
    expect(await seen).toMatchObject({ slug: agentId });
    await vi.waitFor(() => expect(refusing.joins).toBeGreaterThan(0));
    for (const spy of printed) expect(spy.mock.calls.flat().join(' ')).not.toMatch(/sb_secret|apikey/);
    vi.restoreAllMocks();
  });

  it.each([
    ['fails', `raise exception 'no partition of relation "messages" found for row'`],
    ['is changed', 'perform 1 / 0'],
  ])('does not affect a publish when realtime.send %s', async (_, body) => {
    const [{ definition }] = (await registry.database.asOwner(
      `select pg_get_functiondef('realtime.send(jsonb,text,text,boolean)'::regprocedure) as definition`,
    )) as [{ definition: string }];
    cleanUp.push(() => registry.database.asOwner(definition));
    await registry.database.asOwner(
      `create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
         returns void language plpgsql as $$ begin ${body}; end $$`,
    );
    expect(await publish(fresh())).toMatchObject({ __typename: 'PublishAgentPayload', created: true });
  });

  it('does not affect a publish where Realtime is not installed yet', async () => {
    await registry.database.asOwner('alter function realtime.send(jsonb, text, text, boolean) rename to sent');
    cleanUp.push(() =>
      registry.database.asOwner('alter function realtime.sent(jsonb, text, text, boolean) rename to send'),
    );
    expect(await publish(fresh())).toMatchObject({ __typename: 'PublishAgentPayload' });
  });

  it.runIf(engine === 'postgres')('does not delay a publish when another session locks Realtime’s table', async () => {
    const { default: pg } = await import('pg');
    const locker = new pg.Client({ connectionString: registry.database.ownerUrl ?? '' });
    await locker.connect();
    cleanUp.push(() => locker.end());
    await locker.query('begin; lock table realtime.messages in access exclusive mode');
    expect(await publish(fresh())).toMatchObject({ __typename: 'PublishAgentPayload' });
    await locker.query('rollback');
  });
});
