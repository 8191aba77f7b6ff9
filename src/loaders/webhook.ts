import { countsBy } from '../db/count.ts';
import { webhooksByIds } from '../db/webhook.ts';
import { deliveriesByIds, deliveriesOfWebhooks, type WebhookDeliveryStatus } from '../db/webhookDelivery.ts';
import { countBy, oneBy, pageBy } from './batch.ts';
import type { Read } from './read.ts';

export const webhookLoaders = (read: Read, count: Read) => ({
  webhookById: oneBy(
    (ids) => read(webhooksByIds(ids)),
    (webhook) => webhook.id,
  ),
  deliveryById: oneBy(
    (ids) => read(deliveriesByIds(ids)),
    (delivery) => delivery.id,
  ),
  deliveriesOfWebhook: pageBy(
    (webhookIds, status: WebhookDeliveryStatus | null, page) => read(deliveriesOfWebhooks(webhookIds, status, page)),
    (delivery) => delivery.webhookId,
  ),
  deliveryCountOfWebhook: countBy((webhookIds, status: WebhookDeliveryStatus | null, page) =>
    count(countsBy('webhook_id', deliveriesOfWebhooks(webhookIds, status, page))),
  ),
});
