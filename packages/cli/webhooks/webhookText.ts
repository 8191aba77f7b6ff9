import pc from 'picocolors';
import type { WebhookDeliveryFieldsFragment, WebhookFieldsFragment } from '../../client/index.ts';
import { cell, table } from '../table.ts';
import { clean } from '../terminal.ts';

/** The webhooks of a page, one line each. */
export const webhookTable = (webhooks: readonly WebhookFieldsFragment[]): string =>
  table(
    ['id', 'status', 'position', 'failing since', 'url'],
    webhooks.map((each) => [
      cell(each.id, pc.bold),
      each.status.toLowerCase(),
      String(each.position),
      cell(each.failingSince ?? '-'),
      cell(each.url),
    ]),
  );

/** A webhook, one line for each value that it has. */
export function webhookLines(webhook: WebhookFieldsFragment): string {
  const { status, statusReason, filter } = webhook;
  const lines: [name: string, value: string | null][] = [
    ['id', webhook.id],
    ['url', webhook.url],
    ['description', webhook.description],
    ['status', statusReason ? `${status.toLowerCase()}: ${statusReason}` : status.toLowerCase()],
    ['filter', filterText(filter)],
    ['position', String(webhook.position)],
    ['failing since', webhook.failingSince],
    ['delivered', webhook.deliveredAt],
    ['old secret until', webhook.previousSecretUntil],
    ['created', webhook.createdAt],
  ];
  return lines.flatMap(([name, value]) => (value ? [`${name.padEnd(17)} ${clean(value)}`] : [])).join('\n');
}

function filterText(filter: WebhookFieldsFragment['filter']): string {
  const parts = Object.entries(filter).flatMap(([name, value]) => {
    if (value === null || name === '__typename' || (Array.isArray(value) && value.length === 0)) return [];
    return [`${name} ${Array.isArray(value) ? value.join(', ') : value}`];
  });
  return parts.join('; ') || 'all events';
}

/** The deliveries of a page with what came of their last attempt, one line each. */
export const deliveryTable = (deliveries: readonly WebhookDeliveryFieldsFragment[]): string =>
  table(
    ['id', 'type', 'status', 'attempts', 'last attempt', 'result'],
    deliveries.map((each) => [
      cell(each.id),
      cell(each.type),
      each.status.toLowerCase(),
      String(each.attempts.length),
      cell(each.attempts.at(-1)?.at ?? '-'),
      cell(outcome(each)),
    ]),
  );

/** What came of the last attempt of a delivery: `204 in 12 ms`, or why it failed. */
export function outcome({ attempts }: Pick<WebhookDeliveryFieldsFragment, 'attempts'>): string {
  const last = attempts.at(-1);
  if (!last) return 'not attempted yet';
  return last.error ?? `${last.statusCode} in ${last.durationMs} ms`;
}
