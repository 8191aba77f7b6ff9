import {
  DependencyUnresolved,
  Forbidden,
  IdempotencyKeyReused,
  ManifestInvalid,
  QuotaExceeded,
} from '../src/errors.ts';
import type { ChannelOutcome } from '../src/registry/importCuration.ts';
import type { VersionOutcome } from '../src/registry/importVersion.ts';
import * as resolvers from '../src/resolvers/importVersions.ts';
import { eventOf } from '../src/resolvers/publish.ts';
import { builder } from './builder.ts';
import { ChannelGateInput, channelNameField } from './channel.ts';
import {
  dryRunField,
  entryIdField,
  exactVersionField,
  idempotencyKeyField,
  inputArgument,
  ownNamespaceField,
  payloadEventField,
  resultOf,
} from './describe.ts';
import { RegistryEntry } from './entry.ts';
import { CompatibilityPolicy, EntryStatus, RegistryKind, VersionStatus, Visibility } from './enums.ts';
import { BundleFileInput } from './publish.ts';
import { RegistryEvent } from './refs.ts';

const ImportedChannelInput = builder.inputType('ImportedChannelInput', {
  description: 'A channel as it is in the registry that it comes from.',
  fields: (t) => ({
    name: t.string({ required: true, description: channelNameField }),
    version: t.string({ required: true, description: 'Version number that it points to.' }),
    previousVersion: t.string({ description: 'Version number that it pointed to before.' }),
    gate: t.field({
      type: ChannelGateInput,
      description: 'Its gate, which an import does not ask. Omit it for none.',
    }),
    movedAt: t.field({ type: 'DateTime', required: true, description: 'When it was pointed to this version.' }),
  }),
});

const ImportedListingInput = builder.inputType('ImportedListingInput', {
  description: 'What is listed apart from the current version. Values that are omitted come from that version.',
  fields: (t) => ({
    tags: t.stringList({ description: 'Tags of the entry, up to 20.' }),
    category: t.string({ description: 'Category of the entry. Empty for none.' }),
    description: t.string({ description: 'What the entry does, up to 2,000 characters.' }),
  }),
});

const ImportedEntryInput = builder.inputType('ImportedEntryInput', {
  description: 'The state of an entry in the registry that it comes from.',
  fields: (t) => ({
    createdAt: t.field({ type: 'DateTime', required: true, description: 'When the entry was created.' }),
    updatedAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When the entry was last changed. The state is set unless the entry was changed here later.',
    }),
    status: t.field({ type: EntryStatus, required: true, description: 'Status of the entry.' }),
    statusMessage: t.string({ description: 'Reason for the status, up to 500 characters.' }),
    replacedBy: t.string({
      description:
        'The entry of the same kind to use instead: its id (in your own namespace, else in `default`), or `namespace/id`.',
    }),
    visibility: t.field({ type: Visibility, required: true, description: 'Visibility of the entry.' }),
    compatibility: t.field({
      type: CompatibilityPolicy,
      required: true,
      description: 'What happens to versions whose number promises less than their changes.',
    }),
    currentVersion: t.string({ description: 'Version number of the current version. Null if there is none.' }),
    listing: t.field({
      type: ImportedListingInput,
      description: 'What is listed apart from the current version. Omit it to keep the listing.',
    }),
    channels: t.field({
      type: [ImportedChannelInput],
      description:
        'Channels of the entry, up to 20. They are set unless channels of the entry were changed here later. Omit them to keep the channels.',
    }),
    allChannels: t.boolean({
      description: 'Whether these are all channels, so that others are removed. Defaults to false.',
    }),
    featured: t.boolean({
      description: 'Whether the entry is featured. Set as the channels are. Omit it to keep it as it is.',
    }),
    curatedAt: t.field({
      type: 'DateTime',
      description: 'When a channel of the entry, or whether it is featured, was last changed.',
    }),
  }),
});

const ImportedVersionInput = builder.inputType('ImportedVersionInput', {
  description: 'A version as it is in the registry that it comes from.',
  fields: (t) => ({
    version: t.string({ required: true, description: exactVersionField }),
    status: t.field({ type: VersionStatus, required: true, description: 'Stage of the version.' }),
    visibility: t.field({ type: Visibility, required: true, description: 'Visibility of the version.' }),
    digest: t.string({
      required: true,
      description: 'Digest of the version: 64 hexadecimal digits. The files must have it.',
    }),
    digestRule: t.int({ required: true, description: 'How the digest was computed: 1 or 2.' }),
    commitSha: t.string({ description: 'Git commit that contains the definition: 7 to 64 hexadecimal digits.' }),
    publishedAt: t.field({ type: 'DateTime', required: true, description: 'When the version was published.' }),
    publishedBy: t.string({ description: 'Id of the user who published the version: a UUID.' }),
    files: t.field({
      type: [BundleFileInput],
      description: 'All files of the version, including the manifest. Needed unless the version is already here.',
    }),
  }),
});

