import type { Kind } from '../db/kindTables.ts';
import { type SetFeaturedInput, setFeatured as setEntryFeatured } from '../registry/setFeatured.ts';
import type { Context } from './context.ts';
import { primeDryRun } from './publish.ts';

export const setFeatured =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: SetFeaturedInput }, context: Context) => {
    const done = await setEntryFeatured(context.services, context, kind, input);
    primeDryRun(kind, done, context);
    return { ...done, kind };
  };

export type SetFeaturedPayload = Awaited<ReturnType<ReturnType<typeof setFeatured>>>;
