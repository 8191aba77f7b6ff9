import type { Viewer } from '../../src/viewer.ts';

/**
 * Which caches may store the response of a read, and for how long.
 *
 * `version`: a published version never changes, so clients may keep it. Shared caches revalidate it after minutes,
 * because an entry can be disabled or made private.
 * `public`: can change at any time. Shared caches may keep it for seconds.
 * `private`: belongs to one namespace.
 */
export type Caching = 'version' | 'public' | 'private';

const immutable = 'max-age=31536000, immutable';

/** What the caching of an exact version depends on. */
export interface CacheContext {
  namespace: string;
  visibility: string;
  status: string;
  isDraft: boolean;
  /** The requested namespace, if any. */
  asked: unknown;
}

/** Whether the URL will always mean this entry. The caller's own namespace goes first, and may later get an entry with the same id. */
const isSettled = ({ namespace, asked }: CacheContext, viewer: Viewer): boolean =>
  typeof asked === 'string' || viewer.kind === 'anonymous' || viewer.namespace === namespace;

/** The `Cache-Control` header. Responses to callers with a token are never for shared caches. */
export function cacheControl(caching: Caching, viewer: Viewer, context?: CacheContext): string {
  const isPublic = viewer.kind === 'anonymous';
  if (caching === 'version' && context && !context.isDraft && isSettled(context, viewer)) {
    const open = isPublic && context.visibility === 'PUBLIC' && context.status !== 'DISABLED';
    return open ? `public, ${immutable}, s-maxage=300` : `private, ${immutable}`;
  }
  return caching === 'public' && isPublic
    ? 'public, max-age=0, s-maxage=5, stale-while-revalidate=60'
    : 'private, no-cache';
}

/** The `Vary` header: the request headers that a response depends on. */
export const varies = 'Authorization, Accept, Origin';
