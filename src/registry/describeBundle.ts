import { entriesByIds } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { versionsByIds } from '../db/version.ts';
import type { User } from '../viewer.ts';
import type { Services } from './services.ts';

/**
 * Writes an index of the files of a published version next to the blobs, for people who inspect the storage. Drafts have
 * none. It is never read back, so if storage is unavailable the publish still succeeds; repeating it writes the index.
 */
export async function describeBundle(
  { db, artifacts }: Services,
  user: User,
  kind: Kind,
  { entryId, versionId }: { entryId: string; versionId: string },
): Promise<void> {
  const [entry] = await db.read(user, entriesByIds(kind, [entryId]));
  const [version] = await db.read(user, versionsByIds(kind, [versionId]));
  if (!entry || !version || version.status === 'DRAFT') return;
  const { namespace, slug: id } = entry;
  const { version: number, digest, digestRule, files } = version;
  await artifacts.describe({ kind, namespace, id, version: number, digest, digestRule, files }).catch(() => {});
}
