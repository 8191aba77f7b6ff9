import type { Kind } from '../db/kindTables.ts';
import { type SetVisibilityInput, setVisibility as setEntryVisibility } from '../registry/setVisibility.ts';
import type { Context } from './context.ts';
import { primeDryRun } from './publish.ts';

export const setVisibility =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: SetVisibilityInput }, context: Context) => {
    const done = await setEntryVisibility(context.services, context, kind, input);
    primeDryRun(kind, done, context);
    return { ...done, kind };
  };

export type SetVisibilityPayload = Awaited<ReturnType<ReturnType<typeof setVisibility>>>;
