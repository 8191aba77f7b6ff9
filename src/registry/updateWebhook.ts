import type { Transaction } from '../db/database.ts';
import type { EventFilter } from '../db/event.ts';
import {
  changeWebhook,
  deleteWebhook,
  lockWebhook,
  type Webhook,
  type WebhookChange,
  type WebhookStatus,
  webhooksByIds,
} from '../db/webhook.ts';
import { NotFound, RequestError } from '../errors.ts';
import { requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { requireDescription, requireWebhookUrl, storedFilter } from './webhookInput.ts';
import { writeWithoutEvent } from './write.ts';

export interface UpdateWebhookInput extends WriteOptions {
  /** The uuid of the webhook. */
  id: string;
  url?: string | null;
  /** An empty one removes it. */
  description?: string | null;
  filter?: EventFilter | null;
  /** DISABLED is for the registry only. */
  status?: WebhookStatus | null;
}

export interface ChangedWebhook {
  webhookId: string;
  /** The row of a dry run, which cannot be read afterwards. */
  dryRunRow?: Webhook;
}

/** What a write answers, with the row if it is a dry run. */
export async function changedWebhook(
  tx: Transaction,
  webhookId: string,
  dryRun: boolean | null | undefined,
): Promise<ChangedWebhook> {
  const [dryRunRow] = dryRun ? await tx.run(webhooksByIds([webhookId])) : [];
  return { webhookId, ...(dryRunRow ? { dryRunRow } : {}) };
}

export const webhookNotFound = () => new NotFound('Webhook not found in your namespace.');

/**
 * Changes what is given. A webhook that becomes ACTIVE goes on where it stopped.
 *
 * @throws NotFound; Forbidden for all but admins; BAD_USER_INPUT when nothing is given, and for a URL that is not public;
 *   IdempotencyKeyReused
 */
export async function updateWebhook(
  services: Services,
  caller: Caller,
  input: UpdateWebhookInput,
): Promise<ChangedWebhook> {
  const user = requireRole(caller, 'admin', 'change a webhook');
  const { id, dryRun, idempotencyKey } = input;
  const change = changeOf(services, input);
  if (Object.keys(change).length === 0)
    throw new RequestError('BAD_USER_INPUT', 'Give at least one of `url`, `description`, `filter` and `status`.');
  return writeWithoutEvent(
    services,
    user,
    'updateWebhook',
    { id, ...change },
    { dryRun, idempotencyKey },
    async (tx) => {
      const [webhook] = await tx.run(lockWebhook(id));
      if (!webhook) throw webhookNotFound();
      const { status, ...others } = change;
      await tx.run(changeWebhook(id, status === undefined || status === webhook.status ? others : change));
      return changedWebhook(tx, id, dryRun);
    },
  );
}

function changeOf(services: Services, { url, description, filter, status }: UpdateWebhookInput): WebhookChange {
  const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;
  if (status === 'DISABLED') throw new RequestError('BAD_USER_INPUT', '`status` must be ACTIVE or PAUSED.');
  return {
    ...(isGiven(url) ? { url: requireWebhookUrl(url, services) } : {}),
    ...(isGiven(description) ? { description: requireDescription(description) } : {}),
    ...(isGiven(filter) ? { filter: storedFilter(filter) } : {}),
    ...(isGiven(status) ? { status } : {}),
  };
}

export interface RemoveWebhookInput extends WriteOptions {
  id: string;
}

/**
 * Removes a webhook with its deliveries. A message that is under way may still arrive.
 *
 * @throws NotFound; Forbidden for all but admins; IdempotencyKeyReused
 */
export async function removeWebhook(
  services: Services,
  caller: Caller,
  { id, dryRun, idempotencyKey }: RemoveWebhookInput,
): Promise<ChangedWebhook> {
  const user = requireRole(caller, 'admin', 'remove a webhook');
  return writeWithoutEvent(services, user, 'removeWebhook', { id }, { dryRun, idempotencyKey }, async (tx) => {
    const [webhook] = await tx.run(lockWebhook(id));
    if (!webhook) throw webhookNotFound();
    await tx.run(deleteWebhook(id));
    return { webhookId: id };
  });
}
