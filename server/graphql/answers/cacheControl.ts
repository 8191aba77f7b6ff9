import type { Viewer } from '../../../src/viewer.ts';

/**
 * `Cache-Control` of an answer to GET. A shared cache may send what everybody sees for five seconds; a browser asks each
 * time, and mostly gets a 304. An answer to a caller with a token is for that caller.
 */
export const cacheControlOf = (viewer: Viewer): string =>
  viewer.kind === 'anonymous' ? 'public, max-age=0, must-revalidate, s-maxage=5' : 'private, no-cache';

/** `Vary`: the request headers that an answer depends on. */
export const varies = 'Authorization, Accept, Origin';
