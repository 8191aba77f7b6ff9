import type { Transaction } from '../db/database.ts';
import { type LockedEntry, lockedEntry, takeEntry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { lockThenRead } from '../db/lockThenRead.ts';

/** The entry as it is now, and nobody else's to change until the transaction ends; null when there is none. */
export async function lockEntry(
  tx: Transaction,
  kind: Kind,
  namespace: string,
  slug: string,
): Promise<LockedEntry | null> {
  const [entry] = await lockThenRead(tx, takeEntry(kind, namespace, slug), lockedEntry(kind, namespace, slug));
  return entry ?? null;
}
