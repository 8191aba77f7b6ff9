import { randomUUID } from 'node:crypto';
import { lockWebhook, secretsOfWebhook, webhooksByIds } from '../db/webhook.ts';
import { deliveriesByIds, insertTest } from '../db/webhookDelivery.ts';
import { testType } from '../webhooks/cloudEvent.ts';
import { deliveryPolicy } from '../webhooks/policy.ts';
import { deliverOne } from './deliverWebhook.ts';
import { requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { webhookNotFound } from './updateWebhook.ts';
import { writeWithoutEvent } from './write.ts';

export interface TestWebhookInput extends Pick<WriteOptions, 'idempotencyKey'> {
  id: string;
}

export interface TestedWebhook {
  webhookId: string;
  deliveryId: string;
}

/** After this, a gateway that delivers takes over a test whose request was interrupted. */
const takeOverSeconds = 60;

/**
 * Sends a test message and waits for the response, of a webhook that is paused, too. It is tried once, and changes nothing of
 * the webhook.
 *
 * @throws NotFound; Forbidden for all but admins; IdempotencyKeyReused
 */
export async function testWebhook(
  services: Services,
  caller: Caller,
  { id, idempotencyKey }: TestWebhookInput,
): Promise<TestedWebhook> {
  const user = requireRole(caller, 'admin', 'test a webhook');
  const { db } = services;
  const test = await writeWithoutEvent(services, user, 'testWebhook', { id }, { idempotencyKey }, async (tx) => {
    const [webhook] = await tx.run(lockWebhook(id));
    if (!webhook) throw webhookNotFound();
    const deliveryId = randomUUID();
    const { namespace } = webhook;
    await tx.run(insertTest({ id: deliveryId, webhookId: id, namespace, type: testType }, takeOverSeconds));
    return { webhookId: id, deliveryId };
  });
  // Committed: the message is sent with no connection held.
  const [[webhook], [secrets], [delivery]] = await Promise.all([
    db.read(user, webhooksByIds([id])),
    db.read(user, secretsOfWebhook(id)),
    db.read(user, deliveriesByIds([test.deliveryId])),
  ]);
  if (webhook && secrets && delivery?.status === 'PENDING')
    await deliverOne(services, { ...webhook, ...secrets }, delivery, deliveryPolicy);
  return test;
}
