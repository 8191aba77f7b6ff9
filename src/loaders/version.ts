import { countsBy } from '../db/count.ts';
import type { Kind } from '../db/kindTables.ts';
import {
  headsByIds,
  headsByNumbers,
  headsInRanges,
  headsOfEntries,
  type VersionContent,
  type VersionStatus,
  versionsByIds,
} from '../db/version.ts';
import { countBy, oneBy, oneByPair, pageBy } from './batch.ts';
import type { Read } from './read.ts';

export interface VersionsAsked {
  status: VersionStatus | null;
  content: VersionContent;
}

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
    (entryIds, { status, content }: VersionsAsked, page) => read(headsOfEntries(kind, entryIds, status, page, content)),
    (version) => version.entryId,
  ),
  countOfEntry: countBy((entryIds, status: VersionStatus | null, page) =>
    count(countsBy('entry_id', headsOfEntries(kind, entryIds, status, page))),
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
