/**
 * Runs on Vercel before its cache, in its edge runtime: https://vercel.com/docs/routing-middleware. Receives the webhooks
 * that tell what has changed, and tells functions how long the edge may keep what they answer.
 */
import { dangerouslyDeleteByTag, getCache, invalidateByTag } from '@vercel/functions';
import { createEdge } from './server/edge/edge.ts';
import { readEdgeSettings } from './server/edge/settings.ts';

// Vercel reads this from the source, so it must be written out; a test compares it with `server/edge/cachePolicy.ts`.
export const config = {
  runtime: 'edge',
  matcher: ['/api/edge/events', '/api/agents/:path*', '/api/templates/:path*', '/api/search', '/graphql'],
};

/** Ids of messages as they are: the default would keep 32 bits of a hash. */
const seen = getCache({ namespace: 'webhook', keyHashFunction: (id) => id });

export default createEdge({
  settings: readEdgeSettings(process.env),
  refresh: invalidateByTag,
  drop: dangerouslyDeleteByTag,
  seen: {
    has: async (id) => (await seen.get(id)) === true,
    add: (id, seconds) => seen.set(id, true, { ttl: seconds }),
  },
});
