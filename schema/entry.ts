import type { Entry } from '../src/db/entry.ts';
import { replacedBy } from '../src/resolvers/notRemoved.ts';
import { listingOverrides } from '../src/resolvers/updateListing.ts';
import { builder } from './builder.ts';
import {
  CompatibilityPolicy,
  EntryStatus,
  ListingField,
  OrderDirection,
  RegistryOrderField,
  Visibility,
} from './enums.ts';

export const RegistryEntry = builder.interfaceRef<Entry>('RegistryEntry');

RegistryEntry.implement({
  description: 'The fields that agents and templates share.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: (entry) => (entry.kind === 'AGENT' ? 'Agent' : 'Template'),
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'The agentId or templateId. Unique in the namespace; never reused.' }),
    namespace: t.exposeString('namespace', { description: 'Namespace that owns the entry.' }),
    name: t.exposeString('name', { description: 'Display name.' }),
    description: t.exposeString('description', { description: 'What the entry does, in a sentence or two.' }),
    status: t.expose('status', { type: EntryStatus, description: 'Whether the entry can be used.' }),
    statusMessage: t.exposeString('statusMessage', { nullable: true, description: 'Reason for the status.' }),
    replacedBy: t.field({
      type: RegistryEntry,
      nullable: true,
      description: 'The entry to use instead. Null if there is none, it was removed, or you cannot see it.',
      resolve: replacedBy,
    }),
    visibility: t.expose('visibility', { type: Visibility, description: 'Who can see the entry.' }),
    compatibility: t.expose('compatibility', {
      type: CompatibilityPolicy,
      description: 'What happens to a version whose number promises less than its changes.',
    }),
    featured: t.boolean({
      description: 'Whether an admin of its namespace features the entry.',
      resolve: ({ featuredAt }) => featuredAt !== null,
    }),
    curatedAt: t.expose('curatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a channel of the entry, or whether it is featured, was last changed. Null if never.',
    }),
    category: t.exposeString('category', { nullable: true, description: 'Category in the catalog.' }),
    tags: t.exposeStringList('tags', {
      description: 'Tags of the entry, from its current version unless they were set apart from it.',
    }),
    listingOverrides: t.field({
      type: [ListingField],
      description: 'Values that were set apart from the versions and stay until they are reset.',
      resolve: listingOverrides,
    }),
    owner: t.exposeString('owner', { nullable: true, description: 'Person or team responsible for the entry.' }),
    repository: t.exposeString('repository', { nullable: true, description: 'URL of the source repository.' }),
    metadata: t.expose('metadata', { type: 'JSON', description: 'Free-form object from the manifest.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the first version was uploaded.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the entry was last changed.' }),
  }),
});

export const RegistryFilter = builder.inputType('RegistryFilter', {
  description: 'Filter for a list of entries. An entry must match all given fields.',
  fields: (t) => ({
    namespace: t.string({ description: 'Only entries in this namespace.' }),
    status: t.field({ type: EntryStatus, description: 'Only entries with this status.' }),
    visibility: t.field({ type: Visibility, description: 'Only entries with this visibility.' }),
    category: t.string({ description: 'Only entries in this category.' }),
    tags: t.stringList({ description: 'Only entries that have all of these tags.' }),
    featured: t.boolean({ description: 'Only featured entries, or only others.' }),
    sharedWithMe: t.boolean({
      description: 'Only entries that other namespaces share with yours, or only others.',
    }),
  }),
});

export const RegistryOrder = builder.inputType('RegistryOrder', {
  description: 'Order of a list of entries.',
  fields: (t) => ({
    field: t.field({
      type: RegistryOrderField,
      required: true,
      defaultValue: 'NAME',
      description: 'Field to order by. Defaults to NAME.',
    }),
    direction: t.field({
      type: OrderDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Direction of the order. Defaults to ASC.',
    }),
  }),
});
