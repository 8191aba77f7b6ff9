import type { Transaction } from '../db/database.ts';
import { type EntryStatus, type LockedEntry, setEntryStatus } from '../db/entry.ts';
import type { EventAction } from '../db/event.ts';
import type { Kind } from '../db/kindTables.ts';
import type { Replacement } from '../db/replacement.ts';
import { RequestError } from '../errors.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { applyChanges, type EntryChange, unchangedEntry } from './entryChange.ts';
import { entryNotFound } from './entryNotFound.ts';
import { findReplacement, holdReplacements, nameOf, replacementCycle } from './findReplacement.ts';
import { beforeWrite, type Impact } from './impact.ts';
import { lockEntry } from './lockEntry.ts';
import { statusMutationName } from './mutationName.ts';
import { quoted } from './quoted.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import type { VisibilityChange } from './visibilityChange.ts';
import { write } from './write.ts';

export interface SetStatusInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  status: EntryStatus;
  /** Reason for users of the entry, up to 500 characters. */
  message?: string | null;
  /** The entry to use instead: its id (in your own namespace, else in `default`), or `namespace/id`. Not for ACTIVE. */
  replacedBy?: string | null;
}

export interface StatusSet extends DryRunRows {
  entryId: string;
  /** Null when the entry already had this status. */
  eventId: string | null;
  /** Null when nothing changes for other namespaces and anonymous callers. */
  visibilityChange: VisibilityChange | null;
  /** The impact of the change. Null when nothing changed. */
  impact: Impact | null;
}

const actions: Record<EntryStatus, EventAction> = { ACTIVE: 'ENABLED', DEPRECATED: 'DEPRECATED', DISABLED: 'DISABLED' };

/**
 * Deprecates an entry (it still works), disables it (only its own namespace sees it, and it can be neither instantiated
 * nor claimed), or reactivates it.
 *
 * @throws NotFound, also for an unknown replacement; BAD_USER_INPUT for a replacement of an active entry, by itself, or by
 *   one that leads back to it;
 *   Forbidden for all but admins; IdempotencyKeyReused
 */
export async function setStatus(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: SetStatusInput,
): Promise<StatusSet> {
  const user = requireRole(caller, 'admin', 'change the status of an entry');
  const namespace = requireOwnNamespace(user, input.namespace);
  const { dryRun, idempotencyKey: _, ...payload } = input;
  const message = input.message ? requireText('message', input.message, 500) : null;
  const replacedBy = input.replacedBy ?? null;
  if (replacedBy !== null && input.status === 'ACTIVE')
    throw new RequestError('BAD_USER_INPUT', '`replacedBy` is allowed only when `status` is DEPRECATED or DISABLED.');
  return write(services, user, statusMutationName(kind), payload, input, async (tx) => {
    if (replacedBy !== null) await holdReplacements(tx);
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry || entry.removedAt) throw entryNotFound(kind, input.id, namespace);
    const replacement = replacedBy === null ? null : await findReplacement(tx, kind, entry, replacedBy);
    if (replacement) await refuseCycle(tx, kind, entry, replacement);
    const [changed = unchangedEntry] = await applyChanges(tx, user, caller, [
      statusChange(kind, entry, { status: input.status, message, replacement }),
    ]);
    if (!dryRun || changed.eventId === null) return { entryId: entry.id, ...changed };
    const versionId = entry.currentVersionId;
    return {
      entryId: entry.id,
      ...changed,
      eventId: null,
      ...(versionId ? await dryRunRows(tx, kind, { entryId: entry.id, versionId }) : {}),
    };
  });
}

async function refuseCycle(tx: Transaction, kind: Kind, entry: LockedEntry, replacement: Replacement): Promise<void> {
  const cycle = await replacementCycle(tx, kind, entry, replacement);
  if (cycle === null) return;
  const advice = `Name another entry, or first end the replacement of ${quoted(replacement.slug)}.`;
  throw new RequestError(
    'BAD_USER_INPUT',
    `\`replacedBy\` would lead back to ${quoted(entry.slug)}: ${cycle}. ${advice}`,
  );
}

/** The change to a status, or null if the entry has it already. */
export function statusChange(
  kind: Kind,
  entry: LockedEntry,
  { status, message, replacement }: { status: EntryStatus; message: string | null; replacement: Replacement | null },
): EntryChange | null {
  const isSame = entry.status === status && entry.statusMessage === message;
  if (isSame && entry.replacedBy === (replacement?.id ?? null)) return null;
  return {
    kind,
    entry,
    async apply(tx) {
      await tx.run(setEntryStatus(kind, entry.id, status, message, replacement?.id ?? null));
      return {
        event: {
          action: actions[status],
          version: entry.currentVersion,
          ...(message === null ? {} : { reason: message }),
          before: { status: entry.status },
          after: { status, ...(replacement?.isPublic ? { replacedBy: nameOf(replacement) } : {}) },
        },
        states: beforeWrite(entry),
        isVisibilityChanged: true,
      };
    },
  };
}
