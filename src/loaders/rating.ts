import DataLoader from 'dataloader';
import { ratingsOfTemplates, type UsageDay, usageOfTemplates } from '../db/rating.ts';
import { oneBy } from './batch.ts';
import { encodeKey } from './key.ts';
import type { Read } from './read.ts';

export interface UsageAsked {
  templateId: string;
  days: number;
}

export const ratingLoaders = (read: Read) => ({
  ratingOfTemplate: oneBy(
    (templateIds) => read(ratingsOfTemplates(templateIds)),
    (rating) => rating.templateId,
  ),
});

/** Use of templates by the viewer's namespace. One statement per requested number of days. */
export const usageLoaders = (read: Read) => ({
  usageOfTemplate: new DataLoader<UsageAsked, UsageDay[], string>(
    async (asked) => {
      const found = new Map<string, UsageDay[]>();
      await Promise.all(
        [...Map.groupBy(asked, ({ days }) => days)].map(async ([days, group]) => {
          const rows = await read(
            usageOfTemplates(
              group.map(({ templateId }) => templateId),
              days,
            ),
          );
          for (const [templateId, ofTemplate] of Map.groupBy(rows, (row) => row.templateId)) {
            found.set(encodeKey({ templateId, days }), ofTemplate);
          }
        }),
      );
      return asked.map(({ templateId, days }) => found.get(encodeKey({ templateId, days })) ?? []);
    },
    { cacheKeyFn: ({ templateId, days }) => encodeKey({ templateId, days }) },
  ),
});
