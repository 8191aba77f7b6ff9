import { type EntryStatus, setEntryStatus } from '../db/entry.ts';
import type { EventAction } from '../db/event.ts';
import type { Kind } from '../db/kindTables.ts';
import { NotFound } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { lockEntry } from './lockEntry.ts';
import { statusMutationName } from './mutationName.ts';
import { quoted } from './quoted.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { type VisibilityChange, visibilityChange } from './visibilityChange.ts';
import { write } from './write.ts';

export interface SetStatusInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  status: EntryStatus;
  /** Why, for whoever meets it: up to 500 characters. */
  message?: string | null;
}

export interface StatusSet extends DryRunRows {
  entryId: string;
  /** Null when it had this status already. */
  eventId: string | null;
  /** Null when outsiders read what they read before. */
  visibilityChange: VisibilityChange | null;
}

const actions: Record<EntryStatus, EventAction> = { ACTIVE: 'ENABLED', DEPRECATED: 'DEPRECATED', DISABLED: 'DISABLED' };

/**
 * Deprecates an entry (it still works), disables it (only its own namespace sees it, nothing instantiates it, no step of it is claimed), or makes
 * it active again.
 *
 * @throws NotFound; Forbidden for all but admins; IdempotencyKeyReused
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
  return write(services, user, statusMutationName(kind), payload, input, async (tx) => {
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry || entry.removedAt)
      throw new NotFound(`There is no ${kind.toLowerCase()} ${quoted(input.id)} in ${namespace}.`);
    if (entry.status === input.status && entry.statusMessage === message)
      return { entryId: entry.id, eventId: null, visibilityChange: null };

    await tx.run(setEntryStatus(kind, entry.id, input.status, message));
    const eventId = await appendEvent(tx, user, caller, {
      action: actions[input.status],
      kind,
      effect: 'updated',
      entry,
      version: entry.currentVersion,
      ...(message === null ? {} : { reason: message }),
      before: { status: entry.status },
      after: { status: input.status },
    });
    const outcome = { entryId: entry.id, visibilityChange: await visibilityChange(tx, kind, entry, []) };
    if (!dryRun) return { ...outcome, eventId };
    const versionId = entry.currentVersionId;
    return {
      ...outcome,
      eventId: null,
      ...(versionId ? await dryRunRows(tx, kind, { entryId: entry.id, versionId }) : {}),
    };
  });
}
