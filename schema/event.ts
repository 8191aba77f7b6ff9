import * as resolvers from '../src/resolvers/event.ts';
import { builder } from './builder.ts';
import { RegistryEventConnection } from './connections.ts';
import { RegistryEntry } from './entry.ts';
import { RegistryEventAction, RegistryKind } from './enums.ts';
import { Agent, isEvent, RegistryEvent, Template, ValidationReport } from './refs.ts';

builder.node(RegistryEvent, {
  description: 'Something that happened, in the one order of the log.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isEvent,
  fields: (t) => ({
    number: t.expose('seq', {
      type: 'SafeInt',
      description: 'Which event of the log it is, counted from 1. What follows always has a greater one.',
    }),
    cursor: t.string({ description: 'Resume after this event with it.', resolve: resolvers.cursor }),
    type: t.exposeString('type', { description: 'Such as agent.added; what happened to the entry as a whole.' }),
    action: t.expose('action', { type: RegistryEventAction, description: 'What was done.' }),
    kind: t.expose('kind', { type: RegistryKind }),
    entryId: t.exposeString('slug', { nullable: true, description: 'The agentId or templateId.' }),
    namespace: t.exposeString('namespace'),
    version: t.exposeString('version', { nullable: true }),
    reason: t.exposeString('reason', { nullable: true }),
    actor: t.exposeString('actor', { nullable: true }),
    correlationId: t.exposeString('correlationId'),
    occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
    before: t.expose('before', {
      type: 'JSON',
      nullable: true,
      description: 'What the change was about, as it was: currentVersion, versionStatus, digest, status …',
    }),
    after: t.expose('after', { type: 'JSON', nullable: true, description: 'The same, as it became.' }),
    hash: t.exposeString('hash', {
      description: 'SHA-256, hex: of the hash of the event before it, and of what this one says. See verifyLog.',
    }),
    entry: t.field({ type: RegistryEntry, nullable: true, resolve: resolvers.entry }),
    agent: t.field({ type: Agent, nullable: true, resolve: resolvers.agent }),
    template: t.field({ type: Template, nullable: true, resolve: resolvers.template }),
    report: t.field({ type: ValidationReport, nullable: true, resolve: resolvers.report }),
  }),
});

const RegistryEventFilter = builder.inputType('RegistryEventFilter', {
  description: 'Narrows the log: an event must match everything that is given.',
  fields: (t) => ({
    kind: t.field({ type: RegistryKind, description: 'Only events of agents, or of templates.' }),
    types: t.stringList({ description: 'Any of them, such as agent.added.' }),
    actions: t.field({ type: [RegistryEventAction], description: 'Any of them.' }),
    namespace: t.string({ description: 'Only events of this namespace.' }),
    entryId: t.string({ description: 'An agentId or a templateId.' }),
    tags: t.stringList({ description: 'All of them: tags of the entry as it is now.' }),
  }),
});

builder.queryField('registryEvents', (t) =>
  t.connection(
    {
      type: RegistryEvent,
      description: 'The log, oldest first. A cursor of it also starts a subscription.',
      args: { filter: t.arg({ type: RegistryEventFilter, description: 'Narrows the list.' }) },
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
      after: t.arg.string({ description: 'Cursor of an event, from a list too. "0" is the beginning of the log.' }),
      filter: t.arg({ type: RegistryEventFilter, description: 'Narrows the stream.' }),
    },
    subscribe: resolvers.subscribeToRegistryEvents,
    resolve: (event) => event,
  }),
);
