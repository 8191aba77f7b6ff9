import { channelsOfEntries, deleteChannel } from '../db/channel.ts';
import type { Kind } from '../db/kindTables.ts';
import { headsByIds } from '../db/version.ts';
import { NotFound } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { entryNotFound } from './entryNotFound.ts';
import { channelMoved, findImpact, type Impact } from './impact.ts';
import { lockEntry } from './lockEntry.ts';
import { removeChannelMutationName } from './mutationName.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import { requireChannel, requireChannelAt } from './requireChannel.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface RemoveChannelInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  channel: string;
  /** Fail unless the channel points to this version. */
  expectedVersion?: string | null;
  reason: string;
}

export interface ChannelRemoved extends DryRunRows {
  entryId: string;
  /** The version that the channel pointed to. */
  versionId: string;
  /** Null for a dry run. */
  eventId: string | null;
  impact: Impact;
}

/**
 * Removes a channel of an entry. The version that it points to stays published.
 *
 * @throws NotFound; StaleVersion when the channel does not point to `expectedVersion`; Forbidden for all but admins;
 *   IdempotencyKeyReused
 */
export async function removeChannel(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: RemoveChannelInput,
): Promise<ChannelRemoved> {
  const user = requireRole(caller, 'admin', 'remove a channel');
  const namespace = requireOwnNamespace(user, input.namespace);
  const name = requireChannel(input.channel);
  const reason = requireText('reason', input.reason, 2_000);
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, removeChannelMutationName(kind), payload, input, async (tx) => {
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry || entry.removedAt) throw entryNotFound(kind, input.id, namespace);
    const channels = await tx.run(channelsOfEntries([entry.id]));
    const old = channels.find((channel) => channel.name === name);
    if (!old) throw new NotFound(`${entry.slug} has no channel "${name}".`);
    const [version] = await tx.run(headsByIds(kind, [old.versionId]));
    requireChannelAt(entry.slug, name, version?.version ?? null, input.expectedVersion);

    await tx.run(deleteChannel(entry.id, name));
    const eventId = await appendEvent(tx, user, caller, {
      action: 'CHANNEL_REMOVED',
      kind,
      effect: 'updated',
      entry,
      version: version?.version ?? null,
      reason,
      before: { channel: name, channelVersion: version?.version ?? null },
      after: { channel: name, channelVersion: null },
    });
    const outcome = { entryId: entry.id, versionId: old.versionId };
    const impact = await findImpact(tx, kind, entry.id, channelMoved(name, old.versionId));
    if (!dryRun) return { ...outcome, eventId, impact };
    return { ...outcome, eventId: null, impact, ...(await dryRunRows(tx, kind, outcome)) };
  });
}
