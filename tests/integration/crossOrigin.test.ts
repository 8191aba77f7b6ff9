import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { allowsLocalOrigins } from '../../server/access/origins.ts';
import { readEnv } from '../../server/open/env.ts';
import type { Log } from '../../server/telemetry/log.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const local = [
  'http://localhost:5173',
  'http://localhost',
  'https://localhost:8443',
  'http://127.0.0.1:3000',
  'http://[::1]:5173',
  'http://app.localhost:5173',
];
const foreign = [
  'https://evil.example',
  'http://localhost.evil.example:5173',
  'http://localhost@evil.example',
  'http://127.0.0.1.evil.example',
  'http://192.168.0.9:5173',
  'file://localhost',
  'null',
];

describe.skipIf(!hasEngine)('a page of another origin', () => {
  let registry: TestRegistry;
  const warned: unknown[] = [];
  const quiet = () => {};
  const log: Log = { debug: quiet, info: quiet, error: quiet, warn: (...said: unknown[]) => void warned.push(said) };

  beforeAll(async () => {
    registry = await openRegistry(() => ({ corsOrigins: ['https://console.example.com'], localOrigins: true, log }));
  });
  afterAll(() => registry?.close());

  const at = (path: string) => new URL(path, registry.url);
  const preflight = (path: string, origin: string) =>
    fetch(at(path), {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
  const ask = (path: string, origin: string, headers: Record<string, string> = {}) =>
    fetch(at(path), { headers: { origin, ...headers } });

  describe.each([...local, 'https://console.example.com'])('%s', (origin) => {
    it('receives responses and can read the headers that it needs', async () => {
      for (const path of ['/graphql', '/api/agents/publish']) {
        const { status, headers } = await preflight(path, origin);
        expect([path, status, headers.get('access-control-allow-origin')]).toEqual([path, 204, origin]);
        expect(headers.get('access-control-allow-methods')).toContain('POST');
        expect(headers.get('access-control-allow-headers')).toContain('authorization');
        expect(headers.get('vary')).toContain('Origin');
      }
      for (const path of ['/graphql?query={__typename}', '/api/agents', '/api/nothing', '/health/ready']) {
        const { headers } = await ask(path, origin, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' });
        expect([path, headers.get('access-control-allow-origin')]).toEqual([path, origin]);
        expect(headers.get('access-control-allow-credentials')).toBeNull();
        for (const name of ['etag', 'link', 'retry-after', 'x-correlation-id'])
          expect(headers.get('access-control-expose-headers')).toContain(name);
      }
    });

    it('receives events', async () => {
      const response = await ask('/api/events?after=0', origin, { accept: 'text/event-stream' });
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
      await response.body?.cancel();
    });

    it('can open a WebSocket', async () => {
      expect(await upgrade(origin)).toEqual({ status: 101, text: '' });
    });
  });

  describe.each(foreign)('%s', (origin) => {
    it('is refused with the name of the variable that allows it', async () => {
      for (const path of ['/graphql', '/api/agents/publish']) {
        const response = await preflight(path, origin);
        expect([path, response.status]).toEqual([path, 403]);
        expect(response.headers.get('access-control-allow-origin')).toBeNull();
        expect(await response.text()).toContain('REGISTRY_CORS_ORIGINS');
      }
      for (const path of ['/graphql?query={__typename}', '/api/agents']) {
        for (const site of ['cross-site', 'same-site']) {
          const response = await ask(path, origin, { 'sec-fetch-site': site });
          expect([path, response.status]).toEqual([path, 403]);
          expect(response.headers.get('access-control-allow-origin')).toBeNull();
          expect(await response.text()).toContain('REGISTRY_CORS_ORIGINS');
        }
        // Not a browser, or a proxy with another name for this gateway: answered, but not readable for a page.
        const plain = await ask(path, origin);
        expect([path, plain.status, plain.headers.get('access-control-allow-origin')]).toEqual([path, 200, null]);
      }
    });

    it('cannot open a WebSocket, and receives the reason', async () => {
      const { status, text } = await upgrade(origin);
      expect(status).toBe(403);
      expect(text).toContain('REGISTRY_CORS_ORIGINS');
    });
  });

  it('is logged once, without the origin', () => {
    expect(warned.length).toBe(1);
    expect(JSON.stringify(warned)).toContain('REGISTRY_CORS_ORIGINS');
    expect(JSON.stringify(warned)).not.toContain('evil');
  });

  const upgrade = (origin: string) =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const socket = new WebSocket(registry.url.replace('http', 'ws'), 'graphql-transport-ws', { origin });
      socket.on('open', () => {
        socket.terminate();
        resolve({ status: 101, text: '' });
      });
      socket.on('unexpected-response', async (_request, response) => {
        resolve({ status: response.statusCode, text: (await response.toArray()).join('') });
      });
      socket.on('error', reject);
    });
});

describe('REGISTRY_CORS_ORIGINS', () => {
  it('are parsed as browsers send origins', () => {
    const { REGISTRY_CORS_ORIGINS } = readEnv({
      REGISTRY_CORS_ORIGINS: 'https://Console.example.com/, http://a.example:80,https://b.example:8443',
    });
    expect(REGISTRY_CORS_ORIGINS).toEqual([
      'https://console.example.com',
      'http://a.example',
      'https://b.example:8443',
    ]);
  });

  it.each(['*', 'console.example.com', 'https://a.example/path', 'https://a.example?q', 'ftp://a.example'])(
    'cannot be %s',
    (list) => {
      expect(() => readEnv({ REGISTRY_CORS_ORIGINS: list })).toThrow(/REGISTRY_CORS_ORIGINS: must be origins such as/);
    },
  );
});

describe('pages of this machine', () => {
  it.each([
    [{}, true],
    [{ HOST: '::1' }, true],
    [{ DATABASE_URL: 'postgres://a@b/c' }, true],
    [{ HOST: '0.0.0.0' }, false],
    [{ HOST: '0.0.0.0', DATABASE_URL: 'postgres://a@b/c' }, false],
    [{ NODE_ENV: 'production' }, true],
    [{ NODE_ENV: 'production', DATABASE_URL: 'postgres://a@b/c' }, false],
    [{ REGISTRY_TRUSTED_PROXIES: '10.0.0.0/8' }, false],
    [{ VERCEL: '1' }, false],
  ])('with %j: %s', (variables, allowed) => {
    expect(allowsLocalOrigins(readEnv(variables))).toBe(allowed);
  });
});
