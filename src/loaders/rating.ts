import DataLoader from 'dataloader';
import { ratingsOfTemplates, type UsageDay, type UsedBy, usageOf } from '../db/rating.ts';
import { oneBy } from './batch.ts';
import { encodeKey } from './key.ts';
import type { Read } from './read.ts';

export interface UsageAsked {
  by: UsedBy;
  usedId: string;
  days: number;
}

export const ratingLoaders = (read: Read) => ({
  ratingOfTemplate: oneBy(
    (templateIds) => read(ratingsOfTemplates(templateIds)),
    (rating) => rating.templateId,
  ),
});

/** Use of templates and their versions by the viewer's namespace. One statement per requested number of days. */
export const usageLoaders = (read: Read) => ({
  usageOf: new DataLoader<UsageAsked, UsageDay[], string>(
    async (asked) => {
      const found = new Map<string, UsageDay[]>();
      await Promise.all(
        [...Map.groupBy(asked, ({ by, days }) => encodeKey({ by, days })).values()].map(async (group) => {
          const [first] = group;
          if (!first) return;
          const { by, days } = first;
          const ids = group.map(({ usedId }) => usedId);
          for (const [usedId, rows] of Map.groupBy(await read(usageOf(by, ids, days)), (row) => row.usedId)) {
            found.set(encodeKey({ by, usedId, days }), rows);
          }
        }),
      );
      return asked.map((each) => found.get(encodeKey(each)) ?? []);
    },
    { cacheKeyFn: encodeKey },
  ),
});
