import type { Kind } from '../db/kindTables.ts';
import { type SetCompatibilityInput, setCompatibility as setEntryCompatibility } from '../registry/setCompatibility.ts';
import type { Context } from './context.ts';
import { primeDryRun } from './publish.ts';

export const setCompatibility =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: SetCompatibilityInput }, context: Context) => {
    const done = await setEntryCompatibility(context.services, context, kind, input);
    primeDryRun(kind, done, context);
    return { ...done, kind };
  };

export type SetCompatibilityPayload = Awaited<ReturnType<ReturnType<typeof setCompatibility>>>;
