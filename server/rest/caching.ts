import type { Viewer } from '../../src/viewer.ts';

/**
 * How long who may keep an answer to a read.
 *
 * `version`: what is published never changes, so whoever got it keeps it. A cache that many share asks again after
 * minutes all the same: an entry may be switched off or become private.
 * `public`: may change any time; a shared cache takes the load off for seconds.
 * `private`: is about a tenant.
 */
export type Caching = 'version' | 'public' | 'private';

const forEver = 'max-age=31536000, immutable';

/** What a read of an exact version must know of its entry. */
export interface CacheContext {
  namespace: string;
  visibility: string;
  status: string;
  isDraft: boolean;
  /** The namespace that was asked for. */
  asked: unknown;
}

/** Whether the address will always mean this entry: a namespace of one's own may get one of the same id, and goes first. */
const isSettled = ({ namespace, asked }: CacheContext, viewer: Viewer): boolean =>
  typeof asked === 'string' || viewer.kind === 'anonymous' || viewer.namespace === namespace;

/** `Cache-Control`: what an answer to somebody with a token says is never for a cache that others share. */
export function cacheControl(caching: Caching, viewer: Viewer, standing?: CacheContext): string {
  const isPublic = viewer.kind === 'anonymous';
  if (caching === 'version' && standing && !standing.isDraft && isSettled(standing, viewer)) {
    const open = isPublic && standing.visibility === 'PUBLIC' && standing.status !== 'DISABLED';
    return open ? `public, ${forEver}, s-maxage=300` : `private, ${forEver}`;
  }
  return caching === 'public' && isPublic
    ? 'public, max-age=0, s-maxage=5, stale-while-revalidate=60'
    : 'private, no-cache';
}

/** Who asks, in which form, and from which page decides what is answered. */
export const varies = 'Authorization, Accept, Origin';
