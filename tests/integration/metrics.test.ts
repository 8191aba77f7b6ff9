import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { errorCodes } from '../../packages/manifest/index.ts';
import { admitReader, metricsAccess } from '../../server/access/metricsAccess.ts';
import { openRateLimiter } from '../../server/access/rateLimiter.ts';
import { readEnv } from '../../server/open/env.ts';
import { openMetrics } from '../../server/telemetry/metrics.ts';
import { openReadiness } from '../../server/telemetry/readiness.ts';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const token = 'a-token-of-the-scraper';

describe.skipIf(!hasEngine)('metrics', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const fresh = uniqueNames('measured');

  beforeAll(async () => {
    registry = await openRegistry((services) => ({
      metrics: openMetrics({ ...services, readiness: openReadiness(services) }),
      metricsAccess: { token },
      answerCache: undefined, // It would have the log numbered meanwhile.
      limiter: openRateLimiter({
        perMinute: { anonymous: 1_000, user: 1_000_000, writes: 1_000 },
        settleWith: async () => [],
      }),
    }));
    alice = await registry.actor();
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const get = (headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
    fetch(new URL('/metrics', registry.url), { headers });
  /** The value of a line, 0 if there is none. */
  async function value(line: string): Promise<number> {
    const found = (await (await get()).text()).split('\n').find((each) => each.startsWith(`${line} `));
    return Number(found?.slice(line.length + 1) ?? 0);
  }
  async function grows(line: string, work: () => Promise<unknown>): Promise<number> {
    const before = await value(line);
    await work();
    return (await value(line)) - before;
  }
  const requests = (transport: string, operation: string, code: string) =>
    `registry_requests_total{transport="${transport}",operation="${operation}",code="${code}"}`;
  const until = (line: string, expected: number) => expect.poll(() => value(line), { timeout: 15_000 }).toBe(expected);

  it('are in the Prometheus text format, and include those of the process', async () => {
    const response = await get();
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    for (const name of ['process_cpu_seconds_total', 'nodejs_eventloop_lag_seconds', 'registry_feed_head']) {
      expect(text).toContain(`# TYPE ${name} `);
    }
    for (const line of text.split('\n').filter(Boolean)) {
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z]\w* .+|[a-z]\w*(\{[^}]*\})? (-?[\d.e+-]+|NaN|\+Inf))$/i);
    }
  });

  it('have every outcome from the start, at 0, so that the first error is an increase', async () => {
    const untouched = openMetrics({ ...registry.services, readiness: openReadiness(registry.services) });
    const lines = (await untouched.text()).body.split('\n');
    for (const transport of ['http', 'websocket', 'rest']) {
      for (const operation of ['query', 'mutation', 'subscription', 'none']) {
        for (const code of ['OK', 'OTHER', ...Object.keys(errorCodes)]) {
          expect(lines).toContain(`${requests(transport, operation, code)} 0`);
        }
      }
    }
  });

  it('count requests by transport, operation and outcome', async () => {
    expect(await grows(requests('http', 'query', 'OK'), () => alice.ask('{ viewer { id } }'))).toBe(1);
    const publish = () => alice.ask(publishAgent, { input: agent({ agentId: fresh() }) });
    expect(await grows(requests('http', 'mutation', 'OK'), publish)).toBe(1);
    expect(await grows(requests('http', 'none', 'GRAPHQL_VALIDATION_FAILED'), () => alice.ask('{ nothing }'))).toBe(1);
    const forged = () => alice.ask('{ viewer { id } }', {}, { authorization: 'Bearer no.token.atall' });
    expect(await grows(requests('http', 'none', 'UNAUTHENTICATED'), forged)).toBe(1);
    expect(
      await value('registry_request_duration_seconds_count{transport="http",operation="mutation"}'),
    ).toBeGreaterThan(0);
  });

  it('count requests that were refused by the rate limit', async () => {
    const ask = async () => {
      for (let asked = 0; asked < 60; asked += 1) {
        const { errors } = await registry.anyone.ask('{ agents(first: 100) { edges { node { id } } } }');
        if (errors?.[0]?.extensions.code === 'RATE_LIMITED') return;
      }
    };
    expect(
      (await grows(requests('http', 'none', 'RATE_LIMITED'), ask)) +
        (await value(requests('http', 'query', 'RATE_LIMITED'))),
    ).toBeGreaterThan(0);
  });

  it('never have text of a caller as a label', async () => {
    const words = 'zanzibar';
    await alice.ask(`query ${words} { viewer { id } }`);
    await alice.ask(`{ ${words} }`);
    await alice.ask('{ viewer { id } }', {}, { 'x-correlation-id': words });
    await fetch(new URL(`/api/${words}`, registry.url), { method: 'POST' });
    await fetch(registry.url, { method: 'PROPFIND' });
    expect(await (await get()).text()).not.toContain(words);
  });

  it('count open subscriptions, over both transports, and the events that they received', async () => {
    const client = createClient({
      url: registry.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${alice.token}` },
      retryAttempts: 0,
    });
    const socket = client.iterate({ query: 'subscription { registryEvents { id } }' });
    const next = socket.next();
    await until('registry_subscriptions_open', 1);

    const abort = new AbortController();
    const stream = await fetch(registry.url, {
      method: 'POST',
      signal: abort.signal,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${alice.token}`,
      },
      body: JSON.stringify({ query: 'subscription { registryEvents { id } }' }),
    });
    await until('registry_subscriptions_open', 2);

    const before = await value('registry_subscription_values_total');
    await alice.do(publishAgent, { input: agent({ agentId: fresh() }) });
    await next;
    await until('registry_subscription_values_total', before + 2);
    expect(stream.status).toBe(200);

    abort.abort();
    await until('registry_subscriptions_open', 1);
    await socket.return?.();
    await client.dispose();
    await until('registry_subscriptions_open', 0);
    expect(await value(requests('websocket', 'subscription', 'OK'))).toBe(1);
  });

  it('include the head of the feed, and the events without a number', async () => {
    const head = await value('registry_feed_head');
    await alice.do(publishAgent, { input: agent({ agentId: fresh() }) });
    expect(await value('registry_feed_head')).toBe(head + 1);
    await registry.database.asOwner(`insert into nofx.registry_events (type, action, kind, namespace, tenant, correlation_id)
      values ('agent.validation_failed', 'VALIDATION_FAILED', 'AGENT', 'default', 'default', 'c')`);
    expect(await value('registry_feed_pending_events')).toBe(1);
    await registry.services.feed.advance();
    expect([await value('registry_feed_pending_events'), await value('registry_feed_head')]).toEqual([0, head + 2]);
  });

  it.skipIf(engine !== 'postgres')('include the connection pool', async () => {
    expect(await value('registry_database_connections_most')).toBe(10);
    expect(await value('registry_database_connections{state="waiting"}')).toBe(0);
    expect(await value('registry_database_connections{state="idle"}')).toBeGreaterThanOrEqual(0);
  });

  it('require the complete token of the metrics, and accept no user’s token', async () => {
    const statusWith = async (authorization?: string) => (await get(authorization ? { authorization } : {})).status;
    expect(await statusWith()).toBe(401);
    expect(await statusWith(`Bearer ${token}x`)).toBe(401);
    expect(await statusWith(`Bearer ${token.slice(0, -1)}`)).toBe(401);
    expect(await statusWith(`Basic ${token}`)).toBe(401);
    expect(await statusWith(`Bearer ${alice.token}`)).toBe(401);
    expect(await statusWith(`bearer ${token}`)).toBe(200);
    const response = await fetch(new URL('/metrics', registry.url), { method: 'POST' });
    expect(response.status).toBe(405);
  });

  it('are not served by default', async () => {
    const plain = await openRegistry(undefined, { REGISTRY_METRICS: 'off' });
    try {
      expect((await fetch(new URL('/metrics', plain.url))).status).toBe(404);
    } finally {
      await plain.close();
    }
  });

  it('are served while the database is down', async () => {
    const read = () => Promise.reject(new Error('connect ECONNREFUSED'));
    const away = { ...registry.services, db: { ...registry.services.db, read } };
    const metrics = openMetrics({
      ...away,
      readiness: openReadiness(away),
    });
    const { body } = await metrics.text();
    expect(body).toMatch(/^registry_database_up 0$/m);
    // A head of 0 would be taken for a log that began again.
    expect(body.match(/^registry_feed_\w+ .*$/gm)).toBeNull();
  });
});

