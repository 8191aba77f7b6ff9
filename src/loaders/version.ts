import { countsBy } from '../db/count.ts';
import type { Kind } from '../db/kindTables.ts';
import {
  headsByIds,
  headsByNumbers,
  headsInRanges,
  type VersionStatus,
  type VersionsPage,
  versionsByIds,
  versionsOfEntries,
} from '../db/version.ts';
import { countBy, oneBy, oneByPair, pageBy } from './batch.ts';
import type { Read } from './read.ts';

/** Loads versions of agents or of templates. */
export const versionLoaders = (read: Read, count: Read, kind: Kind) => ({
  byId: oneBy(
    (ids) => read(headsByIds(kind, ids)),
    (version) => version.id,
  ),
  /** With its content: the manifest, the MCP servers and the list of files. */
  whole: oneBy(
    (ids) => read(versionsByIds(kind, ids)),
    (version) => version.id,
  ),
  /** By entry id and version number. */
  byNumber: oneByPair(
    (entryIds, numbers) => read(headsByNumbers(kind, entryIds, numbers)),
    (version) => [version.entryId, version.asked],
  ),
  ofEntry: pageBy(
    (entryIds, filter: Omit<VersionsPage, 'page'>, page) =>
      read(versionsOfEntries(kind, entryIds, { ...filter, page })),
    (version) => version.entryId,
  ),
  countOfEntry: countBy((entryIds, status: VersionStatus | null, page) =>
    count(countsBy('entry_id', versionsOfEntries(kind, entryIds, { status, content: 'head', page }))),
  ),
  /** By entry id and a range as a multirange of points. */
  inRange: oneByPair(
    (entryIds, ranges) =>
      read(
        headsInRanges(
          kind,
          entryIds.map((entryId, index) => ({ entryId, matches: ranges[index] ?? '{}' })),
        ),
      ),
    (version) => [version.entryId, version.matches],
  ),
});
