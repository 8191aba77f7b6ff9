import { get } from './get.ts';

/** The requests of `get`, which the gateway has answered before and kept; the peers make their answers anew. */
export const cached: typeof get = {
  ...get,
  name: 'cached',
  description: `${get.description}, kept by the gateway`,
  isCached: true,
};
