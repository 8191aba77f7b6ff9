import { isChannel } from '../../packages/manifest/index.ts';
import type { Channel } from '../db/channel.ts';
import type { Entry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import type { VersionHead } from '../db/version.ts';
import { type RemoveChannelInput, removeChannel as removeEntryChannel } from '../registry/removeChannel.ts';
import { type SetChannelInput, setChannel as setEntryChannel } from '../registry/setChannel.ts';
import type { Context } from './context.ts';
import { primeDryRun } from './publish.ts';

export const channels = (entry: Entry, _: unknown, { load }: Context): Promise<Channel[]> =>
  load.channelsOfEntry.load(entry.id);

type EntryKey = Pick<Entry, 'id' | 'kind'>;

export async function channel(entry: EntryKey, { name }: { name: string }, { load }: Context): Promise<Channel | null> {
  const found = isChannel(name) ? await load.channelsOfEntry.load(entry.id) : [];
  return found.find((each) => each.name === name) ?? null;
}

/** The version that a channel of an entry points to. */
export async function versionInChannel(entry: EntryKey, name: string, context: Context): Promise<VersionHead | null> {
  const found = await channel(entry, { name }, context);
  return found && context.load.version[entry.kind].byId.load(found.versionId);
}

export const channelVersion = ({ kind, versionId }: Channel, _: unknown, { load }: Context) =>
  load.version[kind].byId.load(versionId);

export const channelPreviousVersion = ({ kind, previousVersionId }: Channel, _: unknown, { load }: Context) =>
  previousVersionId === null ? null : load.version[kind].byId.load(previousVersionId);

export const setChannel =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: SetChannelInput }, context: Context) => {
    const done = await setEntryChannel(context.services, context, kind, input);
    primeDryRun(kind, done, context);
    context.load.channelsOfEntry.clear(done.entryId);
    const channel: Channel = {
      ...done.channel,
      kind,
      entryId: done.entryId,
      movedAt: new Date(done.channel.movedAt),
    };
    return { ...done, kind, channel };
  };

export type SetChannelPayload = Awaited<ReturnType<ReturnType<typeof setChannel>>>;

/** The version before the move. */
export const movedFrom = ({ kind, previousVersionId }: SetChannelPayload, _: unknown, { load }: Context) =>
  previousVersionId === null ? null : load.version[kind].byId.load(previousVersionId);

export const removeChannel =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: RemoveChannelInput }, context: Context) => {
    const done = await removeEntryChannel(context.services, context, kind, input);
    primeDryRun(kind, done, context);
    context.load.channelsOfEntry.clear(done.entryId);
    return { ...done, kind };
  };

export type RemoveChannelPayload = Awaited<ReturnType<ReturnType<typeof removeChannel>>>;
