import { sharesOfEntries } from '../db/share.ts';
import { manyBy } from './batch.ts';
import type { Read } from './read.ts';

/** Loads the shares of entries that the viewer sees. An entry has at most 100. */
export const shareLoaders = (read: Read) => ({
  sharesOfEntry: manyBy(
    (ids) => read(sharesOfEntries(ids)),
    (share) => share.entryId,
  ),
});
