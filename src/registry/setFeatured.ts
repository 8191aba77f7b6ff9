import { setEntryFeatured } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { RequestError } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { entryNotFound } from './entryNotFound.ts';
import { lockEntry } from './lockEntry.ts';
import { featuredMutationName } from './mutationName.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface SetFeaturedInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  featured: boolean;
  /** Reason for the event log, up to 2,000 characters. */
  reason?: string | null;
}

export interface FeaturedSet extends DryRunRows {
  entryId: string;
  /** Null when nothing changed. */
  eventId: string | null;
}

/**
 * Features an entry of the caller's namespace, or stops featuring it. The database stops when it is no longer public or active.
 *
 * @throws NotFound; BAD_USER_INPUT for an entry that is not public and active; Forbidden for all but admins;
 *   IdempotencyKeyReused
 */
export async function setFeatured(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: SetFeaturedInput,
): Promise<FeaturedSet> {
  const user = requireRole(caller, 'admin', 'feature an entry');
  const namespace = requireOwnNamespace(user, input.namespace);
  const reason = input.reason ? requireText('reason', input.reason, 2_000) : null;
  const { dryRun, idempotencyKey: _, ...payload } = input;
  const { featured } = input;
  return write(services, user, featuredMutationName(kind), payload, input, async (tx) => {
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry || entry.removedAt) throw entryNotFound(kind, input.id, namespace);
    if (featured && !(entry.isPublic && entry.status === 'ACTIVE')) {
      throw new RequestError(
        'BAD_USER_INPUT',
        `\`id\` must be a public, active entry with a public current version; ${entry.slug} is ${entry.visibility} and ${entry.status}.`,
      );
    }
    const wasFeatured = entry.featuredAt !== null;
    if (wasFeatured === featured) return { entryId: entry.id, eventId: null };

    await tx.run(setEntryFeatured(kind, entry.id, featured));
    const eventId = await appendEvent(tx, user, caller, {
      action: featured ? 'FEATURED' : 'UNFEATURED',
      kind,
      effect: 'updated',
      entry,
      version: null,
      ...(reason === null ? {} : { reason }),
      before: { featured: wasFeatured },
      after: { featured },
    });
    if (!dryRun) return { entryId: entry.id, eventId };
    const versionId = entry.currentVersionId;
    const rows = versionId ? await dryRunRows(tx, kind, { entryId: entry.id, versionId }) : {};
    return { entryId: entry.id, eventId: null, ...rows };
  });
}
