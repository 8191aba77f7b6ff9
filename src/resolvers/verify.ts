import type { Kind } from '../db/kindTables.ts';
import * as registry from '../registry/verifyLog.ts';
import * as versions from '../registry/verifyVersions.ts';
import type { Context } from './context.ts';

interface PageArgs {
  after?: string | null;
  first?: number | null;
}

export const verifyLog = (_: unknown, args: PageArgs, context: Context) =>
  registry.verifyLog(context.services, context, args);

export const verifyVersions = (_: unknown, args: PageArgs & { kind: Kind }, context: Context) =>
  versions.verifyVersions(context.services, context, args);
