import { reportsByIds } from '../db/validationReport.ts';
import { oneBy } from './batch.ts';
import type { Read } from './read.ts';

export const validationReportLoaders = (read: Read) => ({
  reportById: oneBy(
    (ids) => read(reportsByIds(ids)),
    (report) => report.id,
  ),
});