const ImportVersionsInput = builder.inputType('ImportVersionsInput', {
  description: 'Versions of one entry to import, and its state.',
  fields: (t) => ({
    kind: t.field({ type: RegistryKind, required: true, description: 'Kind of the entry.' }),
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    entry: t.field({ type: ImportedEntryInput, required: true, description: 'State of the entry.' }),
    versions: t.field({ type: [ImportedVersionInput], required: true, description: 'The versions, up to 50.' }),
    allowUnresolved: t.boolean({
      description:
        'Import active versions whose dependencies do not resolve here, with a warning, instead of refusing them. Defaults to false.',
    }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const VersionImportOutcome = builder.enumType('VersionImportOutcome', {
  description: 'What an import did with a version.',
  values: {
    IMPORTED: { description: 'The version was created, or replaced a draft.' },
    UPDATED: { description: 'The version was here; its status or visibility changed.' },
    UNCHANGED: { description: 'The version was here with the same content.' },
    CONFLICT: { description: 'The version number is taken by other content here, which stays as it is.' },
    FILES_REQUIRED: { description: 'The version is not here, and its files were not sent.' },
  } as const,
});

const EntryImportOutcome = builder.enumType('EntryImportOutcome', {
  description: 'What an import did with an entry.',
  values: {
    IMPORTED: { description: 'The entry was created.' },
    UPDATED: { description: 'The entry or its versions changed.' },
    UNCHANGED: { description: 'Nothing changed.' },
    NEWER_HERE: { description: 'The entry was changed here later, so its state stays. New versions were imported.' },
  } as const,
});

const ImportedVersion = builder.objectRef<VersionOutcome>('ImportedVersion').implement({
  description: 'What an import did with a version.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Version number.' }),
    outcome: t.expose('outcome', { type: VersionImportOutcome, description: 'What was done.' }),
    digest: t.exposeString('digest', {
      nullable: true,
      description: 'Digest of the version with this number here. Null if it is not here.',
    }),
  }),
});

const ChannelImportOutcome = builder.enumType('ChannelImportOutcome', {
  description: 'What an import did with a channel.',
  values: {
    SET: { description: 'The channel was created or moved, or its gate changed.' },
    REMOVED: { description: 'The channel was removed.' },
    UNCHANGED: { description: 'The channel was here like this.' },
    NEWER_HERE: { description: 'Channels of the entry were changed here later, so the channel stays as it is.' },
    VERSION_MISSING: { description: 'The version that the channel points to is not published here.' },
  } as const,
});

const ImportedChannel = builder.objectRef<ChannelOutcome>('ImportedChannel').implement({
  description: 'What an import did with a channel.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the channel.' }),
    outcome: t.expose('outcome', { type: ChannelImportOutcome, description: 'What was done.' }),
  }),
});

const ImportVersionsPayload = builder.objectRef<resolvers.ImportVersionsPayload>('ImportVersionsPayload').implement({
  description: 'The result of importing versions of an entry.',
  fields: (t) => ({
    entry: t.field({
      type: RegistryEntry,
      nullable: true,
      description: 'The entry. Null if it is not here, and for a dry run that would create it.',
      resolve: resolvers.importedEntry,
    }),
    outcome: t.expose('outcome', { type: EntryImportOutcome, description: 'What was done with the entry.' }),
    versions: t.expose('versions', { type: [ImportedVersion], description: 'What was done with each version.' }),
    channels: t.expose('channels', { type: [ImportedChannel], description: 'What was done with each channel.' }),
    listingChanged: t.exposeBoolean('isListingChanged', { description: 'Whether the listing of the entry changed.' }),
    featuredChanged: t.exposeBoolean('isFeaturedChanged', {
      description: 'Whether the entry was featured, or is no longer.',
    }),
    warnings: t.exposeStringList('warnings', {
      description: 'What could not be taken over, such as dependencies that are not here.',
    }),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

builder.mutationField('importVersions', (t) =>
  t.field({
    type: ImportVersionsPayload,
    description:
      'Import versions of an entry from another registry, with their dates, authors and digests. Repeating it changes nothing. For admins.',
    errors: {
      types: [ManifestInvalid, DependencyUnresolved, QuotaExceeded, Forbidden, IdempotencyKeyReused],
      union: { name: 'ImportVersionsResult', description: resultOf('importVersions') },
    },
    args: { input: t.arg({ type: ImportVersionsInput, required: true, description: inputArgument }) },
    resolve: resolvers.importVersions,
  }),
);
