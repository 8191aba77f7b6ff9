import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import type { RegistryEvent } from './event.ts';
import { db } from './kysely.ts';
import { keysetCondition, type Ordering, orderByClause, type Page } from './page.ts';
import { anyOf, json } from './sql.ts';
import type { TakenWebhook } from './webhook.ts';

export type WebhookDeliveryStatus = 'PENDING' | 'DELIVERED' | 'DEAD';

export interface WebhookAttempt {
  /** ISO 8601. */
  at: string;
  durationMs: number;
  /** Null if there was no response. */
  statusCode: number | null;
  /** Null for a success. */
  error: string | null;
}

/** A row of webhook_deliveries. */
export interface WebhookDelivery {
  id: string;
  webhookId: string;
  namespace: string;
  /** Null for a test. */
  eventId: string | null;
  seq: number | null;
  type: string;
  status: WebhookDeliveryStatus;
  attempts: WebhookAttempt[];
  attemptCount: number;
  nextAttemptAt: Date | null;
  createdAt: Date;
  finishedAt: Date | null;
}

const deliveryColumns = sql`delivery.id, delivery.webhook_id, delivery.namespace, delivery.event_id, delivery.seq,
  delivery.type, delivery.status, delivery.attempts, delivery.attempt_count, delivery.next_attempt_at, delivery.created_at,
  delivery.finished_at`;

export const deliveriesByIds = (ids: readonly string[]): Query<WebhookDelivery> =>
  sql<WebhookDelivery>`select ${deliveryColumns} from webhook_deliveries delivery where delivery.id = ${anyOf(ids)}`.compile(
    db,
  );

const latestFirst: Ordering = {
  value: sql`delivery.created_at`,
  id: sql`delivery.id`,
  type: 'timestamptz',
  descending: true,
};

/** For each webhook, a page of its deliveries. */
export const deliveriesOfWebhooks = (
  webhookIds: readonly string[],
  status: WebhookDeliveryStatus | null,
  page: Page,
): Query<WebhookDelivery> => {
  const ofStatus: RawBuilder<unknown> = status === null ? sql`true` : sql`delivery.status = ${status}`;
  return sql<WebhookDelivery>`
    select found.* from unnest(${webhookIds}::uuid[]) as asked (webhook_id)
    cross join lateral (
      select ${deliveryColumns} from webhook_deliveries delivery
      where delivery.webhook_id = asked.webhook_id and ${ofStatus} and ${keysetCondition(page, latestFirst)}
      ${orderByClause(page, latestFirst)}
    ) as found`.compile(db);
};

/** Tests and replays whose time has come. The events after the position come from the log. */
export const dueDeliveries = (webhookId: string, position: number, limit: number): Query<WebhookDelivery> =>
  sql<WebhookDelivery>`select ${deliveryColumns} from webhook_deliveries delivery
    where delivery.webhook_id = ${webhookId}::uuid and delivery.status = 'PENDING' and delivery.next_attempt_at <= now()
      and (delivery.seq is null or delivery.seq <= ${position})
    order by delivery.next_attempt_at, delivery.id limit ${limit}`.compile(db);

/** How often an event that is still to be delivered was tried. */
export const attemptsAt = (webhookId: string, eventId: string): Query<{ attemptCount: number }> =>
  sql<{ attemptCount: number }>`select attempt_count from webhook_deliveries
    where webhook_id = ${webhookId}::uuid and event_id = ${eventId}::uuid and status = 'PENDING'`.compile(db);

/** A test, which the deliverer sends later if the request that created it did not. */
export const insertTest = (
  test: Pick<WebhookDelivery, 'id' | 'webhookId' | 'namespace' | 'type'>,
  afterSeconds: number,
): Query<unknown> =>
  sql`insert into webhook_deliveries (id, webhook_id, namespace, type, next_attempt_at)
    values (${test.id}, ${test.webhookId}, ${test.namespace}, ${test.type},
      now() + make_interval(secs => ${afterSeconds}::integer))`.compile(db);

/** Sends a delivery again, with all its attempts. */
export const replayDelivery = (id: string): Query<{ id: string }> =>
  sql<{ id: string }>`update webhook_deliveries
    set status = 'PENDING', attempt_count = 0, next_attempt_at = now(), finished_at = null
    where id = ${id}::uuid returning id`.compile(db);