describe('access to the metrics', () => {
  const access = (variables: Record<string, string>) => metricsAccess(readEnv(variables));

  it.each([
    [{}, 'local'],
    [{ HOST: '::1' }, 'local'],
    [{ HOST: 'localhost' }, 'local'],
    [{ HOST: '0.0.0.0' }, 'off'],
    [{ HOST: '::' }, 'off'],
    [{ HOST: '10.1.2.3' }, 'off'],
    [{ REGISTRY_TRUSTED_PROXIES: '127.0.0.1' }, 'off'],
    [{ VERCEL: '1' }, 'off'],
    [{ VERCEL: '1', REGISTRY_METRICS_TOKEN: token }, { token }],
    [{ HOST: '0.0.0.0', REGISTRY_METRICS: 'open' }, 'open'],
    [{ REGISTRY_METRICS: 'off', REGISTRY_METRICS_TOKEN: token }, 'off'],
    [{ REGISTRY_METRICS_TOKEN: token }, { token }],
    [{ HOST: '0.0.0.0', REGISTRY_METRICS: 'token', REGISTRY_METRICS_TOKEN: token }, { token }],
  ])('%j: %j', (variables, expected) => expect(access(variables)).toEqual(expected));

  it.each([
    [{ REGISTRY_METRICS: 'token' }, 'REGISTRY_METRICS_TOKEN'],
    [{ REGISTRY_METRICS: 'yes' }, 'REGISTRY_METRICS'],
    [{ REGISTRY_METRICS_TOKEN: 'short' }, 'REGISTRY_METRICS_TOKEN'],
  ])('prevents the start for %j', (variables, name) => expect(() => access(variables)).toThrow(name));

  it.each([
    ['from this machine', '127.0.0.1', {}, 'allowed'],
    ['from this machine, as IPv6 has it', '::ffff:127.0.0.1', {}, 'allowed'],
    ['from this machine, forwarded for another', '127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }, 'hidden'],
    ['from this machine, forwarded for another (RFC 7239)', '127.0.0.1', { forwarded: 'for=203.0.113.9' }, 'hidden'],
    ['from elsewhere', '203.0.113.9', {}, 'hidden'],
    ['from nowhere, as a function', undefined, {}, 'hidden'],
  ])('%s', (_, peer, headers: Record<string, string>, expected) =>
    expect(admitReader('local', { peer, header: (name) => headers[name] ?? null })).toBe(expected),
  );
});
