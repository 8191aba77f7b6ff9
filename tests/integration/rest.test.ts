import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRateLimiter, type RateLimiter } from '../../server/access/rateLimiter.ts';
import { settleRateLimits } from '../../src/db/rateLimit.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type RestClient, restClient } from '../support/rest.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const page = 'https://console.example.com';

describe.skipIf(!hasEngine)('the REST API', () => {
  let registry: TestRegistry;
  let anyone: RestClient;
  let alice: RestClient;
  let admin: RestClient;
  let tenant: RestClient;
  const fresh = uniqueNames('agent');

  beforeAll(async () => {
    registry = await openRegistry(() => ({ corsOrigins: [page] }));
    const as = async (who: Parameters<typeof registry.token>[0]) => restClient(registry.url, await registry.token(who));
    anyone = restClient(registry.url, null);
    alice = await as({});
    admin = await as({ role: 'admin' });
    tenant = await as({ namespace: 'acme' });
    await alice.post('/api/agents/publish', agent());
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const publish = (manifest: Record<string, unknown> = {}, who = alice, more: object = {}) =>
    who.post('/api/agents/publish', { ...agent({ agentId: fresh(), ...manifest }), ...more });
  /** Publishes an agent; returns its id. */
  async function published(manifest: Record<string, unknown> = {}, who = alice): Promise<string> {
    const { status, body } = await publish(manifest, who);
    expect({ status, body }).toMatchObject({ status: 201 });
    return body.agent.agentId;
  }

  describe('for publishing', () => {
    it('answers 201 with the location, and 200 when the same content exists', async () => {
      const definition = agent({ agentId: fresh() });
      const first = await alice.post('/api/agents/publish', definition);
      expect(first.status).toBe(201);
      expect(first.body).toMatchObject({ created: true, version: { version: '1.0.0', status: 'ACTIVE' } });
      const location = first.headers.get('location') ?? '';
      expect(location).toBe(`/api/agents/${definition.manifest.agentId}/versions/1.0.0?namespace=default`);
      expect((await anyone.get(location)).body).toMatchObject({ digest: first.body.version.digest });

      const again = await alice.post('/api/agents/publish', definition);
      expect(again.status).toBe(200);
      expect(again.headers.has('location')).toBe(false);
      expect(again.body).toMatchObject({ created: false, event: null });
      expect(again.body.version.digest).toBe(first.body.version.digest);
    });

    it('refuses other content under an existing version, with the existing digest', async () => {
      const agentId = await published();
      const { status, body } = await publish({ agentId, description: 'Changed.' });
      expect(status).toBe(409);
      expect(body).toMatchObject({
        type: 'about:blank',
        title: 'Conflict',
        status: 409,
        code: 'VERSION_EXISTS',
        version: '1.0.0',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        instance: expect.stringContaining(body.correlationId),
      });
    });

    it('reports everything that is wrong with a definition at once', async () => {
      const { status, headers, body } = await publish({ version: 'v1', entryPrompt: 'x' });
      expect(status).toBe(422);
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(body.code).toBe('MANIFEST_INVALID');
      expect(body.issues.map(({ path }: { path: string }) => path)).toEqual(['version', 'entryPrompt']);
    });

    it('stores nothing of a dry run', async () => {
      const agentId = fresh();
      const { status, headers, body } = await publish({ agentId }, alice, { dryRun: true });
      expect([status, headers.has('location'), body.version.version]).toEqual([200, false, '1.0.0']);
      expect((await alice.get(`/api/agents/${agentId}`)).status).toBe(404);
    });

    it('accepts a draft, promotes it, rolls it back and disables the entry', async () => {
      const agentId = await published();
      expect((await publish({ agentId, version: '1.1.0' }, alice, { draft: true })).body.version.status).toBe('DRAFT');
      const draft = await alice.get(`/api/agents/${agentId}/versions/1.1.0`);
      expect(draft.headers.get('cache-control')).toBe('private, no-cache');
      expect((await anyone.get(`/api/agents/${agentId}/versions/1.1.0`)).status).toBe(404);

      const address = `/api/agents/${agentId}`;
      const stale = await alice.post(`${address}/promote`, { version: '1.1.0', expectedCurrentVersion: '0.9.0' });
      expect(stale.status).toBe(412);
      expect(stale.body).toMatchObject({ code: 'STALE_VERSION', expected: '0.9.0', actual: '1.0.0' });
      expect((await alice.post(`${address}/promote`, { version: '1.1.0' })).body.agent.currentVersion.version).toBe(
        '1.1.0',
      );

      expect((await alice.post(`${address}/rollback`, { reason: 'It was worse.' })).body).toMatchObject({
        code: 'FORBIDDEN',
        status: 403,
      });
      const back = await admin.post(`${address}/rollback`, { reason: 'It was worse.' });
      expect(back.body).toMatchObject({
        version: { version: '1.0.0' },
        previousVersion: { version: '1.1.0' },
        event: { action: 'ROLLED_BACK' },
      });
      const off = await admin.post(`${address}/status`, { status: 'DISABLED', message: 'Do not use it.' });
      expect(off.body).toMatchObject({ agent: { status: 'DISABLED' } });
      expect((await anyone.get(address)).status).toBe(404);
    });

    it('validates, and lists the report for publishers of the namespace only', async () => {
      const entryId = fresh();
      const { status, body } = await alice.post('/api/agents/validate', agent({ agentId: entryId, version: 'v1' }));
      expect([status, body.valid, body.issues.length]).toEqual([200, false, 1]);
      const reports = `/api/validation-reports?entryId=${entryId}&valid=false`;
      expect((await alice.get(reports)).body.items).toMatchObject([{ id: body.report.id }]);
      expect((await tenant.get(reports)).body.items).toEqual([]);
      expect((await anyone.get(reports)).body.items).toEqual([]);
    });

    it('instantiates a template: 201, and the run is at its location', async () => {
      await alice.post('/api/templates/publish', template());
      const refused = await alice.post('/api/templates/review-round/instantiate', { variables: { depth: 'x' } });
      expect([refused.status, refused.body.code]).toEqual([422, 'VARIABLES_INVALID']);
      expect(refused.body.issues.length).toBeGreaterThan(0);
      const made = await alice.post('/api/templates/review-round/instantiate', { variables: { change: 'abc' } });
      expect(made.status).toBe(201);
      const run = await alice.get(made.headers.get('location') ?? '');
      expect(run.body).toEqual(made.body.run);
      expect(run.headers.get('cache-control')).toBe('private, no-cache');
      expect((await tenant.get(made.headers.get('location') ?? '')).status).toBe(404);
      expect((await alice.get('/api/runs/nonsense')).status).toBe(400);
    });

    it('gives steps to a worker, and accepts its report', async () => {
      await alice.post('/api/templates/publish', template());
      await alice.post('/api/templates/review-round/instantiate', { variables: { change: 'abc' } });
      const { status, body } = await alice.post('/api/runs/claim', { worker: 'w-1' });
      expect(status).toBe(200);
      const [{ token, run, step }] = body.claims;
      const address = `/api/runs/${encodeURIComponent(run.id)}/report`;
      const report = { stepId: step.stepId, status: 'SUCCEEDED', outputs: { findings: [] } };
      const stranger = await alice.post(address, { ...report, claim: randomUUID() });
      expect(stranger.body).toMatchObject({ code: 'STALE_CLAIM', status: 409, stepStatus: 'RUNNING' });
      expect((await alice.post(address, { ...report, claim: token })).body.step).toMatchObject({ status: 'SUCCEEDED' });
    });

    it('rates a template', async () => {
      await alice.post('/api/templates/publish', template());
      const { status, body } = await tenant.post('/api/templates/review-round/rate', {
        rating: 4,
        namespace: 'default',
      });
      expect([status, body.rating.mine, body.rating.count]).toEqual([200, 4, 1]);
      expect((await tenant.post('/api/templates/review-round/rate', { rating: 9 })).status).toBe(400);
    });

    it.each([
      ['no token', null, 401],
      ['a viewer', { role: 'viewer' as const }, 403],
    ])('refuses %s: %s', async (_, who, status) => {
      const visitor = restClient(registry.url, who && (await registry.token(who)));
      const { headers, ...told } = await publish({}, visitor);
      expect(told.status).toBe(status);
      expect(headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
    });

    it('refuses an invalid token, even for public reads', async () => {
      const { status, headers, body } = await restClient(registry.url, 'nonsense').get('/api/agents');
      expect([status, body.code, headers.get('www-authenticate')]).toEqual([401, 'UNAUTHENTICATED', 'Bearer']);
    });
  });

  describe('with a repeated idempotency key', () => {
    it('gives the same response, with the key in the header or in the body', async () => {
      const key = randomUUID();
      const definition = agent({ agentId: fresh() });
      const first = await alice.post('/api/agents/publish', definition, { 'idempotency-key': key });
      for (const [body, headers] of [
        [definition, { 'idempotency-key': key }],
        [definition, { 'idempotency-key': `"${key}"` }],
        [{ ...definition, idempotencyKey: key }, {}],
        [{ ...definition, idempotencyKey: key }, { 'idempotency-key': key }],
      ] as const) {
        expect(await alice.post('/api/agents/publish', body, headers)).toMatchObject({ status: 201, body: first.body });
      }
      const other = await alice.post('/api/agents/publish', agent({ agentId: fresh() }), { 'idempotency-key': key });
      expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    });

    it('applies concurrent requests once', async () => {
      const key = randomUUID();
      const definition = agent({ agentId: fresh() });
      const told = await Promise.all(
        Array.from({ length: 8 }, () => alice.post('/api/agents/publish', definition, { 'idempotency-key': key })),
      );
      expect(new Set(told.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect(told[0]?.status).toBe(201);
    });

    // Two concurrent connections: only a native Postgres has them.
    it.runIf(engine === 'postgres')('says when to retry while the first is still in progress', async () => {
      const subject = randomUUID();
      const visitor = restClient(registry.url, await registry.token({ subject }));
      const other = new pg.Client({ connectionString: registry.database.ownerUrl ?? '' });
      await other.connect();
      await other.query('begin');
      await other.query(
        `insert into nofx.idempotency_keys (actor, operation, key, payload_hash) values ($1, 'publishAgent', 'slow-first', 'x')`,
        [subject],
      );
      const definition = agent({ agentId: fresh() });
      const key = { 'idempotency-key': 'slow-first' };
      const told = await visitor.post('/api/agents/publish', definition, key);
      expect([told.status, told.body.code, told.headers.get('retry-after')]).toEqual([409, 'CONFLICT', '1']);
      await other.query('rollback');
      await other.end();
      expect((await visitor.post('/api/agents/publish', definition, key)).status).toBe(201);
    });

    it('refuses two different keys, and a malformed key', async () => {
      const definition = agent({ agentId: fresh() });
      const both = await alice.post(
        '/api/agents/publish',
        { ...definition, idempotencyKey: randomUUID() },
        { 'idempotency-key': randomUUID() },
      );
      expect([both.status, both.body.code]).toEqual([400, 'BAD_USER_INPUT']);
      for (const key of ['short', 'with space', '']) {
        expect((await alice.post('/api/agents/publish', definition, { 'idempotency-key': key })).status).toBe(400);
      }
    });
  });

  describe('for an invalid request', () => {
    it.each([
      ['an unknown parameter', '/api/agents?colour=red&first=2', ['colour']],
      ['several wrong parameters', '/api/agents?first=0&status=GONE&orderBy=SIZE', ['first', 'status', 'orderBy']],
      ['a repeated parameter', '/api/agents?category=a&category=b', ['category']],
      ['an invalid number', '/api/agents?first=1e2', ['first']],
      ['a huge number', '/api/agents?first=99999999999999999999', ['first']],
      ['an empty value', '/api/agents?after=', ['after']],
      ['a control character', '/api/agents?category=%00', ['category']],
      ['a parameter where none is allowed', '/api/runs/x?first=1', ['first']],
      ['a name from the prototype', '/api/agents?__proto__=1&constructor=1', ['__proto__', 'constructor']],
      ['an empty item of a list', '/api/agents?tags=a,,b', ['tags']],
    ])('names %s', async (_, path, names) => {
      const { status, body } = await anyone.get(path);
      expect([status, body.code]).toEqual([400, 'BAD_USER_INPUT']);
      expect(body.issues.map((issue: { path: string }) => issue.path)).toEqual(names);
    });

    it.each([
      ['an invalid cursor', '/api/agents?after=nonsense'],
      ['a cursor of another list', null],
      ['both directions', '/api/agents?first=1&last=1'],
    ])('refuses %s', async (_, path) => {
      const { pageInfo } = (await anyone.get('/api/agents?first=1')).body;
      const told = await anyone.get(path ?? `/api/agents?visibility=PUBLIC&after=${pageInfo.endCursor}`);
      expect([told.status, told.body.code]).toEqual([400, 'BAD_USER_INPUT']);
    });

    it.each([
      ['an unknown field', { reason: 'x', colour: 'red' }, ['']],
      ['the id, which is in the URL', { id: 'x', reason: 'x' }, undefined],
      ['a missing field', {}, ['']],
      ['wrong types', { reason: 7, dryRun: 'yes' }, ['dryRun', 'reason']],
      ['a key from the prototype', JSON.parse('{"reason":"x","__proto__":{"dryRun":true}}'), ['']],
    ])('reports what is wrong with a body: %s', async (_, sent, paths) => {
      const { status, body } = await admin.post('/api/agents/reviewer/rollback', sent);
      expect([status, body.code]).toEqual([400, 'BAD_USER_INPUT']);
      expect(body.issues?.map((issue: { path: string }) => issue.path)).toEqual(paths);
      expect(JSON.stringify(body)).not.toMatch(/\bred\b|yes/);
    });

    it.each([
      ['a form', 'a=b', 'application/x-www-form-urlencoded', 415],
      ['no content type', '{}', '', 415],
      ['another charset', '{}', 'application/json; charset=latin1', 415],
      ['nothing', '', 'application/json', 400],
      ['invalid JSON', '{', 'application/json', 400],
      ['a list', '[]', 'application/json', 400],
      ['null', 'null', 'application/json', 400],
      ['deeply nested JSON', `${'['.repeat(2_000)}${']'.repeat(2_000)}`, 'application/json', 400],
      ['what is no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'application/json', 400],
    ])('refuses a body that is %s', async (_, body, type, status) => {
      const told = await alice.send('/api/agents/publish', { method: 'POST', headers: { 'content-type': type }, body });
      expect([told.status, told.body.code]).toEqual([status, 'BAD_USER_INPUT']);
    });

    it('refuses a body that is encoded, or too large for its sender', async () => {
      const gzip = await alice.send('/api/agents/publish', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: 'x',
      });
      expect(gzip.status).toBe(415);
      const viewer = restClient(registry.url, await registry.token({ role: 'viewer' }));
      const large = await viewer.post('/api/agents/validate', { manifest: 'x'.repeat(1_100_000) });
      expect([large.status, large.body.code]).toEqual([413, 'BAD_USER_INPUT']);
    });

    it('hides a secret in the name of a parameter', async () => {
      const secret = `ghp_${'a1B2'.repeat(9)}`;
      expect(JSON.stringify((await anyone.get(`/api/agents?${secret}=1`)).body)).not.toContain(secret.slice(0, 20));
    });

    it('refuses a secret in a write, without repeating it', async () => {
      const secret = `ghp_${'a1B2'.repeat(9)}`;
      const { status, body } = await admin.post('/api/agents/reviewer/rollback', { reason: secret });
      expect([status, body.code]).toEqual([400, 'BAD_USER_INPUT']);
      expect(JSON.stringify(body)).not.toContain(secret);
    });

    it.each([
      ['/api/agents/', 404],
      ['//api/agents', 404],
      ['/api//agents', 404],
      ['/api/agents/%zz', 404],
      ['/api/agents/%00', 404],
      ['/api/agents/%c0%80', 404],
      ['/api/agents/a%2Fb', 404],
      ['/api/agents/..%2f..%2fetc', 404],
      ['/api/nothing', 404],
      [`/api/agents/${'a'.repeat(3_000)}`, 404],
      [`/api/agents/${'a'.repeat(5_000)}`, 414],
      ['/api/agents/reviewer/versions/latest', 404],
    ])('answers %j with a problem', async (path, status) => {
      const target = path.replaceAll(' ', '%20');
      const told = await rawGet(registry.url, target);
      expect(told).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(told).toContain('application/problem+json');
      expect(told).toContain(`"status":${status}`);
    });

    it('lists the allowed methods', async () => {
      for (const [method, path, allow] of [
        ['DELETE', '/api/agents', 'GET, HEAD'],
        ['PUT', '/api/agents/reviewer/rollback', 'POST'],
        ['GET', '/api/agents/reviewer/rollback', 'POST'],
        ['PATCH', '/api/agents/publish', 'GET, HEAD, POST'],
        ['POST', '/health/live', 'GET, HEAD'],
        ['DELETE', '/api/events', 'GET, HEAD'],
      ] as const) {
        const told = await anyone.send(path, { method });
        expect([told.status, told.headers.get('allow')]).toEqual([405, allow]);
      }
    });

    it('serves nothing but JSON', async () => {
      for (const [accept, status] of [
        ['text/html', 406],
        ['application/json;q=0, */*', 406],
        ['text/*', 406],
        ['text/html, application/*;q=0.1', 200],
        ['*/*', 200],
        ['application/json', 200],
        ['application/json; charset=utf-8', 200],
      ] as const) {
        expect((await anyone.get('/api/agents', { accept })).status).toBe(status);
      }
    });
  });

  describe('read through a cache', () => {
    it('revalidates with a strong ETag, lists too', async () => {
      for (const path of [
        '/api/agents',
        '/api/agents/reviewer',
        '/api/search?q=review',
        '/api/agents/reviewer/versions/1.0.0',
        '/api/openapi.json',
      ]) {
        const first = await anyone.get(path);
        const etag = first.headers.get('etag') ?? '';
        // What is compressed once at startup has an ETag for each encoding.
        expect(etag).toMatch(path === '/api/openapi.json' ? /^"[\w-]{27}-gzip"$/ : /^"[\w-]{27}"$/);
        for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
          const told = await anyone.get(path, { 'if-none-match': known });
          expect([told.status, told.body, told.headers.get('etag')]).toEqual([304, '', etag]);
          expect(told.headers.get('cache-control')).toBe(first.headers.get('cache-control'));
        }
        expect((await anyone.get(path, { 'if-none-match': '"other"' })).status).toBe(200);
      }
    });

    it('gives another ETag after a change', async () => {
      const agentId = await published();
      const { headers } = await anyone.get(`/api/agents/${agentId}`);
      await publish({ agentId, version: '1.1.0' });
      const known = { 'if-none-match': headers.get('etag') ?? '' };
      expect(await anyone.get(`/api/agents/${agentId}`, known)).toMatchObject({
        status: 200,
        body: { currentVersion: { version: '1.1.0' } },
      });
    });

    it('answers HEAD like GET, without a body', async () => {
      for (const path of [
        '/api/agents',
        '/api/agents/reviewer/versions/1.0.0',
        '/health/live',
        '/api/docs',
        '/api/agents/nobody',
      ]) {
        const [get, head] = [await anyone.get(path), await anyone.head(path)];
        expect([head.status, head.body]).toEqual([get.status, '']);
        for (const name of ['content-type', 'etag', 'cache-control', 'vary']) {
          expect([path, name, head.headers.get(name)]).toEqual([path, name, get.headers.get(name)]);
        }
      }
      const length = (await anyone.get('/api/agents')).headers.get('content-length');
      expect((await anyone.head('/api/agents')).headers.get('content-length')).toBe(length);
    });

    it('lets shared caches store only public, anonymous responses', async () => {
      const secret = await published({ visibility: 'private' }, tenant);
      const open = await published();
      const control = async (visitor: RestClient, path: string) =>
        (await visitor.get(path)).headers.get('cache-control');
      const exact = 'max-age=31536000, immutable';
      expect(await control(anyone, `/api/agents/${open}/versions/1.0.0`)).toBe(`public, ${exact}, s-maxage=300`);
      expect(await control(alice, `/api/agents/${open}/versions/1.0.0`)).toBe(`private, ${exact}`);
      expect(await control(tenant, `/api/agents/${secret}/versions/1.0.0`)).toBe(`private, ${exact}`);
      for (const path of ['/api/agents', `/api/agents/${open}`, `/api/agents/${open}/versions`, '/api/search']) {
        expect(await control(anyone, path)).toBe('public, max-age=0, s-maxage=5, stale-while-revalidate=60');
        for (const visitor of [alice, tenant]) expect(await control(visitor, path)).toBe('private, no-cache');
      }
      for (const path of ['/api/agents/nobody', '/api/agents?x=1', `/api/agents/${secret}/versions/1.0.0`]) {
        expect(await control(anyone, path)).toBe('no-store');
      }
      expect((await anyone.get('/api/agents')).headers.get('vary')).toBe('Authorization, Accept, Origin');
      await admin.post(`/api/agents/${open}/status`, { status: 'DISABLED' });
      expect(await control(alice, `/api/agents/${open}/versions/1.0.0`)).toBe(`private, ${exact}`);
    });

    it('lets caches store permanently only what never changes', async () => {
      const open = await published();
      const control = async (query: string) =>
        (await tenant.get(`/api/agents/${open}/versions/1.0.0${query}`)).headers.get('cache-control');
      // The namespace may publish an agent with this id itself, which would take precedence.
      expect(await control('')).toBe('private, no-cache');
      expect(await control('/files/agent.json')).toBe('private, no-cache');
      for (const query of ['?namespace=default', '/files/agent.json?namespace=default']) {
        expect(await control(query)).toBe('private, max-age=31536000, immutable');
      }
    });

    it('returns for an exact version only what never changes', async () => {
      const address = '/api/agents/reviewer/versions/1.0.0';
      const before = await anyone.get(address);
      expect(before.body).not.toHaveProperty('status');
      expect(before.body).toMatchObject({
        version: '1.0.0',
        skills: [{ skillId: 'review' }],
        prompts: [{ path: 'prompts/system.md' }],
      });
      await publish({ agentId: 'reviewer', version: '1.5.0' });
      expect((await anyone.get(address)).headers.get('etag')).toBe(before.headers.get('etag'));
    });
  });

  describe('with pages', () => {
    it('links to the next and previous page, and covers everything once', async () => {
      const category = fresh('category');
      const ids = [];
      for (let made = 0; made < 7; made += 1) ids.push(await published({ category }));
      const seen: string[] = [];
      let path: string | undefined = `/api/agents?category=${category}&first=3`;
      const pages: string[] = [];
      while (path) {
        pages.push(path);
        const { headers, body } = await anyone.get(path);
        seen.push(...body.items.map((item: { agentId: string }) => item.agentId));
        path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
        if (path) expect(body.pageInfo.hasNextPage).toBe(true);
      }
      expect([...seen].sort()).toEqual([...ids].sort());
      expect(pages).toHaveLength(3);
      const last = await anyone.get(pages[2] ?? '');
      const previous = /<([^>]+)>; rel="prev"/.exec(last.headers.get('link') ?? '')?.[1] ?? '';
      expect((await anyone.get(previous)).body.items.map((item: { agentId: string }) => item.agentId)).toEqual(
        seen.slice(3, 6),
      );
    });

    it('keeps filters and order, and lists the newest versions first', async () => {
      const tags = [fresh('tag'), fresh('tag')];
      const agentId = await published({ tags });
      await published({ tags: tags.slice(0, 1) });
      const ids = async (query: string) =>
        (await anyone.get(`/api/agents?${query}`)).body.items.map((item: { agentId: string }) => item.agentId);
      expect(await ids(`tags=${tags.join(',')}`)).toEqual([agentId]);
      expect(await ids(`tags=${tags[0]}&tags=${tags[1]}`)).toEqual([agentId]);
      expect(await ids(`tags=${tags[0]}&orderBy=CREATED_AT&direction=ASC`)).toHaveLength(2);
      await publish({ agentId, version: '1.10.0', tags });
      await publish({ agentId, version: '1.9.0', tags });
      const versions = await anyone.get(`/api/agents/${agentId}/versions?first=2&status=ACTIVE`);
      expect(versions.body.items.map((item: { version: string }) => item.version)).toEqual(['1.10.0', '1.9.0']);
      expect(versions.headers.get('link')).toMatch(/status=ACTIVE&first=2&after=/);
      expect((await anyone.get('/api/agents/nobody/versions')).status).toBe(404);
    });

    it('links from every page of a search only to existing pages', async () => {
      const category = fresh('category');
      for (let made = 0; made < 3; made += 1) await published({ category });
      const first = await anyone.get(`/api/search?category=${category}&first=2`);
      const [, next = ''] = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '') ?? [];
      const second = await anyone.get(next);
      expect(second.body.items).toHaveLength(1);
      const links = [...(second.headers.get('link') ?? '').matchAll(/<([^>]+)>/g)].map(([, link = '']) => link);
      for (const link of links) expect((await anyone.get(link)).status).toBe(200);
    });

    it('finds entries by words, of both kinds', async () => {
      await alice.post('/api/templates/publish', template());
      const { body } = await anyone.get('/api/search?q=reviwer&kinds=AGENT,TEMPLATE&first=50');
      expect(body.items.length).toBeGreaterThan(0);
      expect(body.items[0]).toMatchObject({
        score: expect.any(Number),
        highlight: expect.any(String),
        node: { type: 'Agent' },
      });
      expect(body.facets.kinds.length).toBeGreaterThan(0);
      expect((await anyone.get('/api/search')).body.totalCount).toBeGreaterThan(0);
      expect((await anyone.get('/api/search?kinds=TEMPLATE')).body.items[0].node.type).toBe('Template');
    });

    it('shows a namespace its own entries, and no others’', async () => {
      const agentId = await published({ visibility: 'private' }, tenant);
      expect((await tenant.get(`/api/agents/${agentId}`)).body).toMatchObject({ namespace: 'acme' });
      for (const visitor of [anyone, alice]) {
        expect((await visitor.get(`/api/agents/${agentId}?namespace=acme`)).status).toBe(404);
        expect(JSON.stringify((await visitor.get('/api/agents?first=100')).body)).not.toContain(agentId);
      }
    });
  });

  describe('called from a web page', () => {
    it('accepts the allowed origins', async () => {
      const asked = {
        origin: page,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'idempotency-key',
      };
      const preflight = await anyone.send('/api/agents/publish', { method: 'OPTIONS', headers: asked });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe(page);
      expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST');
      expect(preflight.headers.get('access-control-allow-headers')).toContain('idempotency-key');
      const told = await anyone.get('/api/agents', { origin: page });
      expect(told.headers.get('access-control-allow-origin')).toBe(page);
      expect(told.headers.get('access-control-expose-headers')).toContain('link');
      expect(told.headers.get('vary')).toContain('Origin');
    });

    it('refuses other origins', async () => {
      const origin = 'https://evil.example';
      const preflight = await anyone.send('/api/agents', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET' },
      });
      expect(preflight.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
      for (const { headers } of [preflight, await anyone.get('/api/agents', { origin })]) {
        expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
    });

    it('serves its documentation without resources from other hosts', async () => {
      const { headers, body } = await anyone.get('/api/docs');
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      const files = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
      expect(files.length).toBeGreaterThan(3);
      for (const path of files) {
        expect(path).toMatch(/^\/api\/docs\//);
        expect((await anyone.get(path)).status).toBe(200);
      }
      expect(body).not.toMatch(/<script>|onload=|style=/);
      expect((await anyone.get('/api/docs/package.json')).status).toBe(404);
      expect((await anyone.get('/api/docs/..%2fpackage.json')).status).toBe(404);
    });
  });

  it('repeats the correlation id in responses and events', async () => {
    const correlationId = 'follow-me:rest';
    const made = await publish({}, alice);
    expect(made.headers.get('x-correlation-id')).toBe(made.body.event.correlationId);
    const refused = await alice.post('/api/agents/publish', {}, { 'x-correlation-id': correlationId });
    expect(refused.headers.get('x-correlation-id')).toBe(correlationId);
    expect(refused.body).toMatchObject({ correlationId, instance: `urn:correlation-id:${correlationId}` });
  });
});

describe.skipIf(!hasEngine)('the REST API with rate limits', () => {
  let registry: TestRegistry;
  let limiter: RateLimiter;
  beforeAll(async () => {
    registry = await openRegistry(({ db }) => {
      limiter = openRateLimiter({
        perMinute: { anonymous: 6_000, user: 6_000, writes: 12 },
        settleWith: (...sums) => db.transact(systemUser, (tx) => tx.run(settleRateLimits(...sums))),
      });
      return { limiter };
    });
  });
  afterAll(async () => {
    await limiter?.close();
    await registry?.close();
  });

  it('says when to retry, for reads and for writes', async () => {
    const anyone = restClient(registry.url, null);
    const reads = [];
    for (let asked = 0; asked < 10; asked += 1) reads.push(await anyone.get('/api/agents?first=100'));
    const refused = reads.find(({ status }) => status === 429);
    expect(refused?.body).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);

    const alice = restClient(registry.url, await registry.token());
    const writes = [];
    for (let asked = 0; asked < 4; asked += 1) writes.push(await alice.post('/api/agents/validate', agent()));
    expect(writes.map(({ status }) => status)).toContain(429);
  });
});

const rawGet = (url: string, target: string) =>
  rawSend(url, `GET ${target} HTTP/1.1\r\nhost: registry.example\r\nconnection: close\r\n\r\n`);

/** The response of a server to exactly these bytes. */
async function rawSend(url: string, request: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(request);
  return textOf(socket);
}
