import { attachCurrent } from '../db/currentVersion.ts';
import { type Entry, type EntryShape, entriesByIds, entriesBySlugs } from '../db/entry.ts';
import { attachVersions } from '../db/entryVersions.ts';
import type { Kind } from '../db/kindTables.ts';
import { oneBy, oneByPair } from './batch.ts';
import { encodeKey } from './key.ts';
import type { Read } from './read.ts';

/** Loads agents or templates by id, and by namespace and slug. */
export const entryLoaders = (read: Read, kind: Kind) => ({
  byId: oneBy(
    (ids) => read(entriesByIds(kind, ids)),
    (entry) => entry.id,
  ),
  bySlug: byShape((shape) =>
    oneByPair(
      async (namespaces, slugs) =>
        attachVersions(
          shape.versions,
          attachCurrent(kind, shape.current, await read(entriesBySlugs(kind, namespaces, slugs, shape))),
        ),
      (entry: Entry) => [entry.namespace, entry.slug],
    ),
  ),
});

/** A loader for each shape that is asked for: what was read for one may be too little for another. */
export function byShape<Loader>(create: (shape: EntryShape) => Loader) {
  const loaders = new Map<string, Loader>();
  return {
    of(shape: EntryShape): Loader {
      const key = encodeKey([shape.columns, shape.current, shape.versions ?? null]);
      let loader = loaders.get(key);
      if (!loader) {
        loader = create(shape);
        loaders.set(key, loader);
      }
      return loader;
    },
    /** Forgets what was read. */
    clearAll: () => loaders.clear(),
  };
}
