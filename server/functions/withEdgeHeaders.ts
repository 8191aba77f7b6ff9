import { edgeHeader, isEdgePath, readEdgeCaching } from '../edge/cachePolicy.ts';
import { maxEdgeSeconds } from '../edge/settings.ts';

/**
 * Adds what Vercel's cache reads from a response, if it is one that shared caches may keep: tags, by which the middleware
 * drops it, and for reads of one entry a longer time. Both are for Vercel's own cache; it does not send them on.
 * https://vercel.com/docs/caching/cache-control-headers
 */
export function withEdgeHeaders(request: Request, response: Response): Response {
  // On other paths the middleware does not run, so a client may have sent the header.
  if (!request.headers.has(edgeHeader) || !isEdgePath(new URL(request.url).pathname)) return response;
  const caching = readEdgeCaching(request.headers.get(edgeHeader));
  const isShared = response.status === 200 && /^public\b/.test(response.headers.get('cache-control') ?? '');
  if (!caching || !isShared) return response;
  const headers = new Headers(response.headers);
  headers.set('vercel-cache-tag', caching.tags.join(','));
  if (caching.seconds !== null)
    headers.set('vercel-cdn-cache-control', `max-age=${Math.min(caching.seconds, maxEdgeSeconds)}`);
  return new Response(response.body, { status: 200, headers });
}
