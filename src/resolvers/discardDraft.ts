import type { Kind } from '../db/kindTables.ts';
import { type DiscardDraftInput, discardDraft as discard } from '../registry/discardDraft.ts';
import type { Context } from './context.ts';

export const discardDraft =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: DiscardDraftInput }, context: Context) => {
    const done = await discard(context.services, context, kind, input);
    return { ...done, kind };
  };

export type DiscardDraftPayload = Awaited<ReturnType<ReturnType<typeof discardDraft>>>;
