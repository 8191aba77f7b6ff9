import { Forbidden, IdempotencyKeyReused, IncompatibleChange, NotFound, StaleVersion } from '../src/errors.ts';
import type { BulkItemResult } from '../src/registry/bulkChange.ts';
import * as resolvers from '../src/resolvers/bulk.ts';
import { builder } from './builder.ts';
import {
  dryRunField,
  entryIdField,
  exactVersionField,
  expectedCurrentVersionField,
  expectedUpdatedAtField,
  idempotencyKeyField,
  inputArgument,
  ownNamespaceField,
  payloadEventField,
  resultOf,
} from './describe.ts';
import { RegistryEntry } from './entry.ts';
import { BulkMode, EntryStatus, RegistryKind, Visibility } from './enums.ts';
import { impactField } from './impact.ts';
import { RegistryEvent } from './refs.ts';
import { visibilityChangeField } from './visibilityChange.ts';

const BulkEntryInput = builder.inputType('BulkEntryInput', {
  description: 'An entry to change.',
  fields: (t) => ({
    kind: t.field({ type: RegistryKind, required: true, description: 'Kind of the entry.' }),
    id: t.string({ required: true, description: entryIdField }),
    expectedCurrentVersion: t.string({ description: expectedCurrentVersionField }),
    expectedUpdatedAt: t.field({ type: 'DateTime', description: expectedUpdatedAtField }),
  }),
});

const BulkVersionInput = builder.inputType('BulkVersionInput', {
  description: 'A version to change.',
  fields: (t) => ({
    kind: t.field({ type: RegistryKind, required: true, description: 'Kind of the entry.' }),
    id: t.string({ required: true, description: entryIdField }),
    version: t.string({ required: true, description: exactVersionField }),
    expectedCurrentVersion: t.string({ description: expectedCurrentVersionField }),
    expectedUpdatedAt: t.field({ type: 'DateTime', description: expectedUpdatedAtField }),
  }),
});

const itemsField = 'The entries, 1 to 500, each once.';
const modeField = 'What happens when an item is refused. Defaults to ALL.';
const reasonField = 'Reason for the change, up to 2,000 characters. Recorded in the event log.';

