import type { Kind } from '../db/kindTables.ts';
import { deleteDraft } from '../db/version.ts';
import { IncompatibleChange } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { findVersion } from './archiveVersion.ts';
import { discardMutationName } from './mutationName.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface DiscardDraftInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  version: string;
  /** Reason for the event log, up to 2,000 characters. */
  reason?: string | null;
}

export interface DraftDiscarded {
  entryId: string;
  version: string;
  /** Digest of the draft. */
  digest: string;
  eventId: string | null;
}

/**
 * Deletes a draft. Its version number is free again.
 *
 * @throws NotFound; IncompatibleChange for a published version; Forbidden for viewers; IdempotencyKeyReused
 */
export async function discardDraft(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: DiscardDraftInput,
): Promise<DraftDiscarded> {
  const user = requireRole(caller, 'publisher', 'discard a draft');
  const namespace = requireOwnNamespace(user, input.namespace);
  const reason = input.reason ? requireText('reason', input.reason, 2_000) : null;
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, discardMutationName(kind), payload, input, async (tx) => {
    const { entry, version } = await findVersion(tx, kind, namespace, input);
    if (version.status !== 'DRAFT') {
      throw new IncompatibleChange(
        `${entry.slug}@${version.version} is published and cannot be discarded. Archive it instead.`,
        [`version ${version.version} is ${version.status}`],
      );
    }
    await tx.run(deleteDraft(kind, version.id));
    const eventId = await appendEvent(tx, user, caller, {
      action: 'DISCARDED',
      kind,
      effect: 'updated',
      entry,
      version: version.version,
      ...(reason === null ? {} : { reason }),
      before: { versionStatus: version.status, digest: version.digest },
    });
    const outcome = { entryId: entry.id, version: version.version, digest: version.digest };
    return { ...outcome, eventId: dryRun ? null : eventId };
  });
}
