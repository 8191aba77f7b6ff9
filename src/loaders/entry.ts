import { entriesByIds, entriesBySlugs } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { oneBy, oneByPair } from './batch.ts';
import type { Read } from './read.ts';

/** Loads agents or templates by id, and by namespace and slug. */
export const entryLoaders = (read: Read, kind: Kind) => ({
  byId: oneBy(
    (ids) => read(entriesByIds(kind, ids)),
    (entry) => entry.id,
  ),
  bySlug: oneByPair(
    (namespaces, slugs) => read(entriesBySlugs(kind, namespaces, slugs)),
    (entry) => [entry.namespace, entry.slug],
  ),
});
