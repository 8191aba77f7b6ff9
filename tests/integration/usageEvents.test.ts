import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { usageEventSchema } from '../../server/rest/usageEvent.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type RestClient, restClient } from '../support/rest.ts';

describe.skipIf(!hasEngine)('GET /api/usage', () => {
  let registry: TestRegistry;
  let admin: RestClient;
  beforeAll(async () => {
    registry = await openRegistry();
    const alice = await registry.actor({ role: 'admin' });
    admin = restClient(registry.url, alice.token);
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await alice.do(publishAgent, { input: agent({ version }) });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const nextOf = (headers: Headers) => /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];

  it('is a batch of CloudEvents 1.0', async () => {
    const { status, headers, body } = await admin.get('/api/usage?first=2');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/cloudevents-batch+json']);
    const matches = new Ajv2020({ formats: { uuid: true, 'date-time': true } }).compile(usageEventSchema);
    for (const event of body) expect([matches(event), matches.errors]).toEqual([true, null]);
    expect(body[0]).toMatchObject({
      ...{ specversion: '1.0', source: '/api/usage', type: 'registry.usage.versions', subject: 'default' },
      ...{ datacontenttype: 'application/json', sequence: '0000000000000001' },
      data: { namespace: 'default', meter: 'VERSIONS', quantity: 1, total: 1, source: { type: 'VERSION' } },
    });
    // The names of attributes are lower-case letters and digits (CloudEvents 1.0, 3).
    expect(Object.keys(body[0]).filter((name) => !/^[a-z0-9]{1,20}$/.test(name))).toEqual([]);
  });

  it('leads on by its Link from the last page too, to what comes later, once', async () => {
    const seen: string[] = [];
    let path = '/api/usage?first=2';
    const drain = async () => {
      for (;;) {
        const { headers, body } = await admin.get(path);
        seen.push(...body.map(({ sequence }: { sequence: string }) => Number(sequence)));
        path = nextOf(headers) ?? path;
        if (body.length === 0) return;
      }
    };
    await drain();
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    const alice = await registry.actor({ role: 'admin' });
    await alice.do(publishAgent, { input: agent({ version: '1.3.0' }) });
    await drain();
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('continues after the cursor of a record', async () => {
    const { body } = await admin.get('/api/usage');
    const { body: rest } = await admin.get(`/api/usage?after=${body[5].cursor}`);
    expect(rest).toEqual(body.slice(6));
  });

  it('is filtered by meter and time, also on its next page', async () => {
    const { headers, body } = await admin.get('/api/usage?meters=STORED_BYTES&first=3&since=2020-01-01T00:00:00Z');
    expect(body.map(({ type }: { type: string }) => type)).toEqual(Array(3).fill('registry.usage.stored_bytes'));
    expect((await admin.get(nextOf(headers) ?? '')).body).toHaveLength(1);
    expect((await admin.get('/api/usage?until=2020-01-01T00:00:00Z')).body).toEqual([]);
  });

  it('is lines of events, or plain JSON, if these are preferred', async () => {
    const lines = await admin.get('/api/usage', { accept: 'application/x-ndjson' });
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
    const { headers, body } = await admin.get('/api/usage', { accept: 'application/json' });
    expect(headers.get('content-type')).toBe('application/json');
    expect(
      lines.body
        .trimEnd()
        .split('\n')
        .map((line: string) => JSON.parse(line)),
    ).toEqual(body);
    expect((await admin.get('/api/usage', { accept: 'text/html' })).status).toBe(406);
  });

  it('is refused to all but admins, and for what it does not take', async () => {
    const outcome = async (client: RestClient, path = '/api/usage') => {
      const { status, body } = await client.get(path);
      return [status, body.code];
    };
    expect(await outcome(restClient(registry.url, null))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await outcome(restClient(registry.url, await registry.token()))).toEqual([403, 'FORBIDDEN']);
    expect(await outcome(admin, '/api/usage?last=1')).toEqual([400, 'BAD_USER_INPUT']);
    expect(await outcome(admin, '/api/usage?after=nonsense')).toEqual([400, 'BAD_USER_INPUT']);
    expect(await outcome(admin, '/api/usage?meters=CPU')).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('has a summary with the totals and the quotas', async () => {
    const { status, body } = await admin.get('/api/usage/summary');
    expect([status, body.namespace, body.quotas]).toEqual([200, 'default', []]);
    expect(body.totals[2]).toEqual({ meter: 'VERSIONS', total: 4 });
  });
});
