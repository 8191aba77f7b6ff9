import DataLoader from 'dataloader';
import { isChannel, rangeTest } from '../../packages/manifest/index.ts';
import { countsBy } from '../db/count.ts';
import { attachCurrent } from '../db/currentVersion.ts';
import {
  dependenciesOfEntries,
  dependentsOfEntries,
  dependentsOfVersions,
  entriesOfDependencies,
  type NamedDependency,
  rangesOfDependents,
} from '../db/dependency.ts';
import type { Entry, EntryShape } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { countBy, pageBy } from './batch.ts';
import { encodeKey } from './key.ts';
import type { Read } from './read.ts';

/** Loads what depends on what among entries of one kind, in both directions. */
export const dependencyLoaders = (read: Read, count: Read, kind: Kind) => ({
  dependentsOfEntry: pageBy(
    async (ids, shape: EntryShape, page) =>
      attachCurrent(kind, shape.current, await read(dependentsOfEntries(kind, ids, page, shape))),
    (entry) => entry.ofEntry,
  ),
  dependentCountOfEntry: countBy((ids, _: null, page) =>
    count(countsBy('of_entry', dependentsOfEntries(kind, ids, page))),
  ),
  dependenciesOfEntry: pageBy(
    async (ids, shape: EntryShape, page) =>
      attachCurrent(kind, shape.current, await read(dependenciesOfEntries(kind, ids, page, shape))),
    (entry) => entry.ofEntry,
  ),
  dependencyCountOfEntry: countBy((ids, _: null, page) =>
    count(countsBy('of_entry', dependenciesOfEntries(kind, ids, page))),
  ),
  /** The entry that a dependency resolves to; also one that was removed. */
  entryOfDependency: new DataLoader<NamedDependency, Entry | null, string>(
    async (asked) => {
      const rows = await read(entriesOfDependencies(kind, asked));
      const byPlace = new Map(rows.map((row) => [row.place, row]));
      return asked.map((_, index) => byPlace.get(index + 1) ?? null);
    },
    { cacheKeyFn: ({ namespace, versionId, slug }) => encodeKey([namespace, versionId, slug]) },
  ),
  dependentsOfVersion: pageBy(
    async (ids, _: null, page) => {
      const pairs = await satisfiedRanges(read, kind, ids);
      return pairs.length === 0 ? [] : read(dependentsOfVersions(kind, pairs, page));
    },
    (version) => version.ofVersion,
  ),
  dependentCountOfVersion: countBy(async (ids, _: null, page) => {
    const pairs = await satisfiedRanges(count, kind, ids);
    return pairs.length === 0 ? [] : count(countsBy('of_version', dependentsOfVersions(kind, pairs, page)));
  }),
});

/** The ranges, of those in which the entries of versions are depended on, that the versions satisfy. */
async function satisfiedRanges(read: Read, kind: Kind, versionIds: readonly string[]) {
  const rows = await read(rangesOfDependents(kind, versionIds));
  return rows.filter(({ range, versionPoint, channels }) =>
    isChannel(range) ? channels.includes(range) : rangeTest(range)(versionPoint),
  );
}
