import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { openReadiness } from '../../server/telemetry/readiness.ts';
import type { Services } from '../../src/registry/services.ts';
import { engine, hasEngine } from '../support/database.ts';
import { type PostgresProxy, startPostgresProxy } from '../support/postgresProxy.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { openSecondGateway, type SecondGateway } from '../support/secondGateway.ts';

const up = { status: 'up', ms: expect.any(Number), checkedAt: expect.stringMatching(/Z$/) };
const build = { version: packageJson.version, commit: null };

async function get(url: string, path: string) {
  const response = await fetch(new URL(path, url));
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    headers: response.headers,
    body: type.includes('json') ? await response.json() : await response.text(),
  };
}

describe.skipIf(!hasEngine)(`readiness, on ${engine}`, () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterAll(() => registry?.close());

  const openWith = (broken: (services: Services) => Partial<Services>) =>
    openRegistry((services) => ({ readiness: openReadiness({ ...services, ...broken(services) }) }));
  const away = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:5432'));

  it('lists each part with its state and time, the version and the commit', async () => {
    expect(await get(registry.url, '/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ok', ...build, parts: { database: up, migrations: up, feed: up, storage: up } },
    });
  });

  it('says of a running process which version it is, in the body and in a header', async () => {
    const { status, headers, body } = await get(registry.url, '/health/live');
    expect([status, body]).toEqual([200, { status: 'ok', ...build }]);
    expect(headers.get('x-registry-version')).toBe(packageJson.version);
  });

  it.each([
    ['database', 'The database is unavailable.', ({ db }: Services) => ({ db: { ...db, read: away } })],
    ['feed', 'New events cannot be numbered.', ({ feed }: Services) => ({ feed: { ...feed, advance: away } })],
  ] as const)('is unavailable without the %s, without internal addresses', async (part, reason, broken) => {
    const other = await openWith(broken);
    try {
      const { status, headers, body } = await get(other.url, '/health/ready');
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
      expect(body).toMatchObject({
        code: 'UNAVAILABLE',
        detail: reason,
        ...build,
        parts: { storage: up, [part]: { status: 'down', reason } },
      });
      expect(JSON.stringify(body)).not.toContain('10.0.0.7');
    } finally {
      await other.close();
    }
  });

  it('is degraded, and still ready, without storage', async () => {
    const other = await openWith(({ artifacts }) => ({ artifacts: { ...artifacts, check: away } }));
    try {
      expect(await get(other.url, '/health/ready')).toMatchObject({
        status: 200,
        body: {
          status: 'degraded',
          parts: { database: up, storage: { status: 'down', reason: 'File storage is unavailable.' } },
        },
      });
    } finally {
      await other.close();
    }
  });
});

describe.skipIf(!hasEngine || engine !== 'postgres')('with a Postgres that hangs', () => {
  let registry: TestRegistry;
  let proxy: PostgresProxy;
  let gateway: SecondGateway;

  beforeAll(async () => {
    registry = await openRegistry();
    proxy = await startPostgresProxy(registry.database.url ?? '');
    gateway = await openSecondGateway({ ...registry, database: { ...registry.database, url: proxy.url } });
  });
  afterAll(async () => {
    proxy?.setSilent(false);
    await gateway?.close();
    proxy?.close();
    await registry?.close();
  });

  it('a query is told so, over an open connection and without one, before its own timeout', async () => {
    const { url } = gateway.here(registry.anyone);
    const ask = async () => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' },
        body: '{"query":"{ agents { edges { node { id } } } }"}',
      });
      const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
      return errors?.[0]?.extensions.code ?? 'no error';
    };
    expect(await ask()).toBe('no error');
    proxy.setSilent(true);
    expect([await ask(), await ask()]).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
    proxy.setSilent(false);
    proxy.cut();
    await expect.poll(ask, { timeout: 30_000 }).toBe('no error');
  }, 90_000);

  it('probes and metrics answer, and it is ready again when Postgres is', async () => {
    const { url } = gateway.here(registry.anyone);
    await expect.poll(async () => (await get(url, '/health/ready')).status, { timeout: 30_000 }).toBe(200);
    proxy.setSilent(true);
    // More reads than the pool has connections: each waits for an answer, and the probes must not wait behind them.
    const hanging = Array.from({ length: 30 }, () =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ agents { totalCount } }"}',
      }).then((response) => response.text()),
    );
    await expect
      .poll(async () => (await get(url, '/health/ready')).body, { timeout: 20_000 })
      .toMatchObject({ code: 'UNAVAILABLE', detail: 'No response within 1.5 s.', parts: { storage: up } });
    expect((await get(url, '/health/live')).status).toBe(200);
    expect((await get(url, '/metrics')).body).toMatch(/^registry_database_up 0$/m);
    const settled = await Promise.race([...hanging, 'all are waiting']);
    expect(settled).toBe('all are waiting');
    proxy.setSilent(false);
    proxy.cut();
    await Promise.allSettled(hanging);
    await expect.poll(async () => (await get(url, '/health/ready')).status, { timeout: 30_000 }).toBe(200);
    expect((await get(url, '/metrics')).body).toMatch(/^registry_database_up 1$/m);
  }, 90_000);
});
