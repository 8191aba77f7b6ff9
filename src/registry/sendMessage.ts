import type { TakenWebhook } from '../db/webhook.ts';
import { cloudEventType } from '../webhooks/cloudEvent.ts';
import type { DeliveryPolicy } from '../webhooks/policy.ts';
import { type PostResult, post } from '../webhooks/post.ts';
import { webhookSecret } from '../webhooks/secret.ts';
import { signatureHeaders } from '../webhooks/signature.ts';
import { traceDelivery } from '../webhooks/traceDelivery.ts';
import type { Services } from './services.ts';

/** A message, and the correlation id of the event that it tells of; a test has none. */
export interface WebhookMessage {
  id: string;
  body: string;
  correlationId?: string;
}

/**
 * Sends a message to a webhook, signed with its secret, and with the previous one while a rotation overlaps. It continues
 * the trace of its event.
 */
export async function sendMessage(
  { db, tracing, webhookHosts = [] }: Services,
  { url, secretId, previousSecretId }: Pick<TakenWebhook, 'url' | 'secretId' | 'previousSecretId'>,
  { timeoutMs }: DeliveryPolicy,
  { id, body, correlationId }: WebhookMessage,
): Promise<PostResult> {
  const ids = previousSecretId === null ? [secretId] : [secretId, previousSecretId];
  const secrets = await Promise.all(ids.map((each) => webhookSecret(db, each)));
  const headers = {
    'content-type': cloudEventType,
    'user-agent': 'nofx-registry',
    ...signatureHeaders({ id, timestamp: Math.floor(Date.now() / 1_000), body }, secrets),
  };
  const send = (more: Readonly<Record<string, string>>) =>
    post(url, { ...headers, ...more }, body, { allowed: webhookHosts, timeoutMs });
  return tracing ? traceDelivery(tracing, { url, id, correlationId }, send) : send({});
}
