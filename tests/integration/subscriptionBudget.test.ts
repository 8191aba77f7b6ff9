import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRateLimiter, type RateLimiter } from '../../server/access/rateLimiter.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type Stream, subscribe, type Transport } from '../support/streams.ts';

/** A budget of 5,000 each in ten seconds, with a clock that the test moves. */
const perMinute = { anonymous: 30_000, user: 30_000, writes: 6_000 };
/** A cost of about 300 for each value. */
const expensive = `subscription ($filter: RegistryEventFilter) { registryEvents(after: "0", filter: $filter) {
  number agent { versions(first: 100) { edges { node { version } } } } } }`;
const events = 45;
const anonymous = { budget: 'anonymous', id: '127.0.0.1' } as const;

describe.skipIf(!hasEngine)('the values of a subscription', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let limiter: RateLimiter;
  let now = 1_000_000_000;
  const open: Stream[] = [];

  beforeAll(async () => {
    limiter = openRateLimiter({ perMinute, settleWith: async () => [], now: () => now });
    registry = await openRegistry(() => ({ limiter }));
    alice = await registry.actor();
    for (let version = 0; version < events; version += 1)
      await alice.do(publishAgent, { input: agent({ agentId: 'reviewer', version: `1.0.${version}` }) });
  });
  afterEach(async () => {
    for (const each of open.splice(0)) each.close();
    await expect.poll(() => registry.services.feed.readers(), { timeout: 10_000 }).toBe(0);
    expect(registry.masked).toEqual([]);
    now += 60_000;
  });
  afterAll(() => registry?.close());

  /** Counts what arrives, as it arrives. */
  function follow(transport: Transport) {
    const stream = subscribe(registry.anyone, transport, expensive, { filter: { kind: 'AGENT' } });
    open.push(stream);
    const seen: number[] = [];
    void (async () => {
      for (;;) {
        const [value] = await stream.take(1);
        seen.push(value.number);
      }
    })().catch(() => {});
    return seen;
  }
  /** Waits until no more values arrive. */
  async function settled(seen: number[]): Promise<number> {
    for (;;) {
      const before = seen.length;
      await pause(2_500);
      if (seen.length === before) return before;
    }
  }

  it.each(['WebSocket', 'SSE'] as const)(
    'cost what the operation costs, and wait for the budget: %s',
    async (transport) => {
      const seen = follow(transport);
      await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThan(0);
      const first = await settled(seen);
      expect(first).toBeGreaterThanOrEqual(10);
      expect(first).toBeLessThan(25);
      expect((await registry.anyone.ask('{ agents(first: 1) { edges { node { name } } } }')).status).toBe(429);
      now += 20_000;
      await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThan(first);
      expect(await settled(seen)).toBeLessThan(2 * 25);
      now += 20_000;
      await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(events);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(new Set(seen).size).toBe(events);
    },
    60_000,
  );

  it('do not keep a subscription that waits for its budget from ending, and cost nothing after that', async () => {
    const seen = follow('WebSocket');
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await settled(seen);
    expect(seen.length).toBeLessThan(events);
    expect(registry.services.feed.readers()).toBe(1);
    for (const each of open.splice(0)) each.close();
    await expect.poll(() => registry.services.feed.readers(), { timeout: 10_000 }).toBe(0);
    now += 20_000;
    // Longer than a reader waits until it looks at its budget again.
    await pause(1_000);
    expect(limiter.spentLately(anonymous)).toBe(0);
  });

  it('are charged over REST, too', async () => {
    const response = await fetch(new URL('/api/events?after=0', registry.url));
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (text.split('\nid: ').length < events) text += (await reader?.read())?.value ?? '';
    await reader?.cancel();
    expect(limiter.spentLately(anonymous)).toBeGreaterThan(events * 5);
  });

  it('cost the one for whom they are made: another who asks the same does not wait for its budget', async () => {
    const [poor, rich] = [await registry.actor({ role: 'viewer' }), await registry.actor({ role: 'viewer' })];
    const live = expensive.replace('after: "0", ', '');
    const filter = { kind: 'AGENT' };
    const streams = [poor, rich].map((actor) => subscribe(actor, 'WebSocket', live, { filter }));
    open.push(...streams);
    await expect.poll(() => registry.services.feed.readers(), { timeout: 10_000 }).toBe(2);
    const page = '{ agents(first: 100) { edges { node { versions(first: 40) { edges { node { version } } } } } } }';
    while ((await poor.ask(page)).status !== 429);
    const seen = Promise.all(streams.map((stream) => stream.take(3)));
    for (const version of ['2.0.0', '2.0.1', '2.0.2'])
      await alice.do(publishAgent, { input: agent({ agentId: 'reviewer', version }) });
    const [ofPoor, ofRich] = await seen;
    expect(ofRich).toHaveLength(3);
    expect(ofPoor).toEqual(ofRich);
    expect((await poor.ask('{ __typename }')).status).toBe(429);
  });
});
