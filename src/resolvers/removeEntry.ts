import type { Kind } from '../db/kindTables.ts';
import { type RemoveEntryInput, removeEntry as removeForGood } from '../registry/removeEntry.ts';
import type { Context } from './context.ts';

export const removeEntry =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: RemoveEntryInput }, context: Context) => {
    const done = await removeForGood(context.services, context, kind, input);
    return { ...done, kind };
  };

export type RemoveEntryPayload = Awaited<ReturnType<ReturnType<typeof removeEntry>>>;
