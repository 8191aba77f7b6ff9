import { entriesByIds } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { versionsByIds } from '../db/version.ts';
import type { User } from '../viewer.ts';
import type { Services } from './services.ts';

/**
 * Writes beside the blobs which of them a published version consists of, for people who look into the store; a draft
 * is not described. Nothing reads it back, so a store that is away undoes no publish: the same publish writes it again.
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
