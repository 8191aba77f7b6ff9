import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { operationRoutes } from '../../server/rest/routes.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type RestResponse, restClient } from '../support/rest.ts';
import { type Contents, type Expected, expectedRead, expectedWrite } from '../support/restOracle.ts';

describe.skipIf(!hasEngine)('the REST API with hostile input', () => {
  let registry: TestRegistry;
  let admin: string;
  const lines: string[] = [];
  const log = openLog('info', { write: (line) => void lines.push(line) });

  beforeAll(async () => {
    registry = await openRegistry(() => ({ log }));
    admin = await registry.token({ role: 'admin' });
    await restClient(registry.url, admin).post('/api/agents/publish', agent());
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  /** Checks a problem (RFC 9457). Returns its places: those of its issues, or those that it names in backticks. */
  function placesOf({ status, headers, body }: RestResponse): string[] {
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ status, detail: expect.any(String), correlationId: expect.any(String) });
    if (body.issues) return body.issues.map(({ path }: { path: string }) => path);
    return [...body.detail.matchAll(/`([^`]*)`/g)].map(([, place]) => place);
  }

  function expectAnswer(told: RestResponse, { status, code, places = [] }: Expected) {
    expect([told.status, told.body?.code]).toEqual([status, code]);
    if (status >= 400) expect(placesOf(told)).toEqual(expect.arrayContaining(places));
  }

  const hard = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom(
      '',
      '0',
      'null',
      '__proto__',
      'constructor',
      "'; drop table nofx.agent_registry; --",
      '%',
      '\u0000',
      '\ud83d\ude00',
      '..',
      'a'.repeat(3_000),
    ),
  );
  const encoded = hard.map((text) => encodeURIComponent(text.toWellFormed()));
  const known = (method: string) =>
    fc
      .tuple(
        fc.constantFrom(...operationRoutes.filter((route) => route.method === method)),
        fc.oneof(fc.constant('reviewer'), encoded),
        fc.oneof(fc.constant('1.0.0'), encoded),
      )
      .map(([{ pattern }, id, version]) => pattern.replace(':id', () => id).replace(':version', () => version));
  const unknown = fc.array(encoded, { maxLength: 5 }).map((parts) => `/api/${parts.join('/')}`);
  const query = fc
    .array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom('first', 'after', 'last', 'before', 'q', 'tags', 'kinds', 'status', 'namespace', 'orderBy'),
          encoded,
        ),
        fc.oneof(
          encoded,
          fc.constantFrom('1', '100', '101', '%20', 'default', 'ACTIVE', 'DRAFT', 'AGENT,TEMPLATE', 'NAME', 'a,b'),
        ),
      ),
      { maxLength: 4 },
    )
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));

  const contents: Contents = { agents: { reviewer: ['1.0.0'] }, templates: {} };

  it('answers any read with the right result, or with the one right problem', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 4, arbitrary: known('GET') }, unknown),
        query,
        fc.constantFrom(null, 'token'),
        async (path, parameters, who) => {
          const expected = expectedRead(new URL(`${path}?${parameters}`, registry.url), contents);
          fc.pre(expected !== null);
          expectAnswer(await restClient(registry.url, who && admin).get(`${path}?${parameters}`), expected);
        },
      ),
      { numRuns: 400 },
    );
  });

  /** Valid bodies, by the last segment of the path. */
  const fitting: Record<string, object> = {
    publish: agent(),
    validate: agent(),
    promote: { version: '1.0.0', expectedCurrentVersion: '1.0.0' },
    rollback: { reason: 'Worse.', toVersion: '1.0.0' },
    status: { status: 'ACTIVE', message: 'Fine.' },
    instantiate: { version: '^1.0.0', environment: 'test', variables: { change: 'a' } },
    rate: { rating: 3, comment: 'Good.' },
    claim: { worker: 'w', first: 1, agentIds: ['reviewer'] },
    retry: { from: 'FAILED', reason: 'Again.' },
    visibility: { visibility: 'PUBLIC' },
    report: { stepId: 'first', status: 'SUCCEEDED', claim: 'x', outputs: { findings: [] } },
  };
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), hard);
  /** A valid body with a few changed fields, or something else. */
  const bodyFor = (path: string) =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .dictionary(
            fc.constantFrom(...Object.keys(fitting[path.split('/').at(-1) ?? ''] ?? {}), 'namespace', '__proto__'),
            value,
            { maxKeys: 2 },
          )
          .map((wrong) => JSON.stringify({ ...fitting[path.split('/').at(-1) ?? ''], ...wrong })),
      },
      fc.json(),
      fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
    );
  const write = fc
    .oneof({ weight: 4, arbitrary: known('POST') }, unknown)
    .chain((path) => fc.tuple(fc.constant(path), bodyFor(path)));

  it('refuses any invalid write with the paths that are wrong', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(write, fc.option(fc.string({ minLength: 1 })), async ([path, sent], key) => {
        const expected = expectedWrite(new URL(path, registry.url), sent);
        fc.pre(expected !== null);
        const headers = {
          'content-type': 'application/json',
          ...(key && /^[\x21-\x7e]+$/.test(key) ? { 'idempotency-key': key } : {}),
        };
        const told = await restClient(registry.url, admin).send(path, { method: 'POST', headers, body: sent });
        expectAnswer(told, expected);
        if (told.body.issues) expect(placesOf(told).sort()).toEqual(expected.places?.sort());
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['TRACE /api/agents HTTP/1.1\r\nhost: x', '405 Method Not Allowed'],
    ['OPTIONS * HTTP/1.1\r\nhost: x', '400 Bad Request'],
    ['PROPFIND /api/agents HTTP/1.1\r\nhost: x', '405 Method Not Allowed'],
    ['GET http://evil.example/api/agents HTTP/1.1\r\nhost: x', '200 OK'],
    ['GET /api/agents HTTP/1.1\r\nhost: [', '400 Bad Request'],
    ['GET /api/agents HTTP/1.1\r\nhost: a b', '400 Bad Request'],
    ['GET /api/agents HTTP/1.0', '200 OK'],
    ['GET /api/agents?\xff\xfe HTTP/1.1\r\nhost: x', '400 Bad Request'],
    ['GET /api/agents/\xe4 HTTP/1.1\r\nhost: x', '400 Bad Request'],
    [
      'POST /api/agents/publish HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\ncontent-length: 3',
      '400 Bad Request',
    ],
    ['POST /api/agents/publish HTTP/1.1\r\nhost: x\r\ncontent-length: -1', '400 Bad Request'],
    ['GET /api/agents HTTP/1.1\r\nhost: x\r\nif-none-match: \xff', '200 OK'],
    ['GET /api/agents HTTP/1.1\r\nhost: x\r\naccept: ;;;,,q=x', '406 Not Acceptable'],
    ['GET /api/agents HTTP/1.1\r\nhost: x\r\nauthorization: Bearer a\r\nauthorization: Bearer b', '401 Unauthorized'],
    ['GET /api/events HTTP/1.1\r\nhost: x\r\nlast-event-id: \xff\xfe', '400 Bad Request'],
  ])('never fails for %j: %s', async (head, status) => {
    const socket = connect(Number(new URL(registry.url).port), '127.0.0.1');
    socket.write(`${head}\r\nconnection: close\r\n\r\n`, 'latin1');
    expect((await textOf(socket)).split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`);
  });

  it('writes one log line each: the route, never the URL, and the operation', async () => {
    lines.splice(0);
    const alice = restClient(registry.url, admin);
    await alice.get('/api/agents/reviewer?namespace=secret-name', { 'x-correlation-id': 'logged-1' });
    await alice.get('/api/agents?colour=secret-name');
    await restClient(registry.url, null).post('/api/agents/publish', { manifest: 'secret-name' });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        msg: 'request',
        correlationId: 'logged-1',
        transport: 'rest',
        method: 'GET',
        route: '/api/agents/:id',
        status: 404,
        codes: ['NOT_FOUND'],
        operation: 'query',
        name: 'GetAgent',
        cost: expect.any(Number),
      },
      { route: '/api/agents', status: 400, codes: ['BAD_USER_INPUT'] },
      { method: 'POST', route: '/api/agents/publish', status: 401, codes: ['UNAUTHENTICATED'], actor: null },
    ]);
    expect(lines.join('')).not.toContain('secret-name');
  });
});
