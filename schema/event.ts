import * as resolvers from '../src/resolvers/event.ts';
import { builder } from './builder.ts';
import { RegistryEventConnection } from './connections.ts';
import { RegistryEntry } from './entry.ts';
import { RegistryEventAction, RegistryKind } from './enums.ts';
import { Agent, isEvent, RegistryEvent, Template, ValidationReport } from './refs.ts';

builder.node(RegistryEvent, {
  description: 'A change in the registry, as the event log records it.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isEvent,
  fields: (t) => ({
    number: t.expose('seq', {
      type: 'SafeInt',
      description: 'Event number: position in the event log, counted from 1. Later events have greater numbers.',
    }),
    cursor: t.string({ description: 'Cursor for `after`: continues with the next event.', resolve: resolvers.cursor }),
    type: t.exposeString('type', {
      description: 'What happened to the entry as a whole, such as agent.added or template.updated.',
    }),
    action: t.expose('action', { type: RegistryEventAction, description: 'What was done.' }),
    kind: t.expose('kind', { type: RegistryKind, description: 'Kind of the entry.' }),
    entryId: t.exposeString('slug', {
      nullable: true,
      description: 'The agentId or templateId. Null if a refused definition had none.',
    }),
    namespace: t.exposeString('namespace', { description: 'Namespace of the entry.' }),
    version: t.exposeString('version', {
      nullable: true,
      description: 'Version that the event is about. Null if it is about the entry.',
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Reason that the caller gave.' }),
    actor: t.exposeString('actor', { nullable: true, description: 'Id of the user who made the change.' }),
    correlationId: t.exposeString('correlationId', {
      description: 'Correlation id of the request, as in the server logs.',
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When the change was made.' }),
    before: t.expose('before', {
      type: 'JSON',
      nullable: true,
      description: 'Changed values before the change, such as currentVersion, versionStatus, digest or status.',
    }),
    after: t.expose('after', { type: 'JSON', nullable: true, description: 'The same values after the change.' }),
    hash: t.exposeString('hash', {
      description:
        'SHA-256 over the hash of the previous event and the content of this one, in hexadecimal. See `verifyLog`.',
    }),
    entry: t.field({
      type: RegistryEntry,
      nullable: true,
      description: 'Entry as it is now. Null if it was removed or you cannot see it.',
      resolve: resolvers.entry,
    }),
    agent: t.field({
      type: Agent,
      nullable: true,
      description: 'The entry, if it is an agent.',
      resolve: resolvers.agent,
    }),
    template: t.field({
      type: Template,
      nullable: true,
      description: 'The entry, if it is a template.',
      resolve: resolvers.template,
    }),
    report: t.field({
      type: ValidationReport,
      nullable: true,
      description: 'Report of a failed validation, if you may read it.',
      resolve: resolvers.report,
    }),
  }),
});

export const RegistryEventFilter = builder.inputType('RegistryEventFilter', {
  description: 'Filter for events. An event must match all given fields.',
  fields: (t) => ({
    kind: t.field({ type: RegistryKind, description: 'Only events of this kind of entry.' }),
    types: t.stringList({ description: 'Only events with one of these types, such as agent.added.' }),
    actions: t.field({ type: [RegistryEventAction], description: 'Only events with one of these actions.' }),
    namespace: t.string({ description: 'Only events of entries in this namespace.' }),
    entryId: t.string({ description: 'Only events of the entry with this agentId or templateId.' }),
    tags: t.stringList({ description: 'Only events of entries that now have all of these tags.' }),
  }),
});

builder.queryField('registryEvents', (t) =>
  t.connection(
    {
      type: RegistryEvent,
      description: 'Events in the log, oldest first. Their cursors also work in the subscription.',
      args: { filter: t.arg({ type: RegistryEventFilter, description: 'Filter for the list.' }) },
      resolve: resolvers.registryEvents,
    },
    RegistryEventConnection,
  ),
);

builder.subscriptionField('registryEvents', (t) =>
  t.field({
    type: RegistryEvent,
    description:
      'Replays the events after a cursor, then continues live, without gaps or duplicates. Starts with new events if no cursor is given, from the beginning with "0".',
    args: {
      after: t.arg.string({
        description: 'Cursor of an event, from a list or a subscription. "0" is the beginning of the log.',
      }),
      filter: t.arg({ type: RegistryEventFilter, description: 'Filter for the events.' }),
    },
    subscribe: resolvers.subscribeToRegistryEvents,
    resolve: (event) => event,
  }),
);
