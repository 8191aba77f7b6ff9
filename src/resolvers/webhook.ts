import { wholeList } from '../db/count.ts';
import type { Position } from '../db/page.ts';
import { type Webhook, webhooksPage } from '../db/webhook.ts';
import type { WebhookDelivery, WebhookDeliveryStatus } from '../db/webhookDelivery.ts';
import { NotFound } from '../errors.ts';
import { type CreateWebhookInput, createWebhook as create, type WebhookWithSecret } from '../registry/createWebhook.ts';
import { type ReplayWebhookInput, replayWebhook as replay } from '../registry/replayWebhook.ts';
import { requireRole } from '../registry/require.ts';
import { type RotateWebhookSecretInput, rotateWebhookSecret as rotate } from '../registry/rotateWebhookSecret.ts';
import { type TestWebhookInput, testWebhook as test } from '../registry/testWebhook.ts';
import {
  type ChangedWebhook,
  type RemoveWebhookInput,
  removeWebhook as remove,
  type UpdateWebhookInput,
  updateWebhook as update,
} from '../registry/updateWebhook.ts';
import { hasRole, namespaceOf } from '../viewer.ts';
import { webhookSecret } from '../webhooks/secret.ts';
import { type ConnectionArgs, connectionOf, count, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { checkEventFilter } from './event.ts';
import { keyOf } from './node.ts';

/** The webhooks of the viewer's namespace, oldest first. Empty for all but admins. */
export async function webhooks(_: unknown, args: ConnectionArgs, { load, viewer }: Context) {
  const scope = ['webhooks'];
  const page = pageOf(args, scope, 'timestamptz');
  const namespace = hasRole(viewer, 'admin') ? namespaceOf(viewer) : null;
  const rows = namespace === null ? [] : await load.read(webhooksPage(namespace, page));
  return connectionOf(
    rows,
    page,
    scope,
    (webhook): Position => [webhook.createdAt.toISOString(), webhook.id],
    async () => (namespace === null ? 0 : count(load, webhooksPage(namespace, wholeList))),
  );
}

export function webhook(_: unknown, { id }: { id: string }, { load }: Context) {
  const key = keyOf('Webhook', id);
  return key === null ? null : load.webhookById.load(key);
}

export async function deliveries(
  webhook: Webhook,
  args: ConnectionArgs & { status?: WebhookDeliveryStatus | null },
  { load }: Context,
) {
  const filter = args.status ?? null;
  const scope = ['deliveries', webhook.id, filter];
  const page = pageOf(args, scope, 'timestamptz');
  return connectionOf(
    await load.deliveriesOfWebhook.load({ parent: webhook.id, filter, page }),
    page,
    scope,
    (delivery): Position => [delivery.createdAt.toISOString(), delivery.id],
    () => load.deliveryCountOfWebhook.load({ parent: webhook.id, filter }),
  );
}

export const deliveredEvent = ({ eventId }: WebhookDelivery, _: unknown, { load }: Context) =>
  eventId === null ? null : load.eventById.load(eventId);

export const attempts = ({ attempts: made }: WebhookDelivery) =>
  made.map(({ at, ...attempt }) => ({ ...attempt, at: new Date(at) }));

export type Attempt = ReturnType<typeof attempts>[number];

export async function createWebhook(_: unknown, { input }: { input: CreateWebhookInput }, context: Context) {
  requireRole(context, 'admin', 'create a webhook'); // Authorization comes before validation.
  const filter = checkEventFilter(input.filter);
  return refreshed(context, await create(context.services, context, { ...input, filter }));
}

export async function updateWebhook(_: unknown, { input }: { input: UpdateWebhookInput }, context: Context) {
  const id = webhookKey(context, input.id, 'change a webhook');
  const filter = input.filter && checkEventFilter(input.filter);
  return refreshed(context, await update(context.services, context, { ...input, id, ...(filter ? { filter } : {}) }));
}

export async function removeWebhook(_: unknown, { input }: { input: RemoveWebhookInput }, context: Context) {
  const id = webhookKey(context, input.id, 'remove a webhook');
  return refreshed(context, await remove(context.services, context, { ...input, id }));
}

export async function rotateWebhookSecret(
  _: unknown,
  { input }: { input: RotateWebhookSecretInput },
  context: Context,
) {
  const id = webhookKey(context, input.id, 'rotate the secret of a webhook');
  return refreshed(context, await rotate(context.services, context, { ...input, id }));
}

export async function testWebhook(_: unknown, { input }: { input: TestWebhookInput }, context: Context) {
  const id = webhookKey(context, input.id, 'test a webhook');
  return refreshed(context, await test(context.services, context, { ...input, id }));
}

export async function replayWebhook(_: unknown, { input }: { input: ReplayWebhookInput }, context: Context) {
  const id = webhookKey(context, input.id, 'replay a webhook');
  const given = input.deliveryId ?? null;
  const deliveryId = given === null ? null : keyOf('WebhookDelivery', given, 'deliveryId');
  if (given !== null && deliveryId === null) throw new NotFound('`deliveryId` is not the id of a delivery.');
  return refreshed(context, await replay(context.services, context, { ...input, id, deliveryId }));
}

/** Clears the loaders after a write. What a dry run wrote was rolled back, so it is shown from its row. */
function refreshed<Changed extends ChangedWebhook>(context: Context, changed: Changed): Changed {
  context.forget();
  if (changed.dryRunRow) context.load.webhookById.prime(changed.webhookId, changed.dryRunRow);
  return changed;
}

/** The uuid of a webhook, of a caller who may write. Authorization comes before validation. */
function webhookKey(context: Context, id: string, action: string): string {
  requireRole(context, 'admin', action);
  const key = keyOf('Webhook', id);
  if (key === null) throw new NotFound('`id` is not the id of a webhook.');
  return key;
}

export const webhookOf = ({ webhookId }: { webhookId: string }, _: unknown, { load }: Context) =>
  load.webhookById.load(webhookId);

export const deliveryOf = ({ deliveryId }: { deliveryId: string | null }, _: unknown, { load }: Context) =>
  deliveryId === null ? null : load.deliveryById.load(deliveryId);

export const secretOf = ({ secretId }: WebhookWithSecret, _: unknown, { services }: Context) =>
  secretId === null ? null : webhookSecret(services.db, secretId);
