import type { CompatibilityPolicy } from '../../packages/manifest/index.ts';
import { setEntryCompatibility } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { appendEvent } from './appendEvent.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { entryNotFound } from './entryNotFound.ts';
import { lockEntry } from './lockEntry.ts';
import { compatibilityMutationName } from './mutationName.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface SetCompatibilityInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  compatibility: CompatibilityPolicy;
  /** Reason for the event log, up to 2,000 characters. */
  reason?: string | null;
}

export interface CompatibilitySet extends DryRunRows {
  entryId: string;
  /** Null when nothing changed. */
  eventId: string | null;
}

/**
 * Sets what happens to versions of an entry whose number promises less than their changes.
 *
 * @throws NotFound; Forbidden for viewers; IdempotencyKeyReused
 */
export async function setCompatibility(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: SetCompatibilityInput,
): Promise<CompatibilitySet> {
  const user = requireRole(caller, 'publisher', 'change the compatibility policy of an entry');
  const namespace = requireOwnNamespace(user, input.namespace);
  const reason = input.reason ? requireText('reason', input.reason, 2_000) : null;
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, compatibilityMutationName(kind), payload, input, async (tx) => {
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry || entry.removedAt) throw entryNotFound(kind, input.id, namespace);
    if (entry.compatibility === input.compatibility) return { entryId: entry.id, eventId: null };

    await tx.run(setEntryCompatibility(kind, entry.id, input.compatibility));
    const eventId = await appendEvent(tx, user, caller, {
      action: 'COMPATIBILITY_CHANGED',
      kind,
      effect: 'updated',
      entry,
      version: null,
      ...(reason === null ? {} : { reason }),
      before: { compatibility: entry.compatibility },
      after: { compatibility: input.compatibility },
    });
    if (!dryRun) return { entryId: entry.id, eventId };
    const versionId = entry.currentVersionId;
    const rows = versionId ? await dryRunRows(tx, kind, { entryId: entry.id, versionId }) : {};
    return { entryId: entry.id, eventId: null, ...rows };
  });
}
