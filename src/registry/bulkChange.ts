import type { Transaction } from '../db/database.ts';
import { type Entry, entriesByIds, type LockedEntry } from '../db/entry.ts';
import { type Kind, kinds } from '../db/kindTables.ts';
import { type BulkError, bulkError, thrownError } from './bulkError.ts';
import { type BulkItemInput, lockItems, requireItems } from './bulkItems.ts';
import { applyChanges, type Changed, type EntryChange, unchangedEntry } from './entryChange.ts';
import { entryNotFound } from './entryNotFound.ts';
import { requireOwnNamespace, requireRole } from './require.ts';
import { requireCurrent, requireUnchanged } from './requireCurrent.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

/** Whether a refused item refuses all of them. */
export type BulkMode = 'ALL' | 'EACH';

export interface BulkInput extends WriteOptions {
  items: readonly BulkItemInput[];
  namespace?: string | null;
  /** Defaults to ALL. */
  mode?: BulkMode | null;
}

/** A mutation of many entries. */
export interface BulkOperation {
  name: 'bulkSetStatus' | 'bulkTag' | 'bulkArchive' | 'bulkSetVisibility';
  /** What the role is required for, after "to". */
  action: string;
  /**
   * The change of an item, null if it is so already. It only reads; the entry is locked.
   *
   * @throws NotFound; StaleVersion; IncompatibleChange
   */
  plan(tx: Transaction, item: BulkItemInput, entry: LockedEntry): Promise<EntryChange | null>;
}

/** The result of an item. It is stored under the idempotency key. */
export interface BulkItemResult extends Changed {
  kind: Kind;
  id: string;
  version: string | null;
  /** Null for an entry that was not found. */
  entryId: string | null;
  /** Whether the entry was changed, or would be. */
  changed: boolean;
  /** Why the item was refused. */
  error: BulkError | null;
}

export interface BulkChanged {
  items: BulkItemResult[];
  /** The entries of a dry run, which cannot be read after it. */
  dryRunEntries?: Entry[];
}

/**
 * Changes up to 500 entries of the caller's namespace in one transaction, each with an event, in the order of the items.
 *
 * @throws BAD_USER_INPUT; Forbidden for all but admins; IdempotencyKeyReused; with the mode ALL the error of the first refused
 *   item: NotFound, StaleVersion or IncompatibleChange
 */
export async function bulkChange(
  services: Services,
  caller: Caller,
  { name, action, plan }: BulkOperation,
  input: BulkInput,
): Promise<BulkChanged> {
  const user = requireRole(caller, 'admin', action);
  const namespace = requireOwnNamespace(user, input.namespace);
  requireItems(input.items);
  const { dryRun, idempotencyKey: _, items, ...rest } = input;
  const isEach = input.mode === 'EACH';
  const payload = { ...rest, items: items.map(identity) };
  return write(services, user, name, payload, input, async (tx) => {
    const find = await lockItems(tx, namespace, items);
    const planned = await Promise.all(
      items.map(async (item) => {
        const entry = find(item);
        try {
          if (!entry || entry.removedAt) throw entryNotFound(item.kind, item.id, namespace);
          requireCurrent(entry, item.expectedCurrentVersion);
          requireUnchanged(entry, item.expectedUpdatedAt);
          return { entry, change: await plan(tx, item, entry), failure: null };
        } catch (failure) {
          return { entry, change: null, failure };
        }
      }),
    );
    const errors = planned.map(({ failure }) => (failure === null ? null : bulkError(failure)));
    if (!isEach) refuseAll(errors);
    const changed = await applyChanges(
      tx,
      user,
      caller,
      planned.map(({ change }) => change),
    );
    const results = items.map(({ kind, id, version = null }, index): BulkItemResult => {
      const { eventId, ...effects } = changed[index] ?? unchangedEntry;
      const error = errors[index] ?? null;
      const entryId = error?.code === 'NOT_FOUND' ? null : (planned[index]?.entry?.id ?? null);
      const ids = { kind, id, version, entryId, eventId: dryRun ? null : eventId };
      return { ...ids, ...effects, changed: eventId !== null, error };
    });
    return dryRun ? { items: results, dryRunEntries: await entriesOf(tx, results) } : { items: results };
  });
}

/** What identifies an item under an idempotency key. */
const identity = ({ expectedUpdatedAt, ...item }: BulkItemInput) => ({
  ...item,
  expectedUpdatedAt: expectedUpdatedAt?.toISOString() ?? null,
});

/** Throws the error of the first refused item, with its place. */
function refuseAll(errors: readonly (BulkError | null)[]): void {
  const index = errors.findIndex((error) => error !== null);
  const first = errors[index];
  if (!first) return;
  const others = errors.filter((error) => error !== null).length - 1;
  const more = others === 0 ? '' : ` ${others} more ${others === 1 ? 'item was' : 'items were'} refused.`;
  throw thrownError({ ...first, message: `items[${index}]: ${first.message}${more}` });
}

async function entriesOf(tx: Transaction, results: readonly BulkItemResult[]): Promise<Entry[]> {
  const idsOf = (kind: Kind) => results.flatMap((each) => (each.kind === kind && each.entryId ? [each.entryId] : []));
  return (await Promise.all(kinds.map((kind) => tx.run(entriesByIds(kind, idsOf(kind)))))).flat();
}
