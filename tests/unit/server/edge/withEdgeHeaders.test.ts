import { describe, expect, it } from 'vitest';
import { withEdgeHeaders } from '../../../../server/functions/withEdgeHeaders.ts';

const shared = 'public, max-age=0, s-maxage=5, stale-while-revalidate=60';

describe('headers for the cache of Vercel', () => {
  const added = (path: string, told: string | null, cacheControl: string, status = 200) => {
    const request = new Request(`https://registry.example.com${path}`, {
      headers: told === null ? {} : { 'x-registry-edge': told },
    });
    const response = withEdgeHeaders(
      request,
      new Response('x', { status, headers: { 'cache-control': cacheControl } }),
    );
    expect([response.status, response.headers.get('cache-control')]).toEqual([status, cacheControl]);
    return [response.headers.get('vercel-cache-tag'), response.headers.get('vercel-cdn-cache-control')];
  };

  it('tags what shared caches may keep, and keeps an entry for the time that the middleware says', () => {
    expect(added('/api/agents/reviewer', '900 agent:default:reviewer', shared)).toEqual([
      'agent:default:reviewer',
      'max-age=900',
    ]);
    expect(added('/api/agents', '- registry', shared)).toEqual(['registry', null]);
    expect(added('/api/agents/a', '99999 agent:default:a', shared)[1]).toBe('max-age=86400');
  });

  it.each([
    ['a private response', '/api/agents/reviewer', '900 a', 'private, no-cache', 200],
    ['a response that nobody may keep', '/api/agents/reviewer', '900 a', 'no-store', 200],
    ['an error', '/api/agents/reviewer', '900 a', shared, 404],
    ['a path where the middleware does not run', '/api/openapi.json', '900 a', shared, 200],
    ['a request without the header', '/api/agents/reviewer', null, shared, 200],
    ['a header that is not understood', '/api/agents/reviewer', '900 a b', shared, 200],
    ['a header without tags', '/api/agents/reviewer', '900', shared, 200],
  ])('adds nothing to %s', (_, path, told, cacheControl, status) => {
    expect(added(path, told, cacheControl, status)).toEqual([null, null]);
  });
});
