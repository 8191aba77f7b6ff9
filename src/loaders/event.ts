import { countsBy } from '../db/count.ts';
import { type EventRange, eventsByIds, eventsOfEntries, wholeLog } from '../db/event.ts';
import { countBy, oneBy, pageBy } from './batch.ts';
import type { Read } from './read.ts';

export const eventLoaders = (read: Read, count: Read) => ({
  eventById: oneBy(
    (ids) => read(eventsByIds(ids)),
    (event) => event.id,
  ),
  eventsOfEntry: pageBy(
    (entryIds, range: EventRange) => read(eventsOfEntries(entryIds, range)),
    (event) => event.entryId ?? '',
  ),
  eventCountOfEntry: countBy((entryIds, _: null) => count(countsBy('entry_id', eventsOfEntries(entryIds, wholeLog)))),
});
