import type { TakenWebhook } from '../db/webhook.ts';
import type { DeliveryOutcome } from '../db/webhookDelivery.ts';
import { type DeliveryPolicy, retryDelayMs } from '../webhooks/policy.ts';
import type { PostResult } from '../webhooks/post.ts';

/** What the receiver says when it wants no more. */
const gone = 410;

/**
 * What becomes of a delivery after an attempt: delivered, tried again, or dead; and whether its webhook is disabled.
 *
 * @param webhook null for a test or a replay, which disable nothing
 * @param made attempts before this one
 */
export function judge(
  policy: DeliveryPolicy,
  webhook: Pick<TakenWebhook, 'failingSince'> | null,
  made: number,
  { statusCode, error, durationMs, retryAfterMs }: PostResult,
): DeliveryOutcome & { disabledBecause: string | null } {
  const attempt = { at: new Date().toISOString(), durationMs, statusCode, error };
  const attemptCount = made + 1;
  if (error === null) return { status: 'DELIVERED', attempt, attemptCount, retryInMs: null, disabledBecause: null };
  if (attemptCount < policy.maxAttempts && statusCode !== gone) {
    const retryInMs = retryDelayMs(policy, attemptCount, retryAfterMs);
    return { status: 'PENDING', attempt, attemptCount, retryInMs, disabledBecause: null };
  }
  const disabledBecause = webhook && reasonToDisable(policy, webhook, statusCode);
  return { status: 'DEAD', attempt, attemptCount, retryInMs: null, disabledBecause };
}

function reasonToDisable(
  { disableAfterMs }: DeliveryPolicy,
  { failingSince }: Pick<TakenWebhook, 'failingSince'>,
  statusCode: number | null,
): string | null {
  if (statusCode === gone) return 'The receiver responded with HTTP 410 (Gone).';
  if (failingSince && Date.now() - failingSince.getTime() >= disableAfterMs)
    return `No delivery has succeeded since ${failingSince.toISOString()}.`;
  return null;
}
