/** When a delivery is repeated, and when it is given up. */
export interface DeliveryPolicy {
  /** Attempts of one delivery. After the last, it is dead, and the webhook goes on with the next event. */
  maxAttempts: number;
  /** Wait after the first failure; it grows fourfold with each. */
  firstRetryMs: number;
  /** The longest wait, also of a `Retry-After`. */
  maxRetryMs: number;
  /** A webhook without a success for this time is disabled at its next dead delivery. */
  disableAfterMs: number;
  /** Of one attempt, from the name lookup to the end of the response. */
  timeoutMs: number;
  /** How long a gateway may hold a webhook without a sign of life. Longer than an attempt takes. */
  leaseSeconds: number;
  /** Webhooks that one gateway serves at the same time. */
  concurrency: number;
}

/** Eight attempts within about two and a half hours; disabled after three days. */
export const deliveryPolicy: DeliveryPolicy = {
  maxAttempts: 8,
  firstRetryMs: 5_000,
  maxRetryMs: 3_600_000,
  disableAfterMs: 3 * 86_400_000,
  timeoutMs: 15_000,
  leaseSeconds: 60,
  concurrency: 16,
};

/** Milliseconds until the next attempt: exponential, with a fifth of jitter, and at least what the receiver asks for. */
export function retryDelayMs(
  { firstRetryMs, maxRetryMs }: DeliveryPolicy,
  attempts: number,
  retryAfterMs: number | null,
  random: () => number = Math.random,
): number {
  const backoff = Math.min(firstRetryMs * 4 ** (attempts - 1), maxRetryMs) * (0.8 + 0.4 * random());
  return Math.round(Math.max(backoff, Math.min(retryAfterMs ?? 0, maxRetryMs)));
}
