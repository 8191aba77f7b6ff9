import DataLoader from 'dataloader';
import { type SubjectUsage, usageInDays } from '../db/usageDays.ts';
import { encodeKey } from './key.ts';
import type { Read } from './read.ts';

export interface UsageInDaysAsked {
  subjectId: string;
  days: number;
  /** Whether all namespaces are counted, not only the viewer's. */
  across: boolean;
}

/** Use of entries and versions of both kinds. One statement per requested number of days. */
export const usageDayLoaders = (read: Read) => ({
  usageInDays: new DataLoader<UsageInDaysAsked, SubjectUsage | null, string>(
    async (asked) => {
      const found = new Map<string, SubjectUsage>();
      await Promise.all(
        [...Map.groupBy(asked, ({ days, across }) => encodeKey({ days, across })).values()].map(async (group) => {
          const [first] = group;
          if (!first) return;
          const { days, across } = first;
          const ids = group.map(({ subjectId }) => subjectId);
          for (const usage of await read(usageInDays(ids, days, across)))
            found.set(encodeKey({ subjectId: usage.subjectId, days, across }), usage);
        }),
      );
      return asked.map((each) => found.get(encodeKey(each)) ?? null);
    },
    { cacheKeyFn: encodeKey },
  ),
});
