import { type ChannelGateInput, parseGate } from '../registry/channelGate.ts';
import { decodeFiles, type FileInput } from '../registry/decodeFiles.ts';
import type {
  ImportedChannel,
  ImportedEntryInput,
  ImportedVersionInput,
  ImportVersionsInput,
} from '../registry/importInput.ts';
import { importVersions as importIntoRegistry } from '../registry/importVersions.ts';
import { type ListingValues, listingValues } from '../registry/listingInput.ts';
import { requireRole } from '../registry/require.ts';
import type { Context } from './context.ts';

/** The input as a client sends it. */
export type ImportVersionsArgs = {
  input: Omit<ImportVersionsInput, 'versions' | 'entry'> & {
    entry: Omit<ImportedEntryInput, 'listing' | 'channels'> & {
      listing?: Omit<ListingValues, 'reset'> | null;
      channels?: readonly (Omit<ImportedChannel, 'gate'> & { gate?: ChannelGateInput | null })[] | null;
    };
    versions: readonly (Omit<ImportedVersionInput, 'files'> & { files?: readonly FileInput[] | null })[];
  };
};

export async function importVersions(_: unknown, { input }: ImportVersionsArgs, context: Context) {
  requireRole(context, 'admin', 'import versions');
  const versions = input.versions.map((version) => ({
    ...version,
    files: version.files ? decodeFiles(version.files) : null,
  }));
  const { listing, channels, ...state } = input.entry;
  const entry: ImportedEntryInput = {
    ...state,
    ...(listing ? { listing: listingValues(listing) } : {}),
    ...(channels
      ? { channels: channels.map((each) => ({ ...each, gate: each.gate ? parseGate(input.kind, each.gate) : null })) }
      : {}),
  };
  const imported = await importIntoRegistry(context.services, context, { ...input, entry, versions });
  context.load.channelsOfEntry.clear(imported.entryId);
  return { ...imported, kind: input.kind };
}

export type ImportVersionsPayload = Awaited<ReturnType<typeof importVersions>>;

/** The entry. Null for a dry run that would create it, and when nothing of it is here. */
export const importedEntry = ({ kind, entryId }: ImportVersionsPayload, _: unknown, { load }: Context) =>
  entryId === '' ? null : load.entry[kind].byId.load(entryId);
