import { eventsByIds, eventsOfEntries, type Stretch } from '../db/event.ts';
import { oneBy, pageBy } from './batch.ts';
import type { Read } from './read.ts';

export const eventLoaders = (read: Read) => ({
  eventById: oneBy(
    (ids) => read(eventsByIds(ids)),
    (event) => event.id,
  ),
  eventsOfEntry: pageBy(
    (entryIds, stretch: Stretch) => read(eventsOfEntries(entryIds, stretch)),
    (event) => event.entryId ?? '',
  ),
});
