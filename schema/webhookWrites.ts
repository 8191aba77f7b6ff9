import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import type { WebhookWithSecret } from '../src/registry/createWebhook.ts';
import type { ReplayedWebhook } from '../src/registry/replayWebhook.ts';
import type { TestedWebhook } from '../src/registry/testWebhook.ts';
import type { ChangedWebhook } from '../src/registry/updateWebhook.ts';
import * as resolvers from '../src/resolvers/webhook.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, resultOf } from './describe.ts';
import { WebhookStatus } from './enums.ts';
import { RegistryEventFilter } from './event.ts';
import { Webhook, WebhookDelivery } from './refs.ts';

const idField = 'Id of the webhook.';
const urlField =
  'Where messages are sent: an https URL with a public host name, up to 2,000 characters. Its address must be public whenever a message is sent.';
const filterField = 'Which events are delivered. Defaults to all that publishers of the namespace can see.';
const secretField = 'Secret for verifying signatures, `whsec_` and base64. It is not shown again. Null for a dry run.';

const CreateWebhookInput = builder.inputType('CreateWebhookInput', {
  description: 'The webhook to create.',
  fields: (t) => ({
    url: t.string({ required: true, description: urlField }),
    description: t.string({ description: 'What the webhook is for, up to 500 characters.' }),
    filter: t.field({ type: RegistryEventFilter, description: filterField }),
    after: t.string({
      description:
        'Cursor of the last event that is not delivered. "0" is the beginning of the log. Defaults to the newest event.',
    }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const UpdateWebhookInput = builder.inputType('UpdateWebhookInput', {
  description: 'The webhook to change, and its new values. What is omitted stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: idField }),
    url: t.string({ description: urlField }),
    description: t.string({
      description: 'What the webhook is for, up to 500 characters. An empty string removes it.',
    }),
    filter: t.field({ type: RegistryEventFilter, description: 'Which events are delivered. Replaces the filter.' }),
    status: t.field({ type: WebhookStatus, description: 'ACTIVE or PAUSED.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const RemoveWebhookInput = builder.inputType('RemoveWebhookInput', {
  description: 'The webhook to remove.',
  fields: (t) => ({
    id: t.id({ required: true, description: idField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const RotateWebhookSecretInput = builder.inputType('RotateWebhookSecretInput', {
  description: 'The webhook that gets a new secret.',
  fields: (t) => ({
    id: t.id({ required: true, description: idField }),
    overlapHours: t.int({
      defaultValue: 24,
      description: 'How long messages are signed with both secrets, 0 to 168 hours. Defaults to 24.',
    }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const TestWebhookInput = builder.inputType('TestWebhookInput', {
  description: 'The webhook to test.',
  fields: (t) => ({
    id: t.id({ required: true, description: idField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const ReplayWebhookInput = builder.inputType('ReplayWebhookInput', {
  description: 'What to send again: either everything after a cursor, or one delivery.',
  fields: (t) => ({
    id: t.id({ required: true, description: idField }),
    after: t.string({
      description: 'Cursor of an event: everything after it is delivered again. "0" is the beginning.',
    }),
    deliveryId: t.id({ description: 'Id of one delivery of this webhook.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const withSecret = (name: string, description: string) =>
  builder.objectRef<WebhookWithSecret>(name).implement({
    description,
    fields: (t) => ({
      webhook: t.field({
        type: Webhook,
        nullable: true,
        description: 'The webhook. In a dry run, as it would be.',
        resolve: resolvers.webhookOf,
      }),
      secret: t.string({ nullable: true, description: secretField, resolve: resolvers.secretOf }),
    }),
  });

const CreateWebhookPayload = withSecret('CreateWebhookPayload', 'The new webhook and its secret.');
const RotateWebhookSecretPayload = withSecret('RotateWebhookSecretPayload', 'The webhook and its new secret.');

const UpdateWebhookPayload = builder.objectRef<ChangedWebhook>('UpdateWebhookPayload').implement({
  description: 'The changed webhook.',
  fields: (t) => ({
    webhook: t.field({
      type: Webhook,
      nullable: true,
      description: 'The webhook. In a dry run, as it would be.',
      resolve: resolvers.webhookOf,
    }),
  }),
});

const RemoveWebhookPayload = builder.objectRef<ChangedWebhook>('RemoveWebhookPayload').implement({
  description: 'The removed webhook.',
  fields: (t) => ({
    webhookId: t.exposeString('webhookId', { description: 'UUID of the webhook.' }),
  }),
});

const TestWebhookPayload = builder.objectRef<TestedWebhook>('TestWebhookPayload').implement({
  description: 'The test message and what came of it.',
  fields: (t) => ({
    delivery: t.field({
      type: WebhookDelivery,
      nullable: true,
      description: 'The delivery of the test message.',
      resolve: resolvers.deliveryOf,
    }),
  }),
});

const ReplayWebhookPayload = builder.objectRef<ReplayedWebhook>('ReplayWebhookPayload').implement({
  description: 'The webhook that delivers again.',
  fields: (t) => ({
    webhook: t.field({ type: Webhook, nullable: true, description: 'The webhook.', resolve: resolvers.webhookOf }),
    delivery: t.field({
      type: WebhookDelivery,
      nullable: true,
      description: 'The delivery that is repeated. Null for a replay from a cursor.',
      resolve: resolvers.deliveryOf,
    }),
  }),
});

const ofOne = [NotFound, Forbidden, IdempotencyKeyReused];

builder.mutationFields((t) => ({
  createWebhook: t.field({
    type: CreateWebhookPayload,
    description: 'Create a webhook of your namespace. Shows its secret, once. For admins.',
    errors: {
      types: [Forbidden, IdempotencyKeyReused],
      union: { name: 'CreateWebhookResult', description: resultOf('createWebhook') },
    },
    args: { input: t.arg({ type: CreateWebhookInput, required: true, description: inputArgument }) },
    resolve: resolvers.createWebhook,
  }),
  updateWebhook: t.field({
    type: UpdateWebhookPayload,
    description: 'Change, pause or resume a webhook. A webhook that is resumed continues where it stopped. For admins.',
    errors: {
      types: ofOne,
      union: { name: 'UpdateWebhookResult', description: resultOf('updateWebhook') },
    },
    args: { input: t.arg({ type: UpdateWebhookInput, required: true, description: inputArgument }) },
    resolve: resolvers.updateWebhook,
  }),
  removeWebhook: t.field({
    type: RemoveWebhookPayload,
    description: 'Remove a webhook and its deliveries. For admins.',
    errors: {
      types: ofOne,
      union: { name: 'RemoveWebhookResult', description: resultOf('removeWebhook') },
    },
    args: { input: t.arg({ type: RemoveWebhookInput, required: true, description: inputArgument }) },
    resolve: resolvers.removeWebhook,
  }),
  rotateWebhookSecret: t.field({
    type: RotateWebhookSecretPayload,
    description:
      'Give a webhook a new secret, and show it, once. Messages are signed with both secrets for a while. For admins.',
    errors: {
      types: ofOne,
      union: { name: 'RotateWebhookSecretResult', description: resultOf('rotateWebhookSecret') },
    },
    args: { input: t.arg({ type: RotateWebhookSecretInput, required: true, description: inputArgument }) },
    resolve: resolvers.rotateWebhookSecret,
  }),
  testWebhook: t.field({
    type: TestWebhookPayload,
    description: 'Send a test message, also of a paused webhook, and wait for the response. For admins.',
    errors: {
      types: ofOne,
      union: { name: 'TestWebhookResult', description: resultOf('testWebhook') },
    },
    args: { input: t.arg({ type: TestWebhookInput, required: true, description: inputArgument }) },
    resolve: resolvers.testWebhook,
  }),
  replayWebhook: t.field({
    type: ReplayWebhookPayload,
    description: 'Send events again: one delivery, or everything after a cursor. For admins.',
    errors: {
      types: ofOne,
      union: { name: 'ReplayWebhookResult', description: resultOf('replayWebhook') },
    },
    args: { input: t.arg({ type: ReplayWebhookInput, required: true, description: inputArgument }) },
    resolve: resolvers.replayWebhook,
  }),
}));
