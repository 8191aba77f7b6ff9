import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createClient,
  GatewayRefused,
  GatewayUnreachable,
  RegistryEventsDocument,
  type Retry,
} from '../../../packages/client/index.ts';
import { startFeed } from './feedServer.ts';

type Feed = Awaited<ReturnType<typeof startFeed>>;

const soon = { firstMs: 10, maxMs: 50 };
let feed: Feed;
afterEach(() => feed?.close());

describe.each(['ws', 'sse'] as const)('following the feed over %s', (transport) => {
  /** Follows until `enough` events arrived; calls `after` for each. */
  async function follow(after: string | null, enough: number, afterEachOf: (cursor: string) => unknown = () => {}) {
    const retries: Retry[] = [];
    const seen: string[] = [];
    const onRetry = (retry: Retry) => void retries.push(retry);
    for await (const { cursor } of createClient({ url: feed.url }).registryEvents({
      after,
      transport,
      backoff: soon,
      onRetry,
    })) {
      seen.push(cursor);
      if (seen.length === enough) break;
      await afterEachOf(cursor);
    }
    return { seen, retries };
  }

  it('replays from the cursor, then continues live', async () => {
    feed = await startFeed();
    feed.happen(3);
    const { seen } = await follow('1', 4, (cursor) => cursor === '3' && feed.happen(2));
    expect(seen).toEqual(['2', '3', '4', '5']);
  });

  it('resumes after the last event that it yielded when the connection is cut', async () => {
    feed = await startFeed();
    feed.happen(2);
    const { seen, retries } = await follow('0', 5, (cursor) => {
      if (cursor !== '2') return;
      feed.cut();
      feed.happen(3);
    });
    expect(seen).toEqual(['1', '2', '3', '4', '5']);
    expect(feed.asked).toEqual(['0', '2']);
    expect(retries[0]?.error).toBeInstanceOf(GatewayUnreachable);
  });

  it('misses nothing that happens while the gateway is down', async () => {
    feed = await startFeed();
    feed.happen(1);
    const { seen, retries } = await follow('0', 3, async (cursor) => {
      if (cursor !== '1') return;
      await feed.goAway();
      feed.happen(2);
      setTimeout(feed.comeBack, 100);
    });
    expect(seen).toEqual(['1', '2', '3']);
    expect(retries.length).toBeGreaterThan(0);
  });

  it('resumes when the gateway ends the stream normally', async () => {
    feed = await startFeed();
    feed.happen(1);
    const { seen, retries } = await follow('0', 2, () => {
      feed.end();
      feed.happen(1);
    });
    expect(seen).toEqual(['1', '2']);
    expect(retries.every(({ error }) => error === null)).toBe(true);
  });

  it('yields each event once, however often the connection is cut', async () => {
    feed = await startFeed();
    feed.happen(40);
    const { seen } = await follow('0', 40, (cursor) => Number(cursor) % 7 === 0 && feed.cut());
    expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 1)));
  });

  it('starts at the end of the log without a cursor, and keeps that position until the first event', async () => {
    feed = await startFeed();
    feed.happen(2);
    const first = follow(null, 1);
    await expect.poll(() => feed.asked.length).toBe(1);
    feed.cut();
    feed.happen(1);
    expect((await first).seen).toEqual(['3']);
    expect(new Set(feed.asked)).toEqual(new Set(['2']));
  });

  it('does not retry a refusal', async () => {
    feed = await startFeed();
    await expect(follow('nonsense', 1)).rejects.toMatchObject({ name: 'GatewayRefused', code: 'BAD_USER_INPUT' });
  });

  it('retries a transient error, and reports it', async () => {
    feed = await startFeed();
    feed.happen(1);
    feed.fail('UNAVAILABLE', 'INTERNAL_SERVER_ERROR');
    const { seen, retries } = await follow('0', 1);
    expect(seen).toEqual(['1']);
    expect(retries.map(({ attempt, error }) => [attempt, error?.message])).toEqual([
      [1, 'Not now.'],
      [2, 'Not now.'],
    ]);
  });

  it('ends on abort while it requests the end of the log', async () => {
    feed = await startFeed();
    await feed.goAway();
    const stop = new AbortController();
    const next = createClient({ url: feed.url }).registryEvents({ transport, signal: stop.signal }).next();
    stop.abort();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  it('stops with a token that the gateway refuses, and gets a fresh one for each attempt', async () => {
    feed = await startFeed({ token: 'fresh' });
    feed.happen(1);
    const tokens = ['fresh', 'stale'];
    const events = createClient({ url: feed.url, token: () => tokens.shift() }).registryEvents({
      after: '0',
      transport,
      backoff: soon,
    });
    expect(await events.next()).toMatchObject({ value: { cursor: '1' } });
    feed.cut();
    const refusal = await events.next().catch((error) => error);
    expect(refusal).toBeInstanceOf(GatewayRefused);
    expect(refusal.code).toBe('UNAUTHENTICATED');
  });

  it.each([
    ['waits for an event', 0],
    ['waits to connect again', 1],
  ])('ends on abort while it %s', async (_, isGone) => {
    feed = await startFeed();
    if (isGone) await feed.goAway();
    const stop = new AbortController();
    const events = createClient({ url: feed.url }).registryEvents({
      after: '0',
      transport,
      signal: stop.signal,
      onRetry: () => stop.abort(),
      backoff: { firstMs: 60_000, maxMs: 60_000 },
    });
    const next = events.next();
    if (!isGone) await expect.poll(() => feed.asked.length).toBe(1);
    if (!isGone) stop.abort();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  it('ends on abort while the gateway accepts the request but sends nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const stop = new AbortController();
    const url = `http://127.0.0.1:${port}/graphql`;
    const next = createClient({ url }).registryEvents({ after: '0', transport, signal: stop.signal }).next();
    const [socket] = await once(silent, 'connection');
    stop.abort();
    expect(await next).toEqual({ value: undefined, done: true });
    socket.destroy();
    silent.close();
  });

  it('ends a single subscription with the connection', async () => {
    feed = await startFeed();
    feed.happen(1);
    const events = createClient({ url: feed.url }).subscribe(RegistryEventsDocument, { after: '0' }, { transport });
    expect(await events.next()).toMatchObject({ value: { registryEvents: { cursor: '1' } } });
    feed.cut();
    await expect(events.next()).rejects.toBeInstanceOf(GatewayUnreachable);
  });
});

it('subscribes with the new cursor after a normal closure as well, where graphql-ws would repeat the old one', async () => {
  feed = await startFeed();
  feed.happen(1);
  const seen: string[] = [];
  for await (const { cursor } of createClient({ url: feed.url }).registryEvents({ after: '0', backoff: soon })) {
    seen.push(cursor);
    if (cursor === '1') {
      feed.closeNormally();
      feed.happen(1);
    } else break;
  }
  expect(seen).toEqual(['1', '2']);
  expect(feed.asked).toEqual(['0', '1']);
});
