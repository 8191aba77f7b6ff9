import { canonicalJson } from '../../packages/manifest/index.ts';
import { type Channel, type ChannelGate, channelsOfEntries, deleteChannel } from '../db/channel.ts';
import type { Transaction } from '../db/database.ts';
import { type LockedEntry, lockedEntry, setEntryFeatured } from '../db/entry.ts';
import { keepImportedTimes, setImportedChannel } from '../db/import.ts';
import { headsByIds, headsByNumbers, type VersionHead, versionByNumber } from '../db/version.ts';
import { ManifestInvalid } from '../errors.ts';
import type { Change } from './appendEvent.ts';
import { cyclesOfVersion } from './dependencyCycle.ts';
import type { ImportedChannel, ImportVersionsInput } from './importInput.ts';
import { maxChannels } from './setChannel.ts';
import { listingChange } from './updateListing.ts';

/**
 * What an import did with a channel. NEWER_HERE: channels of the entry were changed here later. VERSION_MISSING: the version that
 * it points to is not published here.
 */
export interface ChannelOutcome {
  name: string;
  outcome: 'SET' | 'REMOVED' | 'UNCHANGED' | 'NEWER_HERE' | 'VERSION_MISSING';
}

type Event = Omit<Change, 'kind' | 'entry' | 'effect'>;

/** What an import did beside the versions and the state of an entry. */
export interface Curation {
  channels: ChannelOutcome[];
  isFeaturedChanged: boolean;
  events: Event[];
  warnings: string[];
}

const nothing = (): Curation => ({ channels: [], isFeaturedChanged: false, events: [], warnings: [] });

/**
 * Brings the channels of an entry, and whether it is featured, into the state of an import, unless they were changed here later.
 * Gates are kept, and not asked: the runs that passed them are elsewhere. A channel whose version is not published yet is left for
 * a second call.
 *
 * @throws ManifestInvalid for a template that would depend on itself through a channel
 */
export async function importChannels(
  tx: Transaction,
  entry: LockedEntry,
  { kind, entry: wanted }: ImportVersionsInput,
  isLast: boolean,
): Promise<Curation> {
  const done = nothing();
  if (!wanted.channels) return done;
  const here = await tx.run(channelsOfEntries([entry.id]));
  if (!isCurationApplied(entry, wanted.curatedAt)) {
    if (isLast) done.channels = await keptOutcomes(tx, entry, here, wanted.channels);
    return done;
  }
  const numbers = new Map((await headsOf(tx, entry, here)).map(({ id, version }) => [id, version]));
  const change = (name: string, before: Channel | undefined, after: ImportedChannel | null): Event => {
    const isRegated = !isSameGate(before?.gate ?? null, after?.gate ?? null);
    const old = before ? (numbers.get(before.versionId) ?? null) : null;
    const [gateBefore, gateAfter] =
      isRegated && after ? [{ gate: before?.gate ?? null }, { gate: after.gate }] : [{}, {}];
    return {
      action: after ? 'CHANNEL_SET' : 'CHANNEL_REMOVED',
      version: after ? after.version : old,
      reason: 'Imported.',
      before: { channel: name, channelVersion: old, ...gateBefore },
      after: { channel: name, channelVersion: after?.version ?? null, ...gateAfter },
    };
  };
  if (wanted.allChannels)
    for (const channel of here) {
      if (wanted.channels.some(({ name }) => name === channel.name)) continue;
      await tx.run(deleteChannel(entry.id, channel.name));
      done.channels.push({ name: channel.name, outcome: 'REMOVED' });
      done.events.push(change(channel.name, channel, null));
    }
  let count = here.length - done.channels.length;
  const targets = await targetsOf(tx, entry, wanted.channels);
  for (const channel of wanted.channels) {
    const { name } = channel;
    const old = here.find((each) => each.name === name);
    const version = targets.get(channel.version);
    if (version?.status !== 'ACTIVE') {
      if (isLast) done.channels.push({ name, outcome: 'VERSION_MISSING' });
      continue;
    }
    const previousVersionId = targets.get(channel.previousVersion ?? '')?.id ?? null;
    const row = { name, versionId: version.id, previousVersionId, gate: channel.gate, movedAt: channel.movedAt };
    if (old && isSame(old, row)) {
      if (isLast) done.channels.push({ name, outcome: 'UNCHANGED' });
      continue;
    }
    if (!old && count >= maxChannels) {
      if (isLast) done.warnings.push(`The channel ${name} was not set: the entry has ${maxChannels} channels here.`);
      continue;
    }
    await tx.run(setImportedChannel(kind, entry.id, row));
    if (kind === 'TEMPLATE') await refuseCycle(tx, entry, channel.version);
    if (!old) count += 1;
    done.channels.push({ name, outcome: 'SET' });
    done.events.push(change(name, old, channel));
  }
  return done;
}

/** The outcomes and events of the first and of the second call. */
export function bothCurations(first: Curation, second: Curation): Curation {
  const early = first.channels.filter(({ outcome }) => outcome !== 'UNCHANGED');
  const names = new Set(early.map(({ name }) => name));
  return {
    channels: [...early, ...second.channels.filter(({ name }) => !names.has(name))],
    isFeaturedChanged: first.isFeaturedChanged || second.isFeaturedChanged,
    events: [...first.events, ...second.events],
    warnings: [...first.warnings, ...second.warnings],
  };
}

