import type { TakenWebhook } from '../db/webhook.ts';
import { cloudEventType } from '../webhooks/cloudEvent.ts';
import type { DeliveryPolicy } from '../webhooks/policy.ts';
import { type PostResult, post } from '../webhooks/post.ts';
import { webhookSecret } from '../webhooks/secret.ts';
import { signatureHeaders } from '../webhooks/signature.ts';
import type { Services } from './services.ts';

/** Sends a message to a webhook, signed with its secret, and with the previous one while a rotation overlaps. */
export async function sendMessage(
  { db, webhookHosts = [] }: Services,
  { url, secretId, previousSecretId }: Pick<TakenWebhook, 'url' | 'secretId' | 'previousSecretId'>,
  { timeoutMs }: DeliveryPolicy,
  { id, body }: { id: string; body: string },
): Promise<PostResult> {
  const ids = previousSecretId === null ? [secretId] : [secretId, previousSecretId];
  const secrets = await Promise.all(ids.map((each) => webhookSecret(db, each)));
  const headers = {
    'content-type': cloudEventType,
    'user-agent': 'nofx-registry',
    ...signatureHeaders({ id, timestamp: Math.floor(Date.now() / 1_000), body }, secrets),
  };
  return post(url, headers, body, { allowed: webhookHosts, timeoutMs });
}
