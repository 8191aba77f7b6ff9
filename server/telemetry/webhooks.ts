import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { WebhookBacklog } from '../../src/db/webhook.ts';
import type { WebhookDeliveryStatus } from '../../src/db/webhookDelivery.ts';

/** What a process counts of the webhooks that it delivers. */
export interface WebhookMetrics {
  attempted(status: WebhookDeliveryStatus, seconds: number): void;
  backlog(backlog: WebhookBacklog): void;
}

/** By what became of the delivery with the attempt. */
const results = { DELIVERED: 'delivered', PENDING: 'retried', DEAD: 'dead' } as const;

export function measureWebhooks(registry: Registry): WebhookMetrics {
  const registers = [registry];
  const attempts = new Counter({
    name: 'registry_webhook_attempts_total',
    help: 'Attempts to deliver a message of a webhook: delivered, to be retried, or dead after the last attempt.',
    labelNames: ['result'],
    registers,
  });
  for (const result of Object.values(results)) attempts.inc({ result }, 0);
  const duration = new Histogram({
    name: 'registry_webhook_attempt_duration_seconds',
    help: 'How long attempts to deliver a message took.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30],
    registers,
  });
  const webhooks = new Gauge({
    name: 'registry_webhooks',
    help: 'Webhooks of all namespaces that are active, and that were disabled because they failed for long.',
    labelNames: ['status'],
    registers,
  });
  const behind = new Gauge({
    name: 'registry_webhook_lag_events',
    help: 'Events between the newest one and the active webhook that is furthest behind.',
    registers,
  });
  const lag = new Gauge({
    name: 'registry_webhook_lag_seconds',
    help: 'Age of the oldest event that an active webhook has not handled.',
    registers,
  });
  return {
    attempted(status, seconds) {
      attempts.inc({ result: results[status] });
      duration.observe(seconds);
    },
    backlog(backlog) {
      webhooks.set({ status: 'active' }, backlog.active);
      webhooks.set({ status: 'disabled' }, backlog.disabled);
      behind.set(backlog.behind);
      lag.set(Math.max(0, backlog.oldestSeconds));
    },
  };
}
