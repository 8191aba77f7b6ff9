import { eventsAfter, eventsByIds, type RegistryEvent } from '../db/event.ts';
import { releaseWebhook, type TakenWebhook } from '../db/webhook.ts';
import {
  attemptsAt,
  type DeliveryOutcome,
  dueDeliveries,
  recordAttempt,
  recordEvent,
  renewLease,
  type WebhookDelivery,
} from '../db/webhookDelivery.ts';
import type { User } from '../viewer.ts';
import { cloudEventOf, testEventOf } from '../webhooks/cloudEvent.ts';
import type { DeliveryPolicy } from '../webhooks/policy.ts';
import type { PostResult } from '../webhooks/post.ts';
import { judge } from './judgeAttempt.ts';
import { sendMessage } from './sendMessage.ts';
import type { Services } from './services.ts';
import { systemUser } from './systemUser.ts';

/** What a gateway is told of its deliveries. */
export interface DeliveryWatch {
  /** Stop after the delivery that is under way. */
  isStopping(): boolean;
  /** An attempt was made. */
  attempted(status: WebhookDelivery['status'], result: PostResult): void;
}

/** Where messages of a webhook go, and what signs them. */
export type Receiver = Pick<TakenWebhook, 'id' | 'namespace' | 'url' | 'secretId' | 'previousSecretId'>;

/** Events that are read at once. */
const eventsAtOnce = 100;

/** Who reads events for a webhook: a publisher of its namespace, as in the feed. */
const readerOf = (namespace: string): User => ({ ...systemUser, role: 'publisher', namespace });
/** Who writes down what came of it. */
export const deliveryClerk = (namespace: string): User => ({ ...systemUser, role: 'admin', namespace });

/**
 * Delivers to a webhook that was leased: replays and tests that are due, then the events after its position, in order,
 * until one fails. An attempt is recorded before the next one is made, so after a `kill -9` at most one message is sent
 * again, with the same `webhook-id`. Gives the lease back at the end.
 */
export async function deliverWebhook(
  services: Services,
  webhook: TakenWebhook,
  lease: string,
  policy: DeliveryPolicy,
  watch: DeliveryWatch,
): Promise<void> {
  const { db } = services;
  const clerk = deliveryClerk(webhook.namespace);
  let position = webhook.position;
  let seenUpTo = position;
  try {
    await deliverDue(services, webhook, lease, policy, watch);
    if (!webhook.isLogDue) return;
    const events = await db.read(readerOf(webhook.namespace), eventsAfter(position, webhook.filter, eventsAtOnce));
    const isWhole = events.length < eventsAtOnce;
    for (const [index, event] of events.entries()) {
      if (watch.isStopping()) return;
      const isLast = index === events.length - 1;
      const to = isLast && isWhole ? Math.max(webhook.head, event.seq) : event.seq;
      const made = index === 0 && webhook.failingSince ? await attemptsMade(services, webhook, event) : 0;
      const result = await send(services, webhook, policy, event);
      const outcome = judge(policy, webhook, made, result);
      watch.attempted(outcome.status, result);
      const moved = { ...outcome, event, from: position, to: outcome.retryInMs === null ? to : position };
      const [now] = await db.transact(clerk, (tx) => tx.run(recordEvent(webhook, lease, policy.leaseSeconds, moved)));
      if (now?.status !== 'ACTIVE' || outcome.retryInMs !== null) return;
      position = to;
      seenUpTo = to;
    }
    if (events.length === 0) seenUpTo = Math.max(position, webhook.head);
  } finally {
    const release = releaseWebhook(webhook.id, lease, position, seenUpTo);
    await db.transact(clerk, (tx) => tx.run(release)).catch(() => {}); // It expires.
  }
}

async function attemptsMade({ db }: Services, webhook: TakenWebhook, event: RegistryEvent): Promise<number> {
  const [found] = await db.read(deliveryClerk(webhook.namespace), attemptsAt(webhook.id, event.id));
  return found?.attemptCount ?? 0;
}

/** Replays and tests. One that fails does not hold up the others. */
async function deliverDue(
  services: Services,
  webhook: TakenWebhook,
  lease: string,
  policy: DeliveryPolicy,
  watch: DeliveryWatch,
): Promise<void> {
  const { db } = services;
  const clerk = deliveryClerk(webhook.namespace);
  for (const delivery of await db.read(clerk, dueDeliveries(webhook.id, webhook.position, eventsAtOnce))) {
    if (watch.isStopping()) return;
    const [held] = await db.transact(clerk, (tx) => tx.run(renewLease(webhook.id, lease, policy.leaseSeconds)));
    if (!held) return;
    const { result, outcome } = await deliverOne(services, webhook, delivery, policy);
    watch.attempted(outcome.status, result);
  }
}

/** One attempt at a test or a replay, and its record. */
export async function deliverOne(
  services: Services,
  webhook: Receiver,
  delivery: WebhookDelivery,
  policy: DeliveryPolicy,
): Promise<{ result: PostResult; outcome: DeliveryOutcome }> {
  const { db } = services;
  const result = await resultOf(services, webhook, delivery, policy);
  const isOver = delivery.eventId === null || result === eventIsGone;
  const judged = judge(policy, null, isOver ? policy.maxAttempts : delivery.attemptCount, result);
  const outcome = { ...judged, attemptCount: delivery.attemptCount + 1 };
  await db.transact(deliveryClerk(webhook.namespace), (tx) => tx.run(recordAttempt(delivery.id, outcome)));
  return { result, outcome };
}

async function resultOf(
  services: Services,
  webhook: Receiver,
  { id, eventId }: WebhookDelivery,
  policy: DeliveryPolicy,
): Promise<PostResult> {
  if (eventId === null) {
    const body = testEventOf(id, webhook.id, webhook.namespace, new Date());
    return sendMessage(services, webhook, policy, { id, body });
  }
  const [event] = await services.db.read(readerOf(webhook.namespace), eventsByIds([eventId]));
  return event ? send(services, webhook, policy, event) : eventIsGone;
}

const eventIsGone: PostResult = {
  statusCode: null,
  error: 'The namespace no longer has access to the event.',
  durationMs: 0,
  retryAfterMs: null,
};

const send = async (
  services: Services,
  webhook: Receiver,
  policy: DeliveryPolicy,
  event: RegistryEvent,
): Promise<PostResult> => {
  const body = cloudEventOf(event, await services.feed.cursorOf(event));
  return sendMessage(services, webhook, policy, { id: event.id, body, correlationId: event.correlationId });
};
