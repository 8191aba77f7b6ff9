import { beforeAll, describe, expect, inject, it } from 'vitest';
import { consolePolicy } from '../../server/rest/console.ts';
import { hasBrowser } from '../support/browser.ts';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe.skipIf(!hasBrowser)('the gateway serves the console', () => {
  const at = (path: string) => new URL(path, inject('console').url);
  let page: string;
  let assets: string[];

  beforeAll(async () => {
    page = await (await fetch(at('/'), { headers: html })).text();
    assets = [...page.matchAll(/"(\/console\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
  });

  it.each([
    '/',
    '/agents',
    '/default/agents/reviewer',
    '/default/agents/reviewer/compare/1.0.0...1.1.0',
    '/console/runs',
  ])('as a page at %s, which is revalidated', async (path) => {
    const response = await fetch(at(path), { headers: html });
    expect([response.status, await response.text()]).toEqual([200, page]);
    const { headers } = response;
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toBe(consolePolicy);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('vary')).toBe('Accept, Accept-Encoding');
    const known = await fetch(at(path), { headers: { ...html, 'if-none-match': headers.get('etag') ?? '' } });
    expect(known.status).toBe(304);
  });

  it('with assets that never change, compressed when they were built', async () => {
    expect(assets.length).toBeGreaterThan(1);
    for (const path of assets) {
      const plain = Buffer.from(
        await (await fetch(at(path), { headers: { 'accept-encoding': 'identity' } })).arrayBuffer(),
      );
      for (const encoding of ['br', 'gzip']) {
        const response = await fetch(at(path), { headers: { 'accept-encoding': encoding } });
        expect([path, response.status, response.headers.get('content-encoding')]).toEqual([path, 200, encoding]);
        expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
        // fetch has decompressed it; what was sent is shorter.
        expect(Number(response.headers.get('content-length'))).toBeLessThan(plain.length);
        expect(Buffer.from(await response.arrayBuffer()).equals(plain)).toBe(true);
      }
    }
  });

  it('with less than 150 KB of scripts and styles, compressed, before the first view', async () => {
    const sizes = await Promise.all(
      assets.map(async (path) => {
        const { headers } = await fetch(at(path), { method: 'HEAD', headers: { 'accept-encoding': 'gzip' } });
        return Number(headers.get('content-length'));
      }),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
  });

  it('to browsers only: programs get the same JSON as before', async () => {
    expect((await (await fetch(at('/'))).json()).links.graphql).toBe('/graphql');
    const response = await fetch(at('/nothing/agents/here'));
    expect([response.status, (await response.json()).code]).toEqual([404, 'NOT_FOUND']);
  });

  it.each(['/api/nothing', '/console/assets/nothing.js', '/health/nothing', '/schemas/nothing'])(
    'and no page at %s',
    async (path) => {
      const response = await fetch(at(path), { headers: html });
      expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    },
  );
});
