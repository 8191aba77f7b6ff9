import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { RegistryEvent } from '../../src/db/event.ts';
import type { Feed } from '../../src/feed/feed.ts';
import { iteratorOf } from '../../src/feed/streams.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent, setAgentStatus } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const light = `subscription ($after: String) { registryEvents(after: $after, filter: { entryId: "noisy" }) { number } }`;
/** About 300 KB per event: the buffers of the system are soon full. */
const heavy = `subscription ($after: String) {
  registryEvents(after: $after, filter: { entryId: "noisy" }) { number agent { ${['a', 'b', 'c', 'd', 'e']
    .map((alias) => `${alias}: metadata`)
    .join(' ')} } }
}`;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

describe.skipIf(!hasEngine)('subscribers that do not read', () => {
  let registry: TestRegistry;
  let admin: Actor;
  let number = 0;
  const open: { close(): void }[] = [];
  /** The number of events that each subscription has taken from the feed, in order of arrival. */
  const taken: { events: number }[] = [];

  beforeAll(async () => {
    registry = await openRegistry((services) => ({
      services: { ...services, feed: counting(services.feed) },
    }));
    admin = await registry.actor({ role: 'admin' });
    const metadata = { filling: 'x'.repeat(60_000) };
    const { event } = await admin.do(publishAgent, { input: agent({ agentId: 'noisy', metadata }) });
    expect(event.cursor).toBeTruthy();
    number = 1;
  });
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
    taken.splice(0);
    expect(registry.masked).toEqual([]);
  });
  afterAll(() => registry?.close());

  const counting = (feed: Feed): Feed => ({
    ...feed,
    async subscribe(...args) {
      const events = await feed.subscribe(...args);
      const count = { events: 0 };
      taken.push(count);
      return iteratorOf<RegistryEvent>({
        next: async () => {
          const result = await events.next();
          if (!result.done) count.events += 1;
          return result;
        },
        end: () => events.return?.(),
      });
    },
  });

  /** Changes of one agent: an event each. */
  async function makeEvents(count: number) {
    for (let made = 0; made < count; made += 1) {
      number += 1;
      const status = number % 2 === 0 ? 'DEPRECATED' : 'ACTIVE';
      const { event } = await admin.do(setAgentStatus, { input: { id: 'noisy', status, message: 'Noise.' } });
      expect(event).toBeTruthy();
    }
  }

  /** A subscription on a separate WebSocket, and the number of events received. */
  async function overSocket(query: string, after: string | null, subscriptions = 1) {
    const socket = new WebSocket(registry.url.replace('http', 'ws'), 'graphql-transport-ws');
    const reader = { socket, events: 0, close: () => socket.terminate() };
    open.push(reader);
    await once(socket, 'open');
    const acknowledged = once(socket, 'message');
    socket.send('{"type":"connection_init"}');
    await acknowledged;
    socket.on('message', (data) => {
      if (String(data).startsWith('{"id":"1","type":"next"')) reader.events += 1;
    });
    for (let id = 1; id <= subscriptions; id += 1) {
      socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query, variables: { after } } }));
    }
    return reader;
  }

  /** The same over SSE: the response, of which nothing has been read. */
  async function overSse(query: string, after: string | null) {
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
    const asking = request(registry.url, { method: 'POST', headers });
    open.push({ close: () => asking.destroy() });
    asking.end(JSON.stringify({ query, variables: { after } }));
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    return answer;
  }

  /** The number of events that the subscriptions have taken when they take no more. */
  async function untilTheyRest() {
    for (let before = -1; ; ) {
      const now = taken.reduce((sum, { events }) => sum + events, 0);
      if (now === before && now > 0) return taken.map(({ events }) => events);
      before = now;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }

  it('buffer only what fits on the connection over a WebSocket, and receive everything when they read again', async () => {
    await makeEvents(120 - number);
    const stuck = await overSocket(heavy, '0');
    stuck.socket.pause();
    const [rested] = await untilTheyRest();
    expect(rested).toBeLessThan(80);
    stuck.socket.resume();
    await expect.poll(() => stuck.events, { timeout: 20_000 }).toBe(number);
  });

  it('cause no more reads when their WebSocket is closed', async () => {
    const stuck = await overSocket(heavy, '0');
    stuck.socket.pause();
    const [rested] = await untilTheyRest();
    stuck.socket.terminate();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await untilTheyRest())[0]).toBeLessThan((rested ?? 0) + 5);
  });

  it('are disconnected when they subscribe twenty times and read nothing, and cause no more reads', async () => {
    const stuck = await overSocket(heavy, '0', 20);
    stuck.socket.pause();
    await expect.poll(() => taken.length, { timeout: 20_000 }).toBe(20);
    const rested = await untilTheyRest();
    expect(rested.reduce((sum, events) => sum + events, 0)).toBeLessThan(200);
    stuck.socket.resume();
    if (stuck.socket.readyState !== WebSocket.CLOSED) await once(stuck.socket, 'close');
  });

  it('buffer only what fits on the connection over SSE, and receive everything when they read again', async () => {
    const answer = await overSse(heavy, '0');
    const [rested] = await untilTheyRest();
    expect(rested).toBeLessThan(80);
    let text = '';
    answer.on('data', (chunk) => {
      text = (text + chunk).replaceAll(/x{9,}/g, '');
    });
    await expect.poll(() => text.split('event: next').length - 1, { timeout: 20_000 }).toBe(number);
  });

  it('affect no other subscriber: a thousand others in the same process receive every event, and memory does not grow', async () => {
    const stuck = [await overSocket(heavy, '0'), await overSocket(heavy, '0')];
    for (const { socket } of stuck) socket.pause();
    const silent = await overSse(heavy, '0');
    const readers: Awaited<ReturnType<typeof overSocket>>[] = [];
    for (let opened = 0; opened < 1_000; opened += 50) {
      readers.push(...(await Promise.all(Array.from({ length: 50 }, () => overSocket(light, null)))));
    }
    await expect.poll(() => taken.length, { timeout: 20_000 }).toBe(1_003);

    const round = 40;
    const heap: number[] = [];
    for (const events of [1, 2, 3].map((times) => times * round)) {
      registry.statements();
      await makeEvents(round);
      await expect
        .poll(() => new Set(readers.map((reader) => reader.events)), { timeout: 30_000 })
        .toEqual(new Set([events]));
      const statements = registry.statements('background');
      const [pages, rounds] = [/registry_events event, registry_feed/, /advance_log/].map((kind) =>
        statements.filter((text) => kind.test(text)),
      );
      // The responses of the writes, the pages, and the numbering: the same for a thousand readers as for a few.
      expect(pages?.length).toBeLessThan(4 * round);
      expect(rounds?.length).toBeLessThan(10 * round);
      collectGarbage();
      heap.push(process.memoryUsage().heapUsed);
    }
    const grown = ((heap[2] ?? 0) - (heap[1] ?? 0)) / 1024 / 1024;
    expect(grown).toBeLessThan(8);
    expect(Math.max(...taken.slice(0, 3).map(({ events }) => events))).toBeLessThan(80);
    silent.destroy();
  }, 120_000);
});
