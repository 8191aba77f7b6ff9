import { changeWebhook, lockWebhook } from '../db/webhook.ts';
import { deliveriesByIds, replayDelivery } from '../db/webhookDelivery.ts';
import { NotFound, RequestError } from '../errors.ts';
import { requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { type ChangedWebhook, changedWebhook, webhookNotFound } from './updateWebhook.ts';
import { writeWithoutEvent } from './write.ts';

export interface ReplayWebhookInput extends WriteOptions {
  id: string;
  /** Everything after this cursor. "0" is the beginning of the log. */
  after?: string | null;
  /** The uuid of one delivery. */
  deliveryId?: string | null;
}

export interface ReplayedWebhook extends ChangedWebhook {
  deliveryId: string | null;
}

/**
 * Sends again: one delivery, or every event after a cursor, in order. A message that is sent again has the same
 * `webhook-id`. Nothing is awaited: a paused webhook sends it once it is active.
 *
 * @throws NotFound; Forbidden for all but admins; BAD_USER_INPUT unless exactly one of `after` and `deliveryId` is given;
 *   STALE_CURSOR; IdempotencyKeyReused
 */
export async function replayWebhook(
  services: Services,
  caller: Caller,
  input: ReplayWebhookInput,
): Promise<ReplayedWebhook> {
  const user = requireRole(caller, 'admin', 'replay a webhook');
  const { id, dryRun, idempotencyKey } = input;
  const after = input.after ?? null;
  const deliveryId = input.deliveryId ?? null;
  if ((after === null) === (deliveryId === null))
    throw new RequestError('BAD_USER_INPUT', 'Give either `after` or `deliveryId`.');
  const position = after === null ? null : await services.feed.positionOf(after);
  return writeWithoutEvent(
    services,
    user,
    'replayWebhook',
    { id, after, deliveryId },
    { dryRun, idempotencyKey },
    async (tx) => {
      const [webhook] = await tx.run(lockWebhook(id));
      if (!webhook) throw webhookNotFound();
      if (position !== null) await tx.run(changeWebhook(id, { position }));
      if (deliveryId !== null) {
        const [delivery] = await tx.run(deliveriesByIds([deliveryId]));
        if (delivery?.webhookId !== id) throw new NotFound('The webhook has no delivery with this id.');
        await tx.run(replayDelivery(deliveryId));
      }
      return { ...(await changedWebhook(tx, id, dryRun)), deliveryId };
    },
  );
}
