import type { Kind } from '../db/kindTables.ts';
import { type RollbackInput, rollback as rollBack } from '../registry/rollback.ts';
import type { Context } from './context.ts';
import { primeDryRun } from './publish.ts';

export const rollback =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: RollbackInput }, context: Context) => {
    const done = await rollBack(context.services, context, kind, input);
    primeDryRun(kind, done, context);
    return { ...done, kind };
  };

export type RollbackPayload = Awaited<ReturnType<ReturnType<typeof rollback>>>;

export const previousVersion = ({ kind, previousVersionId }: RollbackPayload, _: unknown, { load }: Context) =>
  load.version[kind].byId.load(previousVersionId);
