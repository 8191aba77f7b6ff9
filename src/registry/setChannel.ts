import { canonicalJson } from '../../packages/manifest/index.ts';
import { type Channel, channelsOfEntries, insertChannel, moveChannel } from '../db/channel.ts';
import type { LockedEntry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { headsByIds, type Version } from '../db/version.ts';
import { IncompatibleChange, RequestError } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { findVersion } from './archiveVersion.ts';
import { type ChannelGateInput, parseGate, requireGate } from './channelGate.ts';
import { holdTemplateDependencies, refuseCycle } from './dependencyCycle.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { channelMoved, findImpact, type Impact } from './impact.ts';
import { setChannelMutationName } from './mutationName.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import { requireChannel, requireChannelAt } from './requireChannel.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

/** Maximum number of channels of an entry. The table has the same. */
export const maxChannels = 20;

export interface SetChannelInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  channel: string;
  /** Number of a published version. */
  version: string;
  /** Fail unless the channel points to this version. */
  expectedVersion?: string | null;
  /** Null removes the gate; undefined keeps it. */
  gate?: ChannelGateInput | null;
  reason: string;
}

export interface ChannelSet extends DryRunRows {
  entryId: string;
  /** The channel as it is stored under an idempotency key. */
  channel: Pick<Channel, 'name' | 'versionId' | 'previousVersionId' | 'gate'> & { movedAt: string };
  versionId: string;
  /** Null if the channel is new. */
  previousVersionId: string | null;
  /** Null when nothing changed. */
  eventId: string | null;
  /** Null when nothing changed. */
  impact: Impact | null;
}

/**
 * Points a channel of an entry to a published version, and creates the channel if there is none of this name.
 *
 * @throws NotFound; StaleVersion when the channel does not point to `expectedVersion`; IncompatibleChange for a version
 *   that is not published or would depend on itself; GateNotPassed; Forbidden for viewers, and for publishers who change the
 *   gate; IdempotencyKeyReused
 */
export async function setChannel(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: SetChannelInput,
): Promise<ChannelSet> {
  const user = requireRole(caller, 'publisher', 'set a channel');
  const namespace = requireOwnNamespace(user, input.namespace);
  if (input.gate !== undefined) requireRole(caller, 'admin', 'change the gate of a channel');
  const name = requireChannel(input.channel);
  const reason = requireText('reason', input.reason, 2_000);
  const newGate = input.gate ? parseGate(kind, input.gate) : input.gate;
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, setChannelMutationName(kind), payload, input, async (tx) => {
    if (kind === 'TEMPLATE') await holdTemplateDependencies(tx);
    const { entry, version } = await findVersion(tx, kind, namespace, input);
    const channels = await tx.run(channelsOfEntries([entry.id]));
    const old = channels.find((channel) => channel.name === name);
    const [before] = old ? await tx.run(headsByIds(kind, [old.versionId])) : [];
    requireChannelAt(entry.slug, name, before?.version ?? null, input.expectedVersion);
    refuseUnpublished(entry, version);
    if (!old && channels.length >= maxChannels) throw tooManyChannels(entry);

    const outcome = { entryId: entry.id, versionId: version.id, previousVersionId: old?.versionId ?? null };
    const gate = newGate === undefined ? (old?.gate ?? null) : newGate;
    const isRegated = canonicalJson(gate) !== canonicalJson(old?.gate ?? null);
    const isMoved = old?.versionId !== version.id;
    if (old && !isMoved && !isRegated) return { ...outcome, channel: stored(old), eventId: null, impact: null };
    if (isMoved) await requireGate(tx, entry, version, name, gate);
    const [channel] = await tx.run(
      old ? moveChannel(entry.id, name, version.id, gate) : insertChannel(kind, entry.id, name, version.id, gate),
    );
    if (!channel) throw new Error('The channel was not stored.');
    // A move can close a cycle that no publish could see.
    if (kind === 'TEMPLATE') await refuseCycle(tx, entry, version, ' through the channel');
    const eventId = await appendEvent(tx, user, caller, {
      action: 'CHANNEL_SET',
      kind,
      effect: 'updated',
      entry,
      version: version.version,
      reason,
      before: {
        channel: name,
        channelVersion: before?.version ?? null,
        ...(isRegated ? { gate: old?.gate ?? null } : {}),
      },
      after: { channel: name, channelVersion: version.version, ...(isRegated ? { gate } : {}) },
    });
    const done = {
      ...outcome,
      channel: stored(channel),
      impact: await findImpact(tx, kind, entry.id, channelMoved(name, outcome.previousVersionId)),
    };
    if (!dryRun) return { ...done, eventId };
    return { ...done, eventId: null, ...(await dryRunRows(tx, kind, outcome)) };
  });
}

const stored = ({ name, versionId, previousVersionId, gate, movedAt }: Channel): ChannelSet['channel'] => ({
  name,
  versionId,
  previousVersionId,
  gate,
  movedAt: movedAt.toISOString(),
});

function refuseUnpublished(entry: LockedEntry, version: Version): void {
  if (version.status === 'ACTIVE') return;
  throw new IncompatibleChange(
    `${entry.slug}@${version.version} is ${version.status === 'DRAFT' ? 'a draft' : 'archived'}; a channel points only to a published version.`,
    [`version ${version.version} is ${version.status}`],
  );
}

const tooManyChannels = ({ slug }: LockedEntry) =>
  new RequestError(
    'BAD_USER_INPUT',
    `\`channel\`: ${slug} has ${maxChannels} channels, which is the maximum. Remove one first.`,
  );
