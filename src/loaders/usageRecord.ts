import { usageRecordsByIds } from '../db/usageRecord.ts';
import { oneBy } from './batch.ts';
import type { Read } from './read.ts';

export const usageRecordLoaders = (read: Read) => ({
  usageRecordById: oneBy(
    (ids) => read(usageRecordsByIds(ids)),
    (record) => record.id,
  ),
});
