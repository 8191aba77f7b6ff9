import { isVersion } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { type LockedEntry, lockEntryRows, lockedEntries } from '../db/entry.ts';
import { type Kind, kinds } from '../db/kindTables.ts';
import { lockThenRead } from '../db/lockThenRead.ts';
import { RequestError } from '../errors.ts';
import { quoted } from './quoted.ts';

/** Maximum number of items of a bulk mutation. */
export const maxItems = 500;

/** An entry or a version that a bulk mutation changes. */
export interface BulkItemInput {
  kind: Kind;
  /** The agentId or templateId. */
  id: string;
  version?: string | null;
  /** Refuse the item unless this is the current version. */
  expectedCurrentVersion?: string | null;
  /** Refuse the item if the entry was changed since. */
  expectedUpdatedAt?: Date | null;
}

const placeOf = ({ kind, id, version }: BulkItemInput): string => `${kind} ${id} ${version ?? ''}`;

/** Throws BAD_USER_INPUT for no items, too many, one that is there twice, and a version number that is not one. */
export function requireItems(items: readonly BulkItemInput[]): void {
  if (items.length === 0 || items.length > maxItems)
    throw new RequestError('BAD_USER_INPUT', `\`items\` must contain 1 to ${maxItems} items; got ${items.length}.`);
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    if (typeof item.version === 'string' && !isVersion(item.version))
      throw new RequestError(
        'BAD_USER_INPUT',
        `\`items[${index}].version\` must be a SemVer 2.0 version such as 1.2.0; got ${quoted(item.version)}.`,
      );
    const earlier = seen.get(placeOf(item));
    if (earlier !== undefined)
      throw new RequestError('BAD_USER_INPUT', `\`items[${index}]\` is the same as \`items[${earlier}]\`. Remove one.`);
    seen.set(placeOf(item), index);
  }
}

/** Finds an entry that was locked. */
export type FindLocked = (item: BulkItemInput) => LockedEntry | undefined;

/** Locks the entries of all items, always in the same order, so that two calls do not wait for each other. */
export async function lockItems(
  tx: Transaction,
  namespace: string,
  items: readonly BulkItemInput[],
): Promise<FindLocked> {
  const found = new Map<string, LockedEntry>();
  for (const kind of kinds) {
    const slugs = [...new Set(items.filter((item) => item.kind === kind).map(({ id }) => id))];
    if (slugs.length === 0) continue;
    const rows = await lockThenRead(tx, lockEntryRows(kind, namespace, slugs), lockedEntries(kind, namespace, slugs));
    for (const row of rows) found.set(`${kind} ${row.slug}`, row);
  }
  return ({ kind, id }) => found.get(`${kind} ${id}`);
}
