import type { Entry } from '../src/db/entry.ts';
import { builder } from './builder.ts';
import { EntryStatus, OrderDirection, RegistryOrderField, Visibility } from './enums.ts';

export const RegistryEntry = builder.interfaceRef<Entry>('RegistryEntry').implement({
  description: 'What an agent and a template have in common.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: (entry) => (entry.kind === 'AGENT' ? 'Agent' : 'Template'),
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'The agentId or templateId: unique in the namespace, for ever.' }),
    namespace: t.exposeString('namespace'),
    name: t.exposeString('name'),
    description: t.exposeString('description'),
    status: t.expose('status', { type: EntryStatus }),
    statusMessage: t.exposeString('statusMessage', { nullable: true, description: 'Why it has this status.' }),
    visibility: t.expose('visibility', { type: Visibility }),
    category: t.exposeString('category', { nullable: true }),
    tags: t.exposeStringList('tags'),
    owner: t.exposeString('owner', { nullable: true }),
    repository: t.exposeString('repository', { nullable: true }),
    metadata: t.expose('metadata', { type: 'JSON' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

export const RegistryFilter = builder.inputType('RegistryFilter', {
  description: 'Narrows a list: an entry must match everything that is given.',
  fields: (t) => ({
    namespace: t.string({ description: 'Only entries of this namespace.' }),
    status: t.field({ type: EntryStatus, description: 'Only entries with this status.' }),
    visibility: t.field({ type: Visibility, description: 'Only entries with this visibility.' }),
    category: t.string({ description: 'Only entries of this category.' }),
    tags: t.stringList({ description: 'Only entries that have all of these tags.' }),
  }),
});

export const RegistryOrder = builder.inputType('RegistryOrder', {
  description: 'The order of a list of entries.',
  fields: (t) => ({
    field: t.field({
      type: RegistryOrderField,
      required: true,
      defaultValue: 'NAME',
      description: 'What to order by.',
    }),
    direction: t.field({ type: OrderDirection, required: true, defaultValue: 'ASC', description: 'Up or down.' }),
  }),
});
