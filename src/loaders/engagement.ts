import DataLoader from 'dataloader';
import { type EntryEngagement, engagementInDays } from '../db/engagement.ts';
import { encodeKey } from './key.ts';
import type { Read } from './read.ts';

export interface EngagementAsked {
  entryId: string;
  days: number;
}

/** One statement per requested number of days. */
export const engagementLoaders = (read: Read) => ({
  engagementOf: new DataLoader<EngagementAsked, EntryEngagement | null, string>(
    async (asked) => {
      const found = new Map<string, EntryEngagement>();
      await Promise.all(
        [...Map.groupBy(asked, ({ days }) => days)].map(async ([days, group]) => {
          const ids = group.map(({ entryId }) => entryId);
          for (const each of await read(engagementInDays(ids, days)))
            found.set(encodeKey({ entryId: each.entryId, days }), each);
        }),
      );
      return asked.map((each) => found.get(encodeKey(each)) ?? null);
    },
    { cacheKeyFn: encodeKey },
  ),
});
