import type { Kind } from '../db/kindTables.ts';
import { deleteShare, type ShareImpact, shareImpact, sharesOfEntries } from '../db/share.ts';
import { NotFound } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { entryNotFound } from './entryNotFound.ts';
import { lockEntry } from './lockEntry.ts';
import { unshareMutationName } from './mutationName.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { requireOther } from './shareEntry.ts';
import { write } from './write.ts';

export interface UnshareInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  /** The namespace that it is shared with. */
  sharedWith: string;
  /** Reason for the event log, up to 2,000 characters. */
  reason?: string | null;
}

export interface EntryUnshared extends DryRunRows {
  entryId: string;
  /** What no longer resolves in the other namespace. */
  impact: ShareImpact;
  /** Null for a dry run. */
  eventId: string | null;
}

/** Runs that were created in this many days are counted. */
export const shareImpactDays = 30;
export const noImpact: ShareImpact = {
  days: shareImpactDays,
  templates: 0,
  templateVersions: 0,
  runs: 0,
  openRuns: 0,
};

/**
 * Ends a share: from the commit on, the other namespace reads of the entry what everyone reads. Steps of its runs that have not
 * started do not start any more.
 *
 * @throws NotFound, also for an entry that is not shared with the namespace; Forbidden for all but admins;
 *   IdempotencyKeyReused
 */
export async function unshareEntry(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: UnshareInput,
): Promise<EntryUnshared> {
  const user = requireRole(caller, 'admin', 'end the share of an entry');
  const namespace = requireOwnNamespace(user, input.namespace);
  const sharedWith = requireOther(user, 'sharedWith', input.sharedWith);
  const reason = input.reason ? requireText('reason', input.reason, 2_000) : null;
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, unshareMutationName(kind), payload, input, async (tx) => {
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry || entry.removedAt) throw entryNotFound(kind, input.id, namespace);
    const share = (await tx.run(sharesOfEntries([entry.id]))).find((each) => each.namespace === sharedWith);
    if (!share) throw new NotFound(`${entry.slug} is not shared with the namespace "${sharedWith}".`);
    const [counted] = entry.isPublic ? [] : await tx.run(shareImpact(kind, entry.id, sharedWith, shareImpactDays));
    await tx.run(deleteShare(entry.id, sharedWith));
    const eventId = await appendEvent(tx, user, caller, {
      action: 'UNSHARED',
      kind,
      effect: 'updated',
      entry,
      version: null,
      ...(reason === null ? {} : { reason }),
      before: { sharedWith, mayInstantiate: share.mayInstantiate },
    });
    const outcome = { entryId: entry.id, impact: counted?.impact ?? noImpact };
    if (!dryRun) return { ...outcome, eventId };
    const versionId = entry.currentVersionId;
    const rows = versionId ? await dryRunRows(tx, kind, { entryId: entry.id, versionId }) : {};
    return { ...outcome, eventId: null, ...rows };
  });
}
