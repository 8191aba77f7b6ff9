import { setEntryRemoved } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { countPublished } from '../db/version.ts';
import { NotFound } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { entryNotFound } from './entryNotFound.ts';
import { findImpact, type Impact, removal } from './impact.ts';
import { lockEntry } from './lockEntry.ts';
import { removeMutationName } from './mutationName.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import { requireCurrent } from './requireCurrent.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { type VisibilityChange, visibilityChange } from './visibilityChange.ts';
import { write } from './write.ts';

export interface RemoveEntryInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  /** Reason for the event log of the namespace, up to 2,000 characters. */
  reason: string;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null;
}

export interface EntryRemoved {
  slug: string;
  namespace: string;
  /** Number of published versions that are no longer readable, archived ones too. */
  versionCount: number;
  eventId: string | null;
  /** Null when nothing changes for other namespaces and anonymous callers. */
  visibilityChange: VisibilityChange | null;
  /** The impact of the change. */
  impact: Impact;
}

/**
 * Removes an entry for good: it and its versions are no longer found, instantiated or claimed, and a sweep deletes files that
 * no other entry uses. Its id stays taken, and the event log keeps what happened.
 *
 * @throws NotFound, also for an entry that was removed before; StaleVersion; Forbidden for all but admins;
 *   IdempotencyKeyReused
 */
export async function removeEntry(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: RemoveEntryInput,
): Promise<EntryRemoved> {
  const user = requireRole(caller, 'admin', 'remove an entry');
  const namespace = requireOwnNamespace(user, input.namespace);
  const reason = requireText('reason', input.reason, 2_000);
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, removeMutationName(kind), payload, input, async (tx) => {
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry) throw entryNotFound(kind, input.id, namespace);
    if (entry.removedAt) throw new NotFound(`${entry.slug} was removed; its id cannot be reused.`);
    requireCurrent(entry, input.expectedCurrentVersion);

    const [published] = await tx.run(countPublished(kind, entry.id));
    const impact = await findImpact(tx, kind, entry.id, removal);
    await tx.run(setEntryRemoved(kind, entry.id));
    const eventId = await appendEvent(tx, user, caller, {
      action: 'REMOVED',
      kind,
      effect: 'removed',
      entry,
      version: null,
      reason,
      before: { currentVersion: entry.currentVersion, status: entry.status, visibility: entry.visibility },
    });
    return {
      slug: entry.slug,
      namespace,
      versionCount: published?.count ?? 0,
      eventId: dryRun ? null : eventId,
      visibilityChange: await visibilityChange(tx, kind, entry, []),
      impact,
    };
  });
}
