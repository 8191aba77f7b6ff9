import type { Kind } from '../db/kindTables.ts';
import { type ArchiveVersionInput, setArchived as setVersionArchived } from '../registry/archiveVersion.ts';
import type { Context } from './context.ts';
import { primeDryRun } from './publish.ts';

export const setArchived =
  (kind: Kind, archived: boolean) =>
  async (_: unknown, { input }: { input: ArchiveVersionInput }, context: Context) => {
    const done = await setVersionArchived(context.services, context, kind, archived, input);
    primeDryRun(kind, done, context);
    return { ...done, kind };
  };

export type ArchiveVersionPayload = Awaited<ReturnType<ReturnType<typeof setArchived>>>;
