import { type WebhookBacklog, webhookBacklog } from '../../src/db/webhook.ts';
import { openDeliverer } from '../../src/registry/deliverWebhooks.ts';
import type { Services } from '../../src/registry/services.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import type { DeliveryPolicy } from '../../src/webhooks/policy.ts';

/** What the deliveries of this process are reported to. */
export interface DeliveryReport {
  /** A failure that is not the receiver's. */
  failed(error: unknown): void;
  attempted(status: 'PENDING' | 'DELIVERED' | 'DEAD', seconds: number): void;
  /** How far webhooks are behind, about every 15 seconds. */
  backlog(backlog: WebhookBacklog): void;
}

const backlogMs = 15_000;

/**
 * Delivers webhooks as long as this process runs: whenever something may have been written, and at least once a second,
 * since a repeated attempt is due at its time.
 *
 * @returns ends it, once the messages that are under way are recorded
 */
export function startWebhooks(
  services: Services,
  report: DeliveryReport,
  policy?: Partial<DeliveryPolicy>,
): () => Promise<void> {
  const deliverer = openDeliverer(services, {
    policy,
    report: report.failed,
    attempted: (status, { durationMs }) => report.attempted(status, durationMs / 1_000),
  });
  const stopListening = services.wakeups.on(() => void deliverer.look());
  const measure = async () => {
    const [backlog] = await services.db.call(systemUser, webhookBacklog);
    if (backlog) report.backlog(backlog);
  };
  const timer = setInterval(() => void measure().catch(() => {}), backlogMs).unref(); // Readiness reports the outage.
  void deliverer.look();
  return async () => {
    stopListening();
    clearInterval(timer);
    await deliverer.stop();
  };
}
