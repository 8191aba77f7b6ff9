import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostRule } from '../../server/access/hostRule.ts';
import { readEnv } from '../../server/open/env.ts';
import { openMetrics } from '../../server/telemetry/metrics.ts';
import { openReadiness } from '../../server/telemetry/readiness.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

/** A page of another site whose name resolves to this machine (DNS rebinding). */
describe.skipIf(!hasEngine)('a request with a host name that is not of this machine', () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await openRegistry((services) => ({
      hosts: hostRule(readEnv({})),
      metrics: openMetrics({ ...services, readiness: openReadiness(services) }),
      metricsAccess: 'local',
    }));
  });
  afterAll(() => registry?.close());

  /** The status and the body; 101 for a WebSocket. */
  const ask = (path: string, host: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(registry.url);
      const sent = request({ hostname, port, path, headers: { ...headers, host } }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
      sent.on('upgrade', (response, socket) => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, body: '' });
      });
      sent.on('error', reject);
      sent.end();
    });

  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': 'graphql-transport-ws',
  };

  it.each<[string, number, Record<string, string>]>([
    ['/graphql?query=%7B__typename%7D', 200, {}],
    ['/graphql', 101, upgrade],
    ['/api/agents', 200, {}],
    ['/api/openapi.json', 200, {}],
    ['/health/live', 200, {}],
    ['/health/ready', 200, {}],
    ['/metrics', 200, {}],
  ])('%s is answered for this machine (%i), and with 421 for another name', async (path, status, headers) => {
    const { host } = new URL(registry.url);
    expect((await ask(path, host, headers)).status).toBe(status);
    const refused = await ask(path, 'evil.example.com', headers);
    expect(refused.status).toBe(421);
    expect(JSON.parse(refused.body)).toMatchObject({
      code: 'BAD_USER_INPUT',
      detail: expect.stringContaining('REGISTRY_HOSTS'),
    });
    expect(refused.body).not.toContain('evil');
  });
});
