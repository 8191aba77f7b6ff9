import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import type { EventFilter } from './event.ts';
import { db } from './kysely.ts';
import { keysetCondition, type Ordering, orderByClause, type Page } from './page.ts';
import { anyOf, json } from './sql.ts';

export type WebhookStatus = 'ACTIVE' | 'PAUSED' | 'DISABLED';

/** A row of webhooks. */
export interface Webhook {
  id: string;
  namespace: string;
  url: string;
  description: string | null;
  filter: EventFilter;
  status: WebhookStatus;
  /** Why the registry disabled it. */
  statusReason: string | null;
  /** Number of the last event that was delivered, given up or did not match. */
  position: number;
  previousSecretUntil: Date | null;
  nextAttemptAt: Date;
  failingSince: Date | null;
  deliveredAt: Date | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

const webhookColumns = sql`webhook.id, webhook.namespace, webhook.url, webhook.description, webhook.filter, webhook.status,
  webhook.status_reason, webhook.position, webhook.previous_secret_until, webhook.next_attempt_at, webhook.failing_since,
  webhook.delivered_at, webhook.created_by, webhook.created_at, webhook.updated_at`;

export const webhooksByIds = (ids: readonly string[]): Query<Webhook> =>
  sql<Webhook>`select ${webhookColumns} from webhooks webhook where webhook.id = ${anyOf(ids)}`.compile(db);

const oldestFirst: Ordering = {
  value: sql`webhook.created_at`,
  id: sql`webhook.id`,
  type: 'timestamptz',
  descending: false,
};

export const webhooksPage = (namespace: string, page: Page): Query<Webhook> =>
  sql<Webhook>`select ${webhookColumns} from webhooks webhook
    where webhook.namespace = ${namespace} and ${keysetCondition(page, oldestFirst)} ${orderByClause(page, oldestFirst)}`.compile(
    db,
  );

export const countWebhooks = (namespace: string): Query<{ count: number }> =>
  sql<{ count: number }>`select count(*)::integer as count from webhooks where namespace = ${namespace}`.compile(db);

export interface NewWebhook
  extends Pick<Webhook, 'id' | 'namespace' | 'url' | 'description' | 'filter' | 'position' | 'createdBy'> {
  secretId: string;
}

export const insertWebhook = ({ filter, ...webhook }: NewWebhook): Query<unknown> =>
  db
    .insertInto('webhooks')
    .values({ ...webhook, filter: json(filter) })
    .compile();

/** Locks the row of a webhook, so that changes of it queue. */
export const lockWebhook = (id: string): Query<Webhook & { secretId: string }> =>
  sql<Webhook & { secretId: string }>`select ${webhookColumns}, webhook.secret_id from webhooks webhook
    where webhook.id = ${id}::uuid for update`.compile(db);

export interface WebhookChange {
  url?: string;
  description?: string | null;
  filter?: EventFilter;
  status?: WebhookStatus;
  position?: number;
}

/** Changes what is given. A webhook that becomes active, or that is sent back, is tried immediately. */
export function changeWebhook(id: string, change: WebhookChange): Query<unknown> {
  const sets: RawBuilder<unknown>[] = [sql`updated_at = now()`];
  if (change.url !== undefined) sets.push(sql`url = ${change.url}`);
  if (change.description !== undefined) sets.push(sql`description = ${change.description}`);
  if (change.filter !== undefined) sets.push(sql`filter = ${json(change.filter)}`);
  if (change.status !== undefined)
    sets.push(sql`status = ${change.status}, status_reason = null, failing_since = null, next_attempt_at = now()`);
  if (change.position !== undefined) sets.push(sql`position = ${change.position}, next_attempt_at = now()`);
  return sql`update webhooks set ${sql.join(sets)} where id = ${id}::uuid`.compile(db);
}

/** Gives a webhook another secret. The present one stays valid for a while. */
export const changeSecret = (id: string, secretId: string, overlapHours: number): Query<unknown> =>
  sql`update webhooks set previous_secret_id = secret_id, secret_id = ${secretId}::uuid, updated_at = now(),
      previous_secret_until = now() + make_interval(hours => ${overlapHours}::integer)
    where id = ${id}::uuid`.compile(db);

export const deleteWebhook = (id: string): Query<unknown> =>
  sql`delete from webhooks where id = ${id}::uuid`.compile(db);

/** A webhook that a gateway has leased, to deliver to it. */
export interface TakenWebhook {
  id: string;
  namespace: string;
  url: string;
  filter: EventFilter;
  position: number;
  /** The newest event number when it was leased. */
  head: number;
  secretId: string;
  /** Still valid, after a rotation. */
  previousSecretId: string | null;
  failingSince: Date | null;
  /** Whether the time of the next event has come. If not, only tests and replays are due. */
  isLogDue: boolean;
}

/** Leases one webhook that has something to send. Only the system user may. */
export const takeWebhook = (lease: string, seconds: number): Query<TakenWebhook> =>
  sql<TakenWebhook>`select * from take_webhook(${lease}::uuid, ${seconds}::integer)`.compile(db);

/**
 * Gives the lease back. The webhook has seen everything up to `seenUpTo`, unless somebody moved it from `position` in the
 * meantime.
 */
export const releaseWebhook = (id: string, lease: string, position: number, seenUpTo: number): Query<unknown> =>
  sql`update webhooks set lease = null, leased_until = null,
      position = case when position = ${position} then ${seenUpTo} else position end
    where id = ${id}::uuid and lease = ${lease}::uuid`.compile(db);

/** The secrets of a webhook that sign its messages now. */
export const secretsOfWebhook = (id: string): Query<{ secretId: string; previousSecretId: string | null }> =>
  sql<{ secretId: string; previousSecretId: string | null }>`select secret_id,
      case when previous_secret_until > now() then previous_secret_id end as previous_secret_id
    from webhooks where id = ${id}::uuid`.compile(db);

export interface WebhookBacklog {
  active: number;
  disabled: number;
  /** Events between the head of the log and the active webhook that is furthest behind. */
  behind: number;
  /** Age of the oldest event that an active webhook has not handled. */
  oldestSeconds: number;
}

/** Only the system user may read it. */
export const webhookBacklog: Query<WebhookBacklog> = sql<WebhookBacklog>`select * from webhook_backlog()`.compile(db);
