import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type RestClient, restClient } from '../support/rest.ts';

describe.skipIf(!hasEngine)('the root URL of a gateway', () => {
  let registry: TestRegistry;
  let anyone: RestClient;

  beforeAll(async () => {
    registry = await openRegistry();
    anyone = restClient(registry.url, null);
  });
  afterAll(() => registry?.close());

  it('is a page for a browser, with working links', async () => {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const { status, headers, body } = await anyone.get('/', { accept });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(body) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('vary')).toContain('Accept');
    const links = [...body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(8);
    for (const link of links) {
      expect(link).toMatch(/^\/\w/);
      expect([link, (await anyone.get(link, { accept })).status]).toEqual([link, 200]);
    }
    const known = await anyone.get('/', { accept, 'if-none-match': headers.get('etag') ?? '' });
    expect(known.status).toBe(304);
  });

  it('is an index for a program', async () => {
    for (const accept of ['*/*', 'application/json']) {
      const { status, headers, body } = await anyone.get('/', { accept });
      expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
      expect(body.links).toMatchObject({ graphql: '/graphql', openapi: '/api/openapi.json', ready: '/health/ready' });
    }
    expect((await anyone.head('/')).status).toBe(200);
    expect((await anyone.send('/', { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD');
  });

  it.each([
    ['/favicon.ico', 'image/x-icon', [0, 0, 1, 0]],
    ['/favicon.svg', 'image/svg+xml', [...Buffer.from('<svg')]],
  ])('has an icon at %s, which browsers cache', async (path, type, begin) => {
    const response = await fetch(new URL(path, registry.url));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect(response.headers.get('cache-control')).toBe('public, max-age=86400');
    expect([...new Uint8Array(await response.arrayBuffer()).subarray(0, 4)]).toEqual(begin);
    const known = await anyone.get(path, { 'if-none-match': response.headers.get('etag') ?? '' });
    expect(known.status).toBe(304);
  });

  it.each(['agent', 'template', 'mcp'])('serves the JSON Schema of %s.json at its id', async (name) => {
    const path = `/schemas/${name}.schema.json`;
    const { status, headers, body } = await anyone.get(path, {
      origin: 'https://editor.example',
      'sec-fetch-site': 'cross-site',
    });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/schema+json']);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('cache-control')).toBe('public, max-age=3600');
    expect(new URL(body.$id, new URL(path, registry.url)).href).toBe(new URL(path, registry.url).href);
    const committed = new URL(`../../packages/manifest/schemas/${name}.schema.json`, import.meta.url);
    expect(body).toEqual(JSON.parse(await readFile(committed, 'utf8')));
    expect((await anyone.get(path, { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304);
    const preflight = await anyone.send(path, {
      method: 'OPTIONS',
      headers: { origin: 'https://editor.example', 'access-control-request-method': 'GET' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });

  it('serves no other schema', async () => {
    expect((await anyone.get('/schemas/other.schema.json')).status).toBe(404);
    expect((await anyone.get('/schemas')).status).toBe(404);
  });

  it.each([
    ['agent', agent],
    ['template', template],
  ] as const)('has a schema that accepts an %s with that `$schema`', async (name, definition) => {
    const $schema = new URL(`/schemas/${name}.schema.json`, registry.url).href;
    const { manifest, files } = definition({ $schema });
    const { body } = await anyone.get(`/schemas/${name}.schema.json`);
    const validate = new Ajv({ strict: false }).compile(body);
    expect(validate(manifest) || validate.errors).toBe(true);
    expect(validate({ ...manifest, version: 1 })).toBe(false);
    const publisher = restClient(registry.url, await registry.token());
    const told = await publisher.post(`/api/${name}s/validate`, { manifest, files });
    expect(told.body).toMatchObject({ valid: true, issues: [] });
  });
});
