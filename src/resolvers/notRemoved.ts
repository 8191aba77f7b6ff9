import type { Entry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import type { Version, VersionHead } from '../db/version.ts';
import type { Context } from './context.ts';

/** The entry with this id. Null if it was removed, or the viewer has no access to it. */
export async function entryById(kind: Kind, id: string, { load }: Pick<Context, 'load'>): Promise<Entry | null> {
  const entry = await load.entry[kind].byId.load(id);
  return entry?.removedAt ? null : entry;
}

/** The entry to use instead of this one. */
export const replacedBy = (entry: Entry, _: unknown, context: Context): Promise<Entry | null> | null =>
  entry.replacedBy === null ? null : entryById(entry.kind, entry.replacedBy, context);

/** The version with this id. Null if its entry was removed, or the viewer has no access to it. */
export async function versionById(
  kind: Kind,
  id: string,
  context: Pick<Context, 'load'>,
): Promise<VersionHead | Version | null> {
  const version = await context.load.version[kind].byId.load(id);
  return version && (await entryById(kind, version.entryId, context)) ? version : null;
}

/** The same where the entry is known: it is read at the same time, with all others of the request. */
export async function versionOfEntry(
  kind: Kind,
  entryId: string,
  id: string,
  context: Pick<Context, 'load'>,
): Promise<VersionHead | Version | null> {
  const [entry, version] = await Promise.all([
    entryById(kind, entryId, context),
    context.load.version[kind].byId.load(id),
  ]);
  return entry && version;
}
