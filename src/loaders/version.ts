import type { Kind } from '../db/twins.ts';
import {
  type VersionStatus,
  versionsByIds,
  versionsByNumbers,
  versionsInRanges,
  versionsOfEntries,
} from '../db/version.ts';
import { oneBy, oneByPair, pageBy } from './batch.ts';
import type { Read } from './read.ts';

/** Versions of agents, or of templates. */
export const versionLoaders = (read: Read, kind: Kind) => ({
  byId: oneBy(
    (ids) => read(versionsByIds(kind, ids)),
    (version) => version.id,
  ),
  /** By the entry's id and a version's number. */
  byNumber: oneByPair(
    (entryIds, numbers) => read(versionsByNumbers(kind, entryIds, numbers)),
    (version) => [version.entryId, version.asked],
  ),
  ofEntry: pageBy(
    (entryIds, status: VersionStatus | null, page) => read(versionsOfEntries(kind, entryIds, status, page)),
    (version) => version.entryId,
  ),
  /** By the entry's id and a range as a multirange of points. */
  inRange: oneByPair(
    (entryIds, ranges) =>
      read(
        versionsInRanges(
          kind,
          entryIds.map((entryId, index) => ({ entryId, matches: ranges[index] ?? '{}' })),
        ),
      ),
    (version) => [version.entryId, version.matches],
  ),
});
