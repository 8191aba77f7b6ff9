import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../packages/client/index.ts';
import { securityHeaders } from '../../server/http/securityHeaders.ts';
import { readEnv } from '../../server/open/env.ts';
import { docsPolicy } from '../../server/rest/docs.ts';
import { operationRoutes } from '../../server/rest/routes.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { expectedRead, expectedWrite } from '../support/restOracle.ts';
import { subscribe } from '../support/streams.ts';
import { type Built, buildOnVercel, contentOf } from './vercel/build.ts';
import type { Deployment } from './vercel/host.ts';
import { cronSecret, openWorld, type World } from './vercel/world.ts';

describe.skipIf(!hasEngine)('the Vercel build', () => {
  let built: Built;
  let world: World;
  let deployment: Deployment;
  let alice: Actor;

  beforeAll(async () => {
    built = await buildOnVercel();
    world = await openWorld(built);
    deployment = await world.deploy();
    alice = await world.actor(deployment);
  });
  afterAll(async () => {
    for (const [path, ms] of deployment?.coldStarts ?? [])
      console.log(`${path}: first answer after ${Math.round(ms)} ms`);
    await world?.close();
    if (built) await rm(built.folder, { recursive: true, force: true });
  });

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${deployment.origin}${path}`, { method, headers, redirect: 'manual' });

  it('contains five functions for Node 24, without code for long-running processes', async () => {
    expect(built.functions.map(({ path }) => path).sort()).toEqual([
      '/api/cron/housekeeping',
      '/api/cron/webhooks',
      '/api/graphql',
      '/api/rest',
      '/api/socket',
    ]);
    for (const each of built.functions) {
      expect(each).toMatchObject({ runtime: 'nodejs24.x', launcherType: 'Nodejs' });
      // Streams end before the platform would cut them off.
      if (!each.path.startsWith('/api/cron/'))
        expect(each.maxDuration).toBeGreaterThan(readEnv({}).REGISTRY_STREAM_SECONDS);
      const { files, bytes } = await contentOf(each);
      console.log(`${each.path}: ${files.length} files, ${(bytes / 1024 / 1024).toFixed(1)} MiB`);
      expect(files.filter((file) => unwanted.test(file))).toEqual([]);
      expect(files.filter((file) => /^supabase\/migrations\/.*\.sql$/.test(file)).length).toBeGreaterThan(10);
      expect(files).toContain('packages/client/operations.json'); // For REGISTRY_OPERATIONS=listed.
    }
    expect(built.config.crons.map(({ path }) => path)).toEqual(['/api/cron/housekeeping', '/api/cron/webhooks']);
  });

  it('answers a query, and reports what is wrong with one', async () => {
    const { status, data } = await alice.ask('{ viewer { role namespace } agents { edges { node { agentId } } } }');
    expect([status, data.viewer]).toEqual([200, { role: 'PUBLISHER', namespace: 'default' }]);
    const { errors } = await alice.ask('{ nothing }');
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const unverified = await get('/graphql?query={__typename}', { authorization: 'Bearer x.y.z' });
    expect([unverified.status, unverified.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const form = await fetch(`${deployment.origin}/graphql`, { method: 'POST', body: 'query={__typename}' });
    expect(form.status).toBe(415);
    expect(form.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('publishes, and notifies subscribers over SSE', async () => {
    const events = subscribe(alice, 'SSE', 'subscription { registryEvents(after: "0") { action version } }');
    const { version } = await alice.do(publishAgent, { input: agent() });
    expect(version).toMatchObject({ version: '1.0.0', status: 'ACTIVE' });
    expect(await events.take(1)).toEqual([{ action: 'PUBLISHED', version: '1.0.0' }]);
    events.close();
    await alice.do(publishTemplate, { input: template() });
    const stored = [...world.storage.buckets.values()].flatMap(({ objects }) => [...objects.keys()]);
    expect(stored.join()).toContain('sha256/');
  });

  it('notifies subscribers over a WebSocket at the same URL', async () => {
    const client = createClient({ url: alice.url, token: alice.token ?? '' });
    const versions: (string | null | undefined)[] = [];
    // The client subscribes again when a socket has been open for as long as the platform permits.
    for await (const event of client.registryEvents({
      transport: 'ws',
      after: '0',
      backoff: { firstMs: 50, maxMs: 100 },
    })) {
      versions.push(event.version);
      if (versions.length === 2) break;
    }
    expect(versions).toEqual(['1.0.0', '1.0.0']);
    expect((await get('/api/socket')).status).toBe(426);
  });

  it.each(['sse', 'ws'] as const)(
    'ends %s streams before the platform would, without losing events',
    async (transport) => {
      const publisher = await world.actor(deployment, { namespace: transport });
      const client = createClient({ url: publisher.url, token: publisher.token ?? '' });
      const stop = new AbortController();
      const ends: unknown[] = [];
      const seen: (string | null | undefined)[] = [];
      const input = (version: string) => ({ input: agent({ version }) });
      await publisher.do(publishAgent, input('1.0.0'));
      const following = (async () => {
        const events = client.registryEvents({
          transport,
          after: '0',
          signal: stop.signal,
          backoff: { firstMs: 50, maxMs: 100 },
          onRetry: ({ error }) => ends.push(error),
        });
        for await (const event of events) {
          if (event.namespace === transport) seen.push(event.version);
        }
      })();
      for (let minor = 1; ends.length < 2; minor += 1) {
        await publisher.do(publishAgent, input(`1.${minor}.0`));
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      await publisher.do(publishAgent, input('2.0.0'));
      while (seen.at(-1) !== '2.0.0') await new Promise((resolve) => setTimeout(resolve, 20));
      stop.abort();
      await following;
      expect(seen).toEqual([...seen.keys()].map((minor) => (minor === seen.length - 1 ? '2.0.0' : `1.${minor}.0`)));
    },
  );

  it('has every route of the REST API', async () => {
    const contents = { agents: { reviewer: ['1.0.0'] }, templates: { 'review-round': ['1.0.0'] } };
    for (const { method, pattern } of operationRoutes) {
      const path = pattern
        .replace(':version', '1.0.0')
        .replace(/(?<=agents\/):id/, 'reviewer')
        .replace(/(?<=templates\/):id/, 'review-round')
        .replace(/:\w+/g, 'nobody');
      const url = new URL(path, deployment.origin);
      const expected = method === 'GET' ? expectedRead(url, contents) : expectedWrite(url, '{}');
      const response = await fetch(url, {
        method,
        headers: { authorization: `Bearer ${alice.token}`, 'content-type': 'application/json' },
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      const isJson = /^application\/(problem\+)?json$/.test(response.headers.get('content-type') ?? '');
      const { code } = isJson ? await response.json() : {};
      const { status, code: refusal } = expected ?? othersByPattern[`${method} ${pattern}`] ?? {};
      expect([method, path, response.status, code]).toEqual([method, path, status, refusal]);
    }
    const made = await fetch(`${deployment.origin}/api/agents/publish`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alice.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(agent({ agentId: 'by-rest' })),
    });
    expect(made.status).toBe(201);
    expect((await get(made.headers.get('location') ?? '')).status).toBe(200);
    const found = await get('/api/agents/reviewer');
    expect([found.status, (await found.json()).agentId]).toEqual([200, 'reviewer']);
    const file = await get('/api/agents/reviewer/versions/1.0.0/files/prompts/system.md');
    expect([file.status, await file.text()]).toEqual([200, 'You review what you are given.\n']);
    const known = await get('/api/agents/reviewer/versions/1.0.0/files/prompts/system.md', {
      'if-none-match': file.headers.get('etag') ?? '',
    });
    expect(known.status).toBe(304);
  });

  it('streams events over REST, and ends that stream too', async () => {
    const response = await get('/api/events?after=0', { accept: 'text/event-stream' });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(await response.text()).toContain('1.0.0');
  });

  it('is live, ready and measured, and has no other addresses', async () => {
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(200);
    // Closed unless its environment opens it.
    expect((await get('/metrics')).status).toBe(404);
    expect((await (await get('/')).json()).links.graphql).toBe('/graphql');
    expect(await (await get('/', { accept: 'text/html' })).text()).toContain('/favicon.svg');
    for (const path of ['/favicon.ico', '/favicon.svg', '/schemas/agent.schema.json', '/schemas/mcp.schema.json']) {
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
    for (const path of ['/nothing', '/api/nothing', '/api/rest', '/health/nothing']) {
      const response = await get(path);
      expect([path, response.status, (await response.json()).code]).toEqual([path, 404, 'NOT_FOUND']);
    }
    expect((await get('/health/ready', {}, 'HEAD')).status).toBe(200);
    expect((await get('/api/agents', {}, 'DELETE')).status).toBe(405);
  });

  it('serves the playground to a browser, as a file with the same headers', async () => {
    const response = await get('/graphql', { accept: 'text/html,application/xhtml+xml' });
    expect(await response.text()).toContain('NOFX registry');
    const { 'x-registry-version': _, ...expected } = securityHeaders('text/html'); // A file has no version.
    expect(Object.fromEntries(response.headers)).toMatchObject(expected);
  });

  it('serves the REST documentation page as files', async () => {
    const response = await get('/api/docs');
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toBe(docsPolicy);
    for (const [, address = ''] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const { status, headers } = await get(address);
      expect([address, status, headers.get('x-content-type-options')]).toEqual([address, 200, 'nosniff']);
    }
    expect((await (await get('/api/openapi.json')).json()).openapi).toMatch(/^3\./);
  });

  it.each([
    ['the cleanup', '/api/cron/housekeeping', { removedKeys: expect.any(Number), head: expect.any(Number) }],
    ['deliveries of webhooks', '/api/cron/webhooks', { delivered: 0, failed: 0 }],
  ])('runs %s at the request of the platform’s scheduler, and of no one else', async (_, path, result) => {
    const wrong: Record<string, string>[] = [{}, { authorization: 'Bearer another' }, { authorization: cronSecret }];
    for (const headers of wrong) {
      const response = await get(path, headers);
      expect([response.status, (await response.json()).code]).toEqual([401, 'UNAUTHENTICATED']);
    }
    const authorization = `Bearer ${cronSecret}`;
    expect((await get(path, { authorization }, 'POST')).status).toBe(405);
    const response = await get(path, { authorization });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject(result);
  });

  it('takes the client’s address from the platform, and not from the client', async () => {
    const limited = await world.deploy({ REGISTRY_RATE_LIMIT_ANONYMOUS: '60' });
    const ask = async (address: string, more: Record<string, string> = {}) =>
      (await fetch(`${limited.origin}/health/live`, { headers: { 'x-test-address': address } })) &&
      fetch(`${limited.origin}/graphql?query={__typename}`, { headers: { 'x-test-address': address, ...more } });
    let spent = 0;
    while ((await ask('203.0.113.1')).status === 200) spent += 1;
    expect(spent).toBeGreaterThan(0);
    expect((await ask('203.0.113.1', { 'x-vercel-forwarded-for': '203.0.113.9' })).status).toBe(429);
    expect((await ask('203.0.113.1', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(429);
    expect((await ask('203.0.113.2')).status).toBe(200);
  });

  it('refuses requests without a reason when the environment is invalid; the log names the variables', async () => {
    const broken = await world.deploy({ SUPABASE_SECRET_KEY: '', DATABASE_URL: 'mysql://root:hunter2@db/registry' });
    for (const [path, function_] of [
      ['/graphql?query={__typename}', '/api/graphql'],
      ['/api/agents', '/api/rest'],
      ['/api/cron/housekeeping', '/api/cron/housekeeping'],
    ] as const) {
      const response = await fetch(`${broken.origin}${path}`);
      const body = await response.text();
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
      expect(body).toContain('UNAVAILABLE');
      expect(body).not.toMatch(/DATABASE_URL|SUPABASE|hunter2/);
      expect(broken.log(function_)).toContain('DATABASE_URL: must be postgres:');
      expect(broken.log(function_)).not.toContain('hunter2');
    }
    await expect(
      subscribe(
        { ...alice, url: `${broken.origin}/graphql` },
        'WebSocket',
        'subscription { registryEvents { id } }',
      ).take(1),
    ).rejects.toThrow();
    const silent = await world.deploy({ SUPABASE_SECRET_KEY: '' });
    await fetch(`${silent.origin}/api/agents`);
    expect(silent.log('/api/rest')).toContain('SUPABASE_SECRET_KEY: must be the secret key');
  });

  it('waits for a database that is older than the code, and continues when it was migrated', async () => {
    const { asOwner } = world.database;
    const journal = 'supabase_migrations.schema_migrations';
    const [newest] = (await asOwner(`select version, name from ${journal} order by version desc limit 1`)) as [
      { version: string; name: string },
    ];
    await asOwner(`delete from ${journal} where version = $1`, [newest.version]);
    const early = await world.deploy();
    const asked = () => fetch(`${early.origin}/health/ready`);
    expect((await asked()).status).toBe(503);
    expect(early.log('/api/rest')).toContain(`lacks migrations of this deployment (${newest.version})`);
    expect(early.log('/api/rest')).toContain('npm run migrate');
    await asOwner(`insert into ${journal} (version, name) values ($1, $2)`, [newest.version, newest.name]);
    expect((await asked()).status).toBe(200);
  });

  it('recovers when the database was unreachable', async () => {
    const { hostname, port: itsPort } = new URL(world.env.DATABASE_URL ?? '');
    const between = createServer((socket) => {
      const upstream = connect(Number(itsPort), hostname);
      socket
        .on('error', () => upstream.destroy())
        .pipe(upstream)
        .on('error', () => socket.destroy())
        .pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(between, 'listening');
    const { port } = between.address() as AddressInfo;
    between.close();
    await once(between, 'close');

    const address = Object.assign(new URL(world.env.DATABASE_URL ?? ''), { port: String(port) });
    const unlucky = await world.deploy({ DATABASE_URL: address.href });
    const asked = () => fetch(`${unlucky.origin}/graphql?query={__typename}`);
    expect((await asked()).status).toBe(503);
    between.listen(port, '127.0.0.1');
    await once(between, 'listening');
    expect((await asked()).status, unlucky.log('/api/graphql')).toBe(200);
    between.close();
  });

  it('logs why there is no connection, and reveals nothing of it', async () => {
    const nowhere = 'postgres://gateway:hunter2@db.project.invalid/registry';
    const lost = await world.deploy({ DATABASE_URL: nowhere });
    const response = await fetch(`${lost.origin}/health/ready`);
    expect([response.status, await response.text()]).toEqual([503, expect.not.stringContaining('invalid')]);
    expect(lost.log('/api/rest')).toMatch(/cannot be reached: getaddrinfo \w+ db\.project\.invalid/);
    expect(lost.log('/api/rest')).not.toMatch(/hunter2|lacks migrations/);
  });

  it('reports what is missing when its login may not become anon', async () => {
    await world.database.asOwner('create role stranger login noinherit');
    const url = Object.assign(new URL(world.env.DATABASE_URL ?? ''), { username: 'stranger' });
    const strange = await world.deploy({ DATABASE_URL: url.href });
    expect((await fetch(`${strange.origin}/health/ready`)).status).toBe(503);
    expect(strange.log('/api/rest')).toContain('grant anon, authenticated to');
  });
});

/** Not predicted by the document: required parameters are missing, or an empty body is a valid input. */
const othersByPattern: Record<string, { status: number; code?: string }> = {
  'GET /api/agents/:id/diff': { status: 400, code: 'BAD_USER_INPUT' },
  'GET /api/templates/:id/diff': { status: 400, code: 'BAD_USER_INPUT' },
  'GET /api/templates/:id/lock': { status: 200 },
  'GET /api/stats': { status: 200 },
  ...Object.fromEntries(
    ['agents', 'templates'].flatMap((noun) => [
      [`POST /api/${noun}/:id/listing`, { status: 400, code: 'BAD_USER_INPUT' }],
      [`GET /api/${noun}/:id/channels`, { status: 200 }],
      [`GET /api/${noun}/:id/shares`, { status: 200 }],
      [`GET /api/${noun}/:id/usage`, { status: 200 }],
      [`POST /api/${noun}/:id/shares/:sharedWith`, { status: 403, code: 'FORBIDDEN' }],
      [`POST /api/${noun}/:id/shares/:sharedWith/remove`, { status: 403, code: 'FORBIDDEN' }],
      [`GET /api/${noun}/:id/channels/:name`, { status: 404, code: 'NOT_FOUND' }],
    ]),
  ),
  'GET /api/templates/:id/ratings': { status: 200 },
  'POST /api/runs/:id/cancel': { status: 400, code: 'BAD_USER_INPUT' },
  'POST /api/runs/:id/retry': { status: 400, code: 'BAD_USER_INPUT' },
  'POST /api/runs/:id/upgrade': { status: 400, code: 'BAD_USER_INPUT' },
  'GET /api/usage/summary': { status: 403, code: 'FORBIDDEN' },
  'GET /api/webhooks': { status: 200 },
  'POST /api/console-links': { status: 200 },
  'GET /api/webhooks/:id': { status: 400, code: 'BAD_USER_INPUT' },
  'GET /api/webhooks/:id/deliveries': { status: 400, code: 'BAD_USER_INPUT' },
  ...Object.fromEntries(
    ['update', 'remove', 'rotate', 'test', 'replay'].map((verb) => [
      `POST /api/webhooks/:id/${verb}`,
      { status: 403, code: 'FORBIDDEN' },
    ]),
  ),
  'POST /api/templates/:id/instantiate': { status: 422, code: 'VARIABLES_INVALID' },
};

const unwanted =
  /(^|\/)(@electric-sql|@graphql-yoga\/render-graphiql|swagger-ui-dist|vitest|typescript)\/|^(tests|bench|docs|scripts)\/|^packages\/shared\/(agents|templates)\/|^supabase\/(functions|local|tests)\/|\.env/;
