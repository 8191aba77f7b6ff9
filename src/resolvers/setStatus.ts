import type { Kind } from '../db/kindTables.ts';
import { type SetStatusInput, setStatus as setEntryStatus } from '../registry/setStatus.ts';
import type { Context } from './context.ts';
import { primeDryRun } from './publish.ts';

export const setStatus =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: SetStatusInput }, context: Context) => {
    const done = await setEntryStatus(context.services, context, kind, input);
    primeDryRun(kind, done, context);
    return { ...done, kind };
  };

export type SetStatusPayload = Awaited<ReturnType<ReturnType<typeof setStatus>>>;