/** What becomes of a delivery after an attempt. */
export interface DeliveryOutcome {
  status: WebhookDeliveryStatus;
  attempt: WebhookAttempt;
  attemptCount: number;
  /** Null if there is no further attempt. */
  retryInMs: number | null;
}

const inMs = (ms: number | null) =>
  ms === null ? sql`null::timestamptz` : sql`now() + make_interval(secs => ${ms / 1_000}::double precision)`;

const appended = (attempt: WebhookAttempt) => sql`case when jsonb_array_length(webhook_deliveries.attempts) >= 20
  then webhook_deliveries.attempts - 0 else webhook_deliveries.attempts end || ${json([attempt])}`;

/** Records an attempt at a test or a replay. */
export const recordAttempt = (
  id: string,
  { status, attempt, attemptCount, retryInMs }: DeliveryOutcome,
): Query<unknown> =>
  sql`update webhook_deliveries set status = ${status}, attempts = ${appended(attempt)},
      attempt_count = ${attemptCount}, next_attempt_at = ${inMs(retryInMs)},
      finished_at = ${retryInMs === null ? sql`now()` : sql`null`}
    where id = ${id}::uuid`.compile(db);

export interface RecordedEvent extends DeliveryOutcome {
  event: Pick<RegistryEvent, 'id' | 'seq' | 'type'>;
  /** The position of the webhook before, and after. Equal while the event is to be tried again. */
  from: number;
  to: number;
  /** Why the webhook is disabled with this. Null if it is not. */
  disabledBecause: string | null;
}

/**
 * Records an attempt at an event of the log, moves the webhook on, and renews the lease (or gives it back, if the event is to
 * be tried again). Returns no row when the webhook was leased to another gateway, or sent elsewhere, in the meantime.
 */
export const recordEvent = (
  { id }: Pick<TakenWebhook, 'id'>,
  lease: string,
  leaseSeconds: number,
  { event, status, attempt, attemptCount, retryInMs, from, to, disabledBecause }: RecordedEvent,
): Query<{ status: string }> => {
  const keeps = retryInMs === null && disabledBecause === null;
  return sql<{ status: string }>`
    with recorded as (
      insert into webhook_deliveries (webhook_id, namespace, event_id, seq, type, status, attempts, attempt_count,
        next_attempt_at, finished_at)
      select id, namespace, ${event.id}::uuid, ${event.seq}::bigint, ${event.type}, ${status}, ${json([attempt])},
        ${attemptCount}::integer, ${inMs(retryInMs)}, ${retryInMs === null ? sql`now()` : sql`null::timestamptz`}
      from webhooks where id = ${id}::uuid
      on conflict (webhook_id, event_id) do update set status = excluded.status, attempts = ${appended(attempt)},
        attempt_count = excluded.attempt_count, next_attempt_at = excluded.next_attempt_at,
        finished_at = excluded.finished_at
    )
    update webhooks set position = ${to},
      status = case when ${disabledBecause !== null}::boolean then 'DISABLED' else status end,
      status_reason = coalesce(${disabledBecause}::text, status_reason),
      failing_since = ${status === 'DELIVERED' ? sql`null` : sql`coalesce(failing_since, now())`},
      delivered_at = ${status === 'DELIVERED' ? sql`now()` : sql`delivered_at`},
      next_attempt_at = ${retryInMs === null ? sql`now()` : inMs(retryInMs)},
      lease = ${keeps ? sql`lease` : sql`null`},
      leased_until = ${keeps ? sql`now() + make_interval(secs => ${leaseSeconds}::integer)` : sql`null`}
    where id = ${id}::uuid and lease = ${lease}::uuid and position = ${from} returning status`.compile(db);
};

/** Renews the lease. Returns no row if another gateway has it. */
export const renewLease = (webhookId: string, lease: string, seconds: number): Query<{ id: string }> =>
  sql<{ id: string }>`update webhooks set leased_until = now() + make_interval(secs => ${seconds}::integer)
    where id = ${webhookId}::uuid and lease = ${lease}::uuid returning id`.compile(db);

/** Removes up to `limit` old deliveries. Only the system user may. */
export const cleanUpDeliveries = (limit: number): Query<{ removed: number }> =>
  sql<{ removed: number }>`select clean_up_deliveries(${limit}) as removed`.compile(db);
