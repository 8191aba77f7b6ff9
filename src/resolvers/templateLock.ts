import type { Entry } from '../db/entry.ts';
import { templateLock } from '../registry/templateLock.ts';
import type { Context } from './context.ts';

export const lock = (
  template: Entry,
  { version, environment }: { version?: string | null; environment?: string | null },
  { load }: Context,
) => templateLock({ run: load.read }, template, version ?? null, environment ?? null);
