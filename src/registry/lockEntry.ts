import type { Transaction } from '../db/database.ts';
import { type LockedEntry, lockEntryRow, lockedEntry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { lockThenRead } from '../db/lockThenRead.ts';

/** Locks the entry until the transaction ends, and returns its current state. Null if it does not exist. */
export async function lockEntry(
  tx: Transaction,
  kind: Kind,
  namespace: string,
  slug: string,
): Promise<LockedEntry | null> {
  const [entry] = await lockThenRead(tx, lockEntryRow(kind, namespace, slug), lockedEntry(kind, namespace, slug));
  return entry ?? null;
}
