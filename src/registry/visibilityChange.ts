import type { Transaction } from '../db/database.ts';
import type { LockedEntry, Visibility } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { audienceOf } from '../db/visibility.ts';

/** What a change means for those outside of the entry's namespace: other namespaces, and callers without a token. */
export interface VisibilityChange {
  /** Of the entry. */
  before: Visibility;
  after: Visibility;
  /** Whether they could read the entry before, and can afterwards. */
  readableBefore: boolean;
  readableAfter: boolean;
  /** The versions that they can read now and could not before, the newest first: up to 1,000. */
  versionsShown: string[];
  /** The versions that they could read before and cannot any more. */
  versionsHidden: string[];
}

/**
 * Compares what outsiders read of an entry before and after a change, inside of its transaction.
 *
 * @param before the entry as it was locked, before anything was written
 * @param opened the version numbers that the change published or made public
 * @returns null when outsiders read what they read before
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
