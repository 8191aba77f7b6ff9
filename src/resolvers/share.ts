import type { Entry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import type { Share } from '../db/share.ts';
import { type DeclineShareInput, declineShare } from '../registry/declineShare.ts';
import { type ShareInput, shareEntry } from '../registry/shareEntry.ts';
import { type UnshareInput, unshareEntry } from '../registry/unshareEntry.ts';
import { hasRole, namespaceOf } from '../viewer.ts';
import type { Context } from './context.ts';
import { primeDryRun, publishedEntry } from './publish.ts';

/** All shares of an entry. Null for all but the admins of its namespace. */
export const shares = (entry: Entry, _: unknown, { load, viewer }: Context): Promise<Share[]> | null =>
  namespaceOf(viewer) === entry.namespace && hasRole(viewer, 'admin') ? load.sharesOfEntry.load(entry.id) : null;

/** The share by which the viewer's namespace reads an entry of another. */
export async function sharedWithMe(entry: Entry, _: unknown, { load, viewer }: Context): Promise<Share | null> {
  const own = namespaceOf(viewer);
  if (own === null || own === entry.namespace) return null;
  return (await load.sharesOfEntry.load(entry.id)).find(({ namespace }) => namespace === own) ?? null;
}

export const share =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: ShareInput }, context: Context) => {
    const done = await shareEntry(context.services, context, kind, input);
    primeDryRun(kind, done, context);
    context.load.sharesOfEntry.clear(done.entryId);
    return { ...done, kind, share: { ...done.share, sharedAt: new Date(done.share.sharedAt) } };
  };

export type SharePayload = Awaited<ReturnType<ReturnType<typeof share>>>;

export const unshare =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: UnshareInput }, context: Context) => {
    const done = await unshareEntry(context.services, context, kind, input);
    primeDryRun(kind, done, context);
    context.load.sharesOfEntry.clear(done.entryId);
    return { ...done, kind };
  };

export type UnsharePayload = Awaited<ReturnType<ReturnType<typeof unshare>>>;

export const decline =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: DeclineShareInput }, context: Context) => {
    const done = await declineShare(context.services, context, kind, input);
    context.load.entry[kind].byId.clear(done.entryId);
    context.load.entry[kind].bySlug.clearAll();
    context.load.sharesOfEntry.clear(done.entryId);
    return { ...done, kind, isDryRun: input.dryRun ?? false };
  };

export type DeclineSharePayload = Awaited<ReturnType<ReturnType<typeof decline>>>;

/** The entry of a declined share, as it can be read then. A dry run has taken nothing away. */
export const declinedEntry = (payload: DeclineSharePayload, args: unknown, context: Context) =>
  payload.isDryRun && !payload.isPublic ? null : publishedEntry(payload, args, context);