const BulkSetStatusInput = builder.inputType('BulkSetStatusInput', {
  description: 'Entries and their new status.',
  fields: (t) => ({
    items: t.field({ type: [BulkEntryInput], required: true, description: itemsField }),
    namespace: t.string({ description: ownNamespaceField }),
    status: t.field({ type: EntryStatus, required: true, description: 'New status.' }),
    message: t.string({ description: 'Reason for the status, up to 500 characters. Shown to users of the entries.' }),
    mode: t.field({ type: BulkMode, description: modeField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const BulkTagInput = builder.inputType('BulkTagInput', {
  description: 'Entries and the tags that they get or lose.',
  fields: (t) => ({
    items: t.field({ type: [BulkEntryInput], required: true, description: itemsField }),
    namespace: t.string({ description: ownNamespaceField }),
    add: t.stringList({ description: 'Tags to add, up to 20.' }),
    remove: t.stringList({ description: 'Tags to remove, up to 100.' }),
    reason: t.string({ description: reasonField }),
    mode: t.field({ type: BulkMode, description: modeField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const BulkArchiveInput = builder.inputType('BulkArchiveInput', {
  description: 'Versions to archive.',
  fields: (t) => ({
    items: t.field({ type: [BulkVersionInput], required: true, description: 'The versions, 1 to 500, each once.' }),
    namespace: t.string({ description: ownNamespaceField }),
    reason: t.string({ required: true, description: reasonField }),
    mode: t.field({ type: BulkMode, description: modeField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const BulkSetVisibilityInput = builder.inputType('BulkSetVisibilityInput', {
  description: 'Entries and their new visibility.',
  fields: (t) => ({
    items: t.field({ type: [BulkEntryInput], required: true, description: itemsField }),
    namespace: t.string({ description: ownNamespaceField }),
    visibility: t.field({ type: Visibility, required: true, description: 'New visibility.' }),
    allVersions: t.boolean({
      description: 'Make every published version public. Defaults to false. Only with PUBLIC.',
    }),
    reason: t.string({ description: `${reasonField} Visible to all readers of a public entry.` }),
    mode: t.field({ type: BulkMode, description: modeField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const BulkItemPayload = builder.objectRef<BulkItemResult>('BulkItemPayload').implement({
  description: 'The effect of a bulk mutation on one entry.',
  fields: (t) => ({
    entry: t.field({
      type: RegistryEntry,
      nullable: true,
      description: 'The entry.',
      resolve: resolvers.itemEntry,
    }),
    changed: t.exposeBoolean('changed', {
      description: 'Whether it was changed, or would be for a dry run. False if it already was as requested.',
    }),
    visibilityChange: t.field(visibilityChangeField),
    impact: t.field(impactField),
    event: t.field({
      type: RegistryEvent,
      nullable: true,
      description: payloadEventField,
      resolve: resolvers.itemEvent,
    }),
  }),
});

const BulkItem = builder.objectRef<BulkItemResult>('BulkItem').implement({
  description: 'One item of a bulk mutation.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RegistryKind, description: 'Kind of the entry.' }),
    entryId: t.exposeString('id', { description: entryIdField }),
    version: t.exposeString('version', { nullable: true, description: 'Version number, if the item has one.' }),
    result: t.field({
      type: BulkItemPayload,
      description: 'The effect on the entry, or the error for which the item was refused.',
      errors: {
        types: [NotFound, StaleVersion, IncompatibleChange],
        union: { name: 'BulkItemResult', description: 'Result of one item: its payload, or why it was refused.' },
      },
      resolve: resolvers.itemResult,
    }),
  }),
});

const BulkPayload = builder.objectRef<resolvers.BulkPayload>('BulkPayload').implement({
  description: 'The result of a bulk mutation.',
  fields: (t) => ({
    items: t.expose('items', { type: [BulkItem], description: 'The items, in the order of the input.' }),
    changedCount: t.int({ description: 'Number of items that changed.', resolve: resolvers.countOf('changed') }),
    unchangedCount: t.int({
      description: 'Number of items that already were as requested.',
      resolve: resolvers.countOf('unchanged'),
    }),
    refusedCount: t.int({
      description: 'Number of items that were refused. 0 in the mode ALL.',
      resolve: resolvers.countOf('refused'),
    }),
  }),
});

const types = [NotFound, StaleVersion, IncompatibleChange, Forbidden, IdempotencyKeyReused];
const errors = (name: string) => ({
  types,
  union: { name: `${name[0]?.toUpperCase()}${name.slice(1)}Result`, description: resultOf(name) },
});
const suffix = 'of up to 500 entries, all or nothing or each by itself, with an event for each. For admins.';

builder.mutationFields((t) => ({
  bulkSetStatus: t.field({
    type: BulkPayload,
    description: `Change the status ${suffix} Their replacements are forgotten.`,
    errors: errors('bulkSetStatus'),
    args: { input: t.arg({ type: BulkSetStatusInput, required: true, description: inputArgument }) },
    resolve: resolvers.bulkSetStatus,
  }),
  bulkTag: t.field({
    type: BulkPayload,
    description: `Add and remove tags ${suffix} The tags then stay, whatever later versions say, until they are reset.`,
    errors: errors('bulkTag'),
    args: { input: t.arg({ type: BulkTagInput, required: true, description: inputArgument }) },
    resolve: resolvers.bulkTag,
  }),
  bulkArchive: t.field({
    type: BulkPayload,
    description: 'Archive up to 500 versions, all or nothing or each by itself, with an event for each. For admins.',
    errors: errors('bulkArchive'),
    args: { input: t.arg({ type: BulkArchiveInput, required: true, description: inputArgument }) },
    resolve: resolvers.bulkArchive,
  }),
  bulkSetVisibility: t.field({
    type: BulkPayload,
    description: `Change the visibility ${suffix} Private versions stay private unless \`allVersions\` is set.`,
    errors: errors('bulkSetVisibility'),
    args: { input: t.arg({ type: BulkSetVisibilityInput, required: true, description: inputArgument }) },
    resolve: resolvers.bulkSetVisibility,
  }),
}));
