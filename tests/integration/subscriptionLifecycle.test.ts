import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openMetrics } from '../../server/telemetry/metrics.ts';
import { openReadiness } from '../../server/telemetry/readiness.ts';
import type { Feed } from '../../src/feed/feed.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { acknowledged, openSocket, type RawSocket } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { publishPlan, runsOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const events = 'subscription { registryEvents { id } }';

describe.skipIf(!hasEngine)('a subscription', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let metrics: ReturnType<typeof openMetrics>;
  /** How long the feed takes to start, in milliseconds. */
  let slowness = 0;
  const fresh = uniqueNames('lived');

  const slow = (feed: Feed): Feed => ({
    ...feed,
    async subscribe(...args) {
      const started = await feed.subscribe(...args);
      if (slowness > 0) await pause(slowness);
      return started;
    },
  });

  beforeAll(async () => {
    registry = await openRegistry((services) => {
      metrics = openMetrics({ ...services, readiness: openReadiness(services) });
      return { services: { ...services, feed: slow(services.feed) }, metrics };
    });
    alice = await registry.actor();
  });
  afterEach(() => {
    slowness = 0;
    expect(registry.masked).toEqual([]);
  });
  afterAll(() => registry?.close());

  /** The number of open subscriptions, according to the metric and to their sources. */
  async function counts() {
    const { body } = await metrics.text();
    const open = Number(/^registry_subscriptions_open (\d+)$/m.exec(body)?.[1]);
    return { open, events: registry.services.feed.readers(), runs: registry.services.runs.readers() };
  }
  const nothing = { open: 0, events: 0, runs: 0 };
  const settle = (expected: Partial<typeof nothing>) =>
    expect.poll(counts, { timeout: 15_000 }).toEqual({ ...nothing, ...expected });

  const begin = (raw: RawSocket, id: string, query = events, variables: object = {}) =>
    raw.send({ id, type: 'subscribe', payload: { query, variables } });
  const complete = (raw: RawSocket, id: string) => raw.send({ id, type: 'complete' });

  it('waits for no socket that sends megabytes at once: each turn of the event loop reads 64 KiB of it', async () => {
    const raw = await acknowledged(registry.url);
    const count = 200;
    let pongs = 0;
    let turns = 0;
    const done = new Promise<void>((resolve) => {
      raw.socket.on('message', () => {
        pongs += 1;
        if (pongs === count) resolve();
      });
    });
    const turn = () => {
      turns += 1;
      if (pongs < count) setImmediate(turn);
    };
    const ping = `{"type":"ping"${' '.repeat(60_000)}}`;
    for (let sent = 0; sent < count; sent += 1) raw.send(ping);
    turn();
    await done;
    expect(turns).toBeGreaterThan(150);
    raw.close();
  });

  it.each([0, 20])(
    'that is completed 300 times under one id leaves nothing behind (starting after %i ms)',
    async (ms) => {
      slowness = ms;
      const raw = await acknowledged(registry.url);
      for (let count = 0; count < 300; count += 1) {
        begin(raw, 'c');
        complete(raw, 'c');
      }
      await settle({});
      begin(raw, 'c');
      await settle({ open: 1, events: 1 });
      const next = raw.next('c');
      await alice.do(publishAgent, { input: agent({ agentId: fresh() }) });
      expect((await next).type).toBe('next');
      complete(raw, 'c');
      await settle({});
      raw.close();
    },
    90_000,
  );

  it('receives each event once under an id that was used before', async () => {
    slowness = 10;
    const raw = await acknowledged(registry.url);
    for (let count = 0; count < 10; count += 1) {
      begin(raw, 'c');
      complete(raw, 'c');
    }
    begin(raw, 'c');
    await settle({ open: 1, events: 1 });
    const received: string[] = [];
    raw.socket.on('message', (data) => received.push(String(data)));
    await alice.do(publishAgent, { input: agent({ agentId: fresh() }) });
    raw.send({ id: 'last', type: 'subscribe', payload: { query: '{ viewer { id } }' } });
    await raw.next('last');
    await expect.poll(() => received.filter((text) => text.includes('"next"') && text.includes('"c"')).length).toBe(1);
    raw.socket.terminate();
    await settle({});
  });

  it('counts towards the limit of its WebSocket from its first message until it is completed', async () => {
    slowness = 50;
    const raw = await acknowledged(registry.url);
    for (let id = 1; id <= 21; id += 1) begin(raw, String(id));
    const { type, payload } = await raw.next('21');
    expect([type, payload[0].extensions.code]).toEqual(['error', 'RATE_LIMITED']);
    await settle({ open: 20, events: 20 });
    complete(raw, '7');
    begin(raw, '22');
    begin(raw, '23');
    expect((await raw.next('23')).payload[0].extensions.code).toBe('RATE_LIMITED');
    await settle({ open: 20, events: 20 });
    raw.close();
    await settle({});
  });

  const ends: [how: string, end: (raw: RawSocket) => void][] = [
    ['complete', (raw) => complete(raw, 'x')],
    ['close', (raw) => raw.close()],
    ['terminate', (raw) => raw.socket.terminate()],
    ['an id that is in use', (raw) => begin(raw, 'x')],
    ['an invalid message', (raw) => raw.send('{')],
    ['a second connection_init', (raw) => raw.send({ type: 'connection_init' })],
    ['a binary frame', (raw) => void raw.socket.send(Buffer.from('x'))],
    ['a frame that is too large', (raw) => raw.send('x'.repeat(70_000))],
    ['a message that only servers send', (raw) => raw.send({ id: 'x', type: 'next', payload: {} })],
  ];
  describe.each([
    ['while it runs', 0],
    ['while it starts', 200],
  ])('%s', (_, ms) => {
    it.each(ends)('ends by %s', async (_, end) => {
      slowness = ms;
      const raw = await acknowledged(registry.url);
      begin(raw, 'x');
      await expect.poll(() => registry.services.feed.readers()).toBe(1);
      end(raw);
      await settle({});
      raw.socket.terminate();
    });
  });

  it('ends when its token expires, over a WebSocket whose client does not answer the close', async () => {
    const raw = await acknowledged(registry.url, {
      authorization: `Bearer ${await registry.token({ expiresIn: '2s' })}`,
    });
    begin(raw, 'x');
    await settle({ open: 1, events: 1 });
    raw.socket.pause();
    await settle({});
    raw.socket.terminate();
  });

  it('ends when its token expires over SSE, even if its client reads nothing', async () => {
    const token = await registry.token({ expiresIn: '2s' });
    const streams = [overSse(registry.url, token), overEvents(token)];
    await settle({ open: 2, events: 2 });
    await settle({});
    for (const stream of streams) stream.destroy();
  });

  const overSse = (url: string, token: string | null, accept = 'text/event-stream') => {
    const asking = request(url, {
      method: 'POST',
      headers: {
        accept,
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
    });
    asking.on('error', () => {});
    asking.end(JSON.stringify({ query: events }));
    return asking;
  };
  const overEvents = (token: string | null, method = 'GET') => {
    const asking = request(new URL('/api/events', registry.url), {
      method,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    });
    asking.on('error', () => {});
    asking.end();
    return asking;
  };

  it.each([
    ['SSE', () => overSse(registry.url, null)],
    ['GET /api/events', () => overEvents(null)],
  ])('ends when its client disconnects %s, even while it starts', async (_, open) => {
    for (const ms of [0, 200]) {
      slowness = ms;
      const asking = open();
      await expect.poll(() => registry.services.feed.readers()).toBe(1);
      asking.destroy();
      await settle({});
    }
  });

  it('ends immediately when the client accepts no stream', async () => {
    const asking = overSse(registry.url, null, 'application/json');
    const [response] = await once(asking, 'response');
    expect(response.statusCode).toBe(406);
    response.resume();
    await settle({});
    const [head] = await once(overEvents(null, 'HEAD'), 'response');
    expect(head.statusCode).toBe(200);
    await settle({});
  });

  it('to a run ends like others, and when the run ends', async () => {
    const runs = runsOf(alice);
    const templateId = fresh();
    await publishPlan(alice, templateId, [{ id: 'a' }]);
    const { id } = await runs.start(templateId);
    const query = 'subscription ($id: ID!) { run(id: $id) { status } }';
    const raw = await acknowledged(registry.url, { authorization: `Bearer ${alice.token}` });
    for (let count = 0; count < 50; count += 1) {
      begin(raw, 'r', query, { id });
      complete(raw, 'r');
    }
    begin(raw, 'r', query, { id });
    await raw.next('r');
    await settle({ open: 1, runs: 1 });
    const [claim] = await runs.claim('w', { agentIds: [`${templateId}-agent`] });
    await runs.report({ runId: id, stepId: 'a', status: 'SUCCEEDED', claim: claim?.token });
    await settle({});
    begin(raw, 'no', query, { id: 'cnVuOm5vcGU=' });
    expect((await raw.next('no')).payload.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    await settle({});
    raw.close();
  });

  /** The protocol as a model: which ids are open, or that the WebSocket is closed. */
  const ids = ['a', 'b', 'c', '1', '2', 'é"\\', '__proto__'];
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('subscribe' as const), id: fc.constantFrom(...ids) }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('complete' as const), id: fc.constantFrom(...ids) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('both' as const), id: fc.constantFrom(...ids) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('query' as const), id: fc.constantFrom('q1', 'q2') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('refused' as const), id: fc.constantFrom('r1', 'r2') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('ping' as const, 'pong' as const, 'settle' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('invalid' as const, 'init' as const, 'close' as const, 'terminate' as const),
      }),
    },
  );

  it('is open exactly as long as the protocol says, whatever its client does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.constantFrom(0, 3), async (steps, ms) => {
        slowness = ms;
        const raw = await openSocket(registry.url);
        raw.send({ type: 'connection_init' });
        await raw.next();
        const open = new Set<string>();
        let gone = false;
        for (const { kind, ...rest } of steps) {
          if (gone) break;
          const id = 'id' in rest ? rest.id : '';
          if (kind === 'subscribe' || kind === 'both') {
            begin(raw, id);
            if (open.has(id)) gone = true;
            open.add(id);
          }
          if (kind === 'complete' || kind === 'both') {
            complete(raw, id);
            open.delete(id);
          }
          if (kind === 'query') {
            begin(raw, id, '{ viewer { id } }');
            expect((await raw.next(id)).type).toBe('next');
            expect((await raw.next(id)).type).toBe('complete');
          }
          if (kind === 'refused') {
            begin(raw, id, 'subscription { nothing }');
            expect((await raw.next(id)).type).toBe('error');
          }
          if (kind === 'ping') raw.send({ type: 'ping' });
          if (kind === 'pong') raw.send({ type: 'pong' });
          if (kind === 'settle') await settle({ open: open.size, events: open.size });
          if (kind === 'invalid') raw.send({ type: 'subscribe', id: '' });
          if (kind === 'init') raw.send({ type: 'connection_init' });
          if (kind === 'close') raw.close();
          if (kind === 'terminate') raw.socket.terminate();
          if (['invalid', 'init', 'close', 'terminate'].includes(kind)) gone = true;
        }
        await settle(gone ? {} : { open: open.size, events: open.size });
        if (gone) await raw.closed;
        raw.socket.terminate();
        await settle({});
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
