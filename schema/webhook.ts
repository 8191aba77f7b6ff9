import type { EventFilter } from '../src/db/event.ts';
import * as resolvers from '../src/resolvers/webhook.ts';
import { builder } from './builder.ts';
import { WebhookConnection, WebhookDeliveryConnection } from './connections.ts';
import { RegistryEventAction, RegistryKind, WebhookDeliveryStatus, WebhookStatus } from './enums.ts';
import { isDelivery, isWebhook, RegistryEvent, Webhook, WebhookDelivery } from './refs.ts';

const WebhookFilter = builder.objectRef<EventFilter>('WebhookFilter').implement({
  description: 'Events that a webhook delivers. An event must match all fields that are not null.',
  fields: (t) => ({
    kind: t.field({
      type: RegistryKind,
      nullable: true,
      description: 'Only events of this kind of entry.',
      resolve: ({ kind }) => kind,
    }),
    types: t.stringList({
      nullable: true,
      description: 'Only events with one of these types, such as agent.added.',
      resolve: ({ types }) => types && [...types],
    }),
    actions: t.field({
      type: [RegistryEventAction],
      nullable: true,
      description: 'Only events with one of these actions.',
      resolve: ({ actions }) => actions,
    }),
    namespace: t.string({
      nullable: true,
      description: 'Only events of entries in this namespace.',
      resolve: ({ namespace }) => namespace,
    }),
    entryId: t.string({
      nullable: true,
      description: 'Only events of the entry with this agentId or templateId.',
      resolve: ({ entryId }) => entryId,
    }),
    tags: t.stringList({
      nullable: true,
      description: 'Only events of entries that have all of these tags when the event is delivered.',
      resolve: ({ tags }) => tags && [...tags],
    }),
  }),
});

const WebhookAttempt = builder.objectRef<resolvers.Attempt>('WebhookAttempt').implement({
  description: 'One attempt to deliver a message.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When the attempt ended.' }),
    durationMs: t.exposeInt('durationMs', { description: 'How long the attempt took, in milliseconds.' }),
    statusCode: t.exposeInt('statusCode', {
      nullable: true,
      description: 'HTTP status of the response. Null if there was none.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why the attempt failed, with up to 200 characters of the response. Null if it succeeded.',
    }),
  }),
});

builder.node(WebhookDelivery, {
  description: 'An event, or a test message, that a webhook delivers or has delivered.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isDelivery,
  fields: (t) => ({
    messageId: t.string({
      description: '`webhook-id` of the message, the same in every attempt and replay: the UUID of the event.',
      resolve: ({ id, eventId }) => eventId ?? id,
    }),
    type: t.exposeString('type', { description: 'Type of the event, such as agent.added, or webhook.test.' }),
    status: t.expose('status', { type: WebhookDeliveryStatus, description: 'State of the delivery.' }),
    event: t.field({
      type: RegistryEvent,
      nullable: true,
      description: 'The event. Null for a test, or if you no longer have access to it.',
      resolve: resolvers.deliveredEvent,
    }),
    attempts: t.field({
      type: [WebhookAttempt],
      description: 'The last 20 attempts, oldest first.',
      resolve: resolvers.attempts,
    }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Earliest time of the next attempt. Null if there will be none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the delivery was first attempted.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the message was delivered or given up.',
    }),
  }),
});

builder.node(Webhook, {
  description:
    'Sends the events that a namespace can see to a URL, signed, in the order of the log, each at least once. For admins.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isWebhook,
  fields: (t) => ({
    namespace: t.exposeString('namespace', { description: 'Namespace that owns the webhook.' }),
    url: t.exposeString('url', { description: 'Where messages are sent.' }),
    description: t.exposeString('description', { nullable: true, description: 'What the webhook is for.' }),
    filter: t.expose('filter', { type: WebhookFilter, description: 'Which events are delivered.' }),
    status: t.expose('status', { type: WebhookStatus, description: 'Whether the webhook delivers.' }),
    statusReason: t.exposeString('statusReason', {
      nullable: true,
      description: 'Why the registry disabled the webhook.',
    }),
    position: t.expose('position', {
      type: 'SafeInt',
      description: 'Number of the last event that was delivered, given up, or did not match.',
    }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description: 'When the first attempt since the last success failed. Null if the last attempt succeeded.',
    }),
    deliveredAt: t.expose('deliveredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When an event was last delivered.',
    }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      description: 'Earliest time of the next attempt. In the past if nothing is to be tried again.',
    }),
    previousSecretUntil: t.expose('previousSecretUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when messages are signed with the previous secret, too. Null if it was never rotated.',
    }),
    createdBy: t.exposeString('createdBy', { description: 'Id of the user who created the webhook.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the webhook was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the webhook was last changed.' }),
    deliveries: t.connection(
      {
        type: WebhookDelivery,
        description: 'Deliveries of the last 30 days, newest first.',
        args: { status: t.arg({ type: WebhookDeliveryStatus, description: 'Only deliveries with this status.' }) },
        resolve: resolvers.deliveries,
      },
      WebhookDeliveryConnection,
    ),
  }),
});

builder.queryFields((t) => ({
  webhook: t.field({
    type: Webhook,
    nullable: true,
    description: 'Find a webhook by its id. Null if it is not found or you do not have access to it. For admins.',
    args: { id: t.arg.id({ required: true, description: 'Id of the webhook.' }) },
    resolve: resolvers.webhook,
  }),
  webhooks: t.connection(
    {
      type: Webhook,
      description: 'Webhooks of your namespace, oldest first. Empty for all but admins.',
      resolve: resolvers.webhooks,
    },
    WebhookConnection,
  ),
}));
