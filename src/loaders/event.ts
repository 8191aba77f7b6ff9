import { eventsByIds, eventsOfEntries } from '../db/event.ts';
import { oneBy, pageBy } from './batch.ts';
import type { Read } from './read.ts';

export const eventLoaders = (read: Read) => ({
  eventById: oneBy(
    (ids) => read(eventsByIds(ids)),
    (event) => event.id,
  ),
  eventsOfEntry: pageBy(
    (entryIds, after: number, page) => read(eventsOfEntries(entryIds, after, page.limit)),
    (event) => event.entryId ?? '',
  ),
});
