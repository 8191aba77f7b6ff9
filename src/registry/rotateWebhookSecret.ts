import { randomUUID } from 'node:crypto';
import { changeSecret, lockWebhook } from '../db/webhook.ts';
import type { WebhookWithSecret } from './createWebhook.ts';
import { requireCount, requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { changedWebhook, webhookNotFound } from './updateWebhook.ts';
import { writeWithoutEvent } from './write.ts';

export interface RotateWebhookSecretInput extends WriteOptions {
  id: string;
  /** How long messages are signed with the previous secret, too: 0 to 168. Defaults to 24. */
  overlapHours?: number | null;
}

/**
 * Gives a webhook a new secret. Until the overlap is over, messages have a signature of each secret.
 *
 * @throws NotFound; Forbidden for all but admins; BAD_USER_INPUT for an overlap of more than a week; IdempotencyKeyReused
 */
export async function rotateWebhookSecret(
  services: Services,
  caller: Caller,
  input: RotateWebhookSecretInput,
): Promise<WebhookWithSecret> {
  const user = requireRole(caller, 'admin', 'rotate the secret of a webhook');
  const { id, dryRun, idempotencyKey } = input;
  const overlapHours = requireCount('overlapHours', input.overlapHours ?? 24, 0, 168);
  return writeWithoutEvent(
    services,
    user,
    'rotateWebhookSecret',
    { id, overlapHours },
    { dryRun, idempotencyKey },
    async (tx) => {
      const [webhook] = await tx.run(lockWebhook(id));
      if (!webhook) throw webhookNotFound();
      const secretId = randomUUID();
      await tx.run(changeSecret(id, secretId, overlapHours));
      return { ...(await changedWebhook(tx, id, dryRun)), secretId: dryRun ? null : secretId };
    },
  );
}
