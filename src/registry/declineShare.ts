import type { Kind } from '../db/kindTables.ts';
import { declineShare as declinedShare, type ShareImpact } from '../db/share.ts';
import { NotFound } from '../errors.ts';
import { declineShareMutationName, noun } from './mutationName.ts';
import { quoted } from './quoted.ts';
import { requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { requireOther } from './shareEntry.ts';
import { noImpact, shareImpactDays } from './unshareEntry.ts';
import { write } from './write.ts';

export interface DeclineShareInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  /** The namespace of the entry. */
  namespace: string;
  /** Reason for the event log of the caller's namespace, up to 2,000 characters. */
  reason?: string | null;
}

export interface ShareDeclined {
  entryId: string;
  /** Whether the caller's namespace reads the entry as everyone does. */
  isPublic: boolean;
  /** What no longer resolves in the caller's namespace. */
  impact: ShareImpact;
  /** Null for a dry run. */
  eventId: string | null;
}

/**
 * Ends the share of an entry with the caller's own namespace: from the commit on, it reads of the entry what everyone reads.
 * Steps of its runs that have not started do not start any more. The owner may share the entry again.
 *
 * @throws NotFound, also for a share that shows nothing because the entry is disabled; Forbidden for all but admins;
 *   IdempotencyKeyReused
 */
export async function declineShare(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: DeclineShareInput,
): Promise<ShareDeclined> {
  const user = requireRole(caller, 'admin', 'decline a share');
  const namespace = requireOther(user, 'namespace', input.namespace);
  const reason = input.reason ? requireText('reason', input.reason, 2_000) : null;
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, declineShareMutationName(kind), payload, input, async (tx) => {
    const [row] = await tx.run(declinedShare(kind, namespace, input.id, reason, caller.correlationId, shareImpactDays));
    if (!row?.declined)
      throw new NotFound(
        `No ${noun[kind].toLowerCase()} ${quoted(input.id)} of the namespace ${quoted(namespace)} is shared with your namespace.`,
      );
    const { eventId, entryId, isPublic, impact } = row.declined;
    return { entryId, isPublic, impact: impact ?? noImpact, eventId: dryRun ? null : eventId };
  });
}