/** Features the entry, or no longer, as the import says, and keeps when that, or a channel, was changed there. */
export async function importFeatured(
  tx: Transaction,
  { kind, namespace, slug }: LockedEntry,
  wanted: ImportVersionsInput['entry'],
  isApplied: boolean,
): Promise<Curation> {
  const done = nothing();
  if (!isApplied) return done;
  const [entry] = await tx.run(lockedEntry(kind, namespace, slug));
  if (!entry) return done;
  const { featured, curatedAt } = wanted;
  const isFeatured = entry.featuredAt !== null;
  if (typeof featured === 'boolean' && featured !== isFeatured) {
    if (featured && !(entry.isPublic && entry.status === 'ACTIVE'))
      done.warnings.push('The entry was not featured: it is not public and active here.');
    else {
      await tx.run(setEntryFeatured(kind, entry.id, featured));
      done.isFeaturedChanged = true;
      done.events.push({
        action: featured ? 'FEATURED' : 'UNFEATURED',
        version: null,
        reason: 'Imported.',
        before: { featured: isFeatured },
        after: { featured },
      });
    }
  }
  if (curatedAt) await tx.run(keepImportedTimes(kind, entry.id, { curatedAt }));
  return done;
}

/** Lists the entry as the import says. Returns the event, or null if it is so already. */
export async function importListing(
  tx: Transaction,
  { kind, namespace, slug }: LockedEntry,
  { listing, updatedAt }: ImportVersionsInput['entry'],
): Promise<Event | null> {
  const [entry] = listing ? await tx.run(lockedEntry(kind, namespace, slug)) : [];
  if (!listing || !entry?.currentVersionId) return null;
  const reset = (['TAGS', 'CATEGORY', 'DESCRIPTION'] as const).filter(
    (field) => !(field.toLowerCase() in listing) && field.toLowerCase() in entry.listing,
  );
  const place = { ...entry, currentVersionId: entry.currentVersionId };
  const change = await listingChange(tx, kind, place, { values: listing, reset, reason: 'Imported.' });
  const applied = await change?.apply(tx);
  if (!applied) return null;
  await tx.run(keepImportedTimes(kind, entry.id, { updatedAt }));
  return applied.event;
}

/** Whether the channels of an import, and whether it features the entry, are not older than those here. */
export const isCurationApplied = ({ curatedAt: here }: LockedEntry, wanted: Date | null | undefined): boolean =>
  here === null || (wanted instanceof Date && wanted.getTime() >= here.getTime());

const headsOf = (tx: Transaction, { kind }: LockedEntry, channels: readonly Channel[]): Promise<VersionHead[]> =>
  channels.length === 0
    ? Promise.resolve([])
    : tx.run(
        headsByIds(
          kind,
          channels.map(({ versionId }) => versionId),
        ),
      );

/** The versions that channels point to, or pointed to, by number. */
async function targetsOf(tx: Transaction, { kind, id }: LockedEntry, channels: readonly ImportedChannel[]) {
  const numbers = [
    ...new Set(channels.flatMap(({ version, previousVersion }) => [version, previousVersion ?? version])),
  ];
  const found = await tx.run(
    headsByNumbers(
      kind,
      numbers.map(() => id),
      numbers,
    ),
  );
  return new Map(found.map((head) => [head.asked, head]));
}

async function keptOutcomes(
  tx: Transaction,
  entry: LockedEntry,
  here: readonly Channel[],
  wanted: readonly ImportedChannel[],
): Promise<ChannelOutcome[]> {
  const targets = await targetsOf(tx, entry, wanted);
  return wanted.map(({ name, version, gate }) => {
    const old = here.find((each) => each.name === name);
    const isSame = old?.versionId === targets.get(version)?.id && isSameGate(old?.gate ?? null, gate);
    return { name, outcome: isSame ? 'UNCHANGED' : 'NEWER_HERE' };
  });
}

const isSame = (
  old: Channel,
  row: { versionId: string; previousVersionId: string | null; gate: ChannelGate | null; movedAt: Date },
): boolean =>
  old.versionId === row.versionId &&
  old.previousVersionId === row.previousVersionId &&
  old.movedAt.getTime() === row.movedAt.getTime() &&
  isSameGate(old.gate, row.gate);

/** Whether two gates ask the same: what is null has a default. */
const isSameGate = (one: ChannelGate | null, other: ChannelGate | null): boolean =>
  canonicalJson(withDefaults(one)) === canonicalJson(withDefaults(other));

const withDefaults = (gate: ChannelGate | null): ChannelGate | null =>
  gate && { ...gate, requireTests: gate.requireTests ?? false, windowHours: gate.windowHours ?? 24 };

async function refuseCycle(tx: Transaction, entry: LockedEntry, number: string): Promise<void> {
  const [version] = await tx.run(versionByNumber('TEMPLATE', entry.id, number));
  const cycles = version ? await cyclesOfVersion(tx, entry, version) : [];
  if (cycles.length > 0) throw new ManifestInvalid(cycles);
}
