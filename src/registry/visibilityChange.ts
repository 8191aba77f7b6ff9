import type { Transaction } from '../db/database.ts';
import type { LockedEntry, Visibility } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { audienceOf } from '../db/visibility.ts';

/** The effect of a change on readers outside of the entry's namespace: other namespaces and anonymous callers. */
export interface VisibilityChange {
  /** Visibility of the entry before the change. */
  before: Visibility;
  after: Visibility;
  /** Whether they could read the entry before, and can afterwards. */
  readableBefore: boolean;
  readableAfter: boolean;
  /** Version numbers that become readable to them, highest first, up to 1,000. */
  versionsShown: string[];
  /** Version numbers that are no longer readable to them. */
  versionsHidden: string[];
}

/**
 * Compares what other namespaces can read of an entry before and after a change, inside its transaction.
 *
 * @param before the entry as it was locked, before anything was written
 * @param opened the version numbers that the change published or made public
 * @returns null when nothing changes for them
 */
export async function visibilityChange(
  tx: Transaction,
  kind: Kind,
  before: LockedEntry,
  opened: readonly string[],
): Promise<VisibilityChange | null> {
  const [now] = await tx.run(audienceOf(kind, before.id, before.isPublic, opened));
  if (!now) return null;
  const change: VisibilityChange = {
    before: before.visibility,
    after: now.visibility,
    readableBefore: before.isPublic,
    readableAfter: now.isPublic,
    versionsShown: now.isPublic ? now.versions : [],
    versionsHidden: now.isPublic ? [] : now.versions,
  };
  const isSame = change.before === change.after && change.readableBefore === change.readableAfter;
  return isSame && now.versions.length === 0 ? null : change;
}
