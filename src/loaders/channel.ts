import { channelsOfEntries } from '../db/channel.ts';
import { manyBy } from './batch.ts';
import type { Read } from './read.ts';

/** Loads the channels of entries. An entry has at most 20. */
export const channelLoaders = (read: Read) => ({
  channelsOfEntry: manyBy(
    (ids) => read(channelsOfEntries(ids)),
    (channel) => channel.entryId,
  ),
});
