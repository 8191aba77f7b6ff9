import type { Transaction } from '../db/database.ts';
import { type Entry, entriesByIds } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { type Version, versionsByIds } from '../db/version.ts';
import type { StoredFiles } from './storedFiles.ts';

/** The rows of a dry run, read before it is rolled back, because they cannot be read afterwards. */
export interface DryRunRows {
  dryRunRows?: { entry: Entry; version: Version };
  /** The contents of its files, which a dry run does not store. */
  dryRunFiles?: StoredFiles['blobs'];
}

export async function dryRunRows(
  tx: Transaction,
  kind: Kind,
  { entryId, versionId }: { entryId: string; versionId: string },
): Promise<DryRunRows> {
  const [entry] = await tx.run(entriesByIds(kind, [entryId]));
  const [version] = await tx.run(versionsByIds(kind, [versionId]));
  return entry && version ? { dryRunRows: { entry, version } } : {};
}
