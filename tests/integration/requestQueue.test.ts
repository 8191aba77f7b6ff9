import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, LatestEventDocument } from '../../packages/client/index.ts';
import { createRequestQueue, type RequestQueue } from '../../server/access/requestQueue.ts';
import type { Database } from '../../src/db/database.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { acknowledged } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';

const list = '{ agents(first: 1) { edges { node { agentId } } } }';

describe.skipIf(!hasEngine)('a gateway with as much to do as it can take', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let queue: RequestQueue;
  /** What lists of agents wait for. */
  let block: Promise<void> | undefined;
  let unblock = () => {};
  let busy: Promise<{ status: number }>[] = [];

  const slow = (db: Database): Database => ({
    ...db,
    async read(viewer, query, purpose) {
      if (/from "?agent_registry/.test(query.sql)) await block;
      return db.read(viewer, query, purpose);
    },
  });

  beforeAll(async () => {
    queue = createRequestQueue({ limits: { running: 1, heavy: 1, waiting: 1, perCaller: 1, timeoutMs: 60_000 } });
    registry = await openRegistry((services) => ({
      queue,
      answerCache: undefined,
      services: { ...services, db: slow(services.db) },
    }));
    alice = await registry.actor();
  });
  afterEach(async () => {
    unblock();
    block = undefined;
    expect((await Promise.all(busy)).map(({ status }) => status)).toEqual(busy.map(() => 200));
    busy = [];
    await expect.poll(() => queue.use(), { timeout: 15_000 }).toEqual({ running: 0, waiting: 0 });
    expect(registry.masked).toEqual([]);
  });
  afterAll(() => registry?.close());

  /** One operation runs, and one waits. */
  async function fill() {
    block = new Promise((resolve) => {
      unblock = resolve;
    });
    busy = [registry.anyone.ask(list), alice.ask(list)];
    await expect.poll(() => queue.use(), { timeout: 15_000 }).toEqual({ running: 1, waiting: 1 });
  }

  it('answers 503 with Retry-After, and runs what waits when there is a place', async () => {
    await fill();
    for (const ask of [
      { query: list },
      { query: publishAgent, variables: { input: agent({ agentId: 'unheard' }) } },
      { query: 'subscription { registryEvents { id } }' },
      { query: '{ refused' },
    ]) {
      const response = await fetch(registry.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${alice.token}` },
        body: JSON.stringify(ask),
      });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
      expect((await response.json()).errors).toMatchObject([
        { message: 'The gateway is busy. Try again in 1 s.', extensions: { code: 'UNAVAILABLE' } },
      ]);
    }
    expect(queue.use()).toEqual({ running: 1, waiting: 1 });
  });

  it('answers 503 with Retry-After over REST, for reads and writes', async () => {
    await fill();
    const rest = restClient(registry.url, alice.token);
    for (const answer of [await rest.get('/api/agents'), await rest.post('/api/agents/publish', {})]) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(answer.body).toMatchObject({ code: 'UNAVAILABLE', detail: 'The gateway is busy. Try again in 1 s.' });
    }
  });

  it('refuses new operations of a socket, not those that run', async () => {
    const raw = await acknowledged(registry.url, { authorization: `Bearer ${alice.token}` });
    raw.send({ id: 'events', type: 'subscribe', payload: { query: 'subscription { registryEvents { entryId } }' } });
    await expect.poll(() => registry.services.feed.readers(), { timeout: 15_000 }).toBe(1);
    await fill();
    for (const query of [list, 'subscription { registryEvents { id } }']) {
      raw.send({ id: 'more', type: 'subscribe', payload: { query } });
      const { type, payload } = await raw.next('more');
      expect([type, payload[0].extensions.code, payload[0].extensions.retryAfter]).toEqual(['error', 'UNAVAILABLE', 1]);
    }
    unblock();
    await Promise.all(busy);
    await alice.do(publishAgent, { input: agent({ agentId: 'told' }) });
    expect((await raw.next('events')).payload.data).toEqual({ registryEvents: { entryId: 'told' } });
    raw.close();
  });

  it('still says whether it is alive and ready, and what it measures', async () => {
    await fill();
    const rest = restClient(registry.url, null);
    expect((await rest.get('/health/live')).status).toBe(200);
    expect((await rest.get('/health/ready')).status).toBe(200);
    const { status, body } = await rest.get('/metrics');
    expect(status).toBe(200);
    expect(body).toContain('registry_operations{state="running"} 1');
    expect(body).toContain('registry_operations{state="waiting"} 1');
  });

  it('is waited for by the typed client, as long as it says', async () => {
    await fill();
    const waits: number[] = [];
    const client = createClient({
      url: registry.url,
      maxWaitMs: 30_000,
      onWait: ({ ms }) => {
        waits.push(ms);
        unblock();
      },
    });
    const { registryEvents } = await client.request(LatestEventDocument, {});
    expect(registryEvents.edges).toHaveLength(1);
    expect(waits.length).toBeGreaterThan(0);
    expect(waits[0]).toBeGreaterThanOrEqual(1_000);
  });
});
