import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';
import { anyOf } from './sql.ts';
import type { Kind } from './twins.ts';

export type EventAction =
  | 'PUBLISHED'
  | 'DRAFTED'
  | 'PROMOTED'
  | 'ROLLED_BACK'
  | 'DEPRECATED'
  | 'DISABLED'
  | 'ENABLED'
  | 'ARCHIVED'
  | 'REMOVED'
  | 'RATED'
  | 'INSTANTIATED'
  | 'VALIDATION_FAILED';

/** A row of registry_events, as a reader sees it: numbered. */
export interface RegistryEvent {
  id: string;
  seq: number;
  epoch: string;
  type: string;
  action: EventAction;
  kind: Kind;
  entryId: string | null;
  slug: string | null;
  namespace: string;
  version: string | null;
  reason: string | null;
  reportId: string | null;
  actor: string | null;
  correlationId: string;
  occurredAt: Date;
}

export interface EventFilter {
  kind?: Kind | null;
  types?: readonly string[] | null;
  actions?: readonly EventAction[] | null;
  namespace?: string | null;
  /** An agentId or a templateId. */
  entryId?: string | null;
}

const eventColumns = sql`event.id, event.seq, feed.epoch, event.type, event.action, event.kind, event.entry_id, event.slug,
  event.namespace, event.version, event.reason, event.report_id, event.actor, event.correlation_id, event.occurred_at`;

/** The numbered events after `seq`, in order. */
export const eventsAfter = (seq: number, filter: EventFilter, limit: number): Query<RegistryEvent> =>
  sql<RegistryEvent>`select ${eventColumns} from registry_events event, registry_feed feed
    where event.seq > ${seq} and ${matching(filter)} order by event.seq limit ${limit}`.compile(db);

/** For each entry, the numbered events after `seq`. */
export const eventsOfEntries = (entryIds: readonly string[], seq: number, limit: number): Query<RegistryEvent> =>
  sql<RegistryEvent>`
    select found.* from unnest(${entryIds}::uuid[]) as asked (entry_id)
    cross join lateral (
      select ${eventColumns} from registry_events event, registry_feed feed
      where event.entry_id = asked.entry_id and event.seq > ${seq} order by event.seq limit ${limit}
    ) as found`.compile(db);

export const eventsByIds = (ids: readonly string[]): Query<RegistryEvent> =>
  sql<RegistryEvent>`select ${eventColumns} from registry_events event, registry_feed feed
    where event.id = ${anyOf(ids)}`.compile(db);

function matching(filter: EventFilter): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (filter.kind) conditions.push(sql`event.kind = ${filter.kind}`);
  if (filter.types?.length) conditions.push(sql`event.type = any(${filter.types}::text[])`);
  if (filter.actions?.length) conditions.push(sql`event.action = any(${filter.actions}::text[])`);
  if (filter.namespace) conditions.push(sql`event.namespace = ${filter.namespace}`);
  if (filter.entryId) conditions.push(sql`event.slug = ${filter.entryId}`);
  return sql`${sql.join(conditions, sql` and `)}`;
}

/** Numbers what was committed and has no number yet; gives the newest number. Needs a transaction that may write. */
export const sequenceEvents: Query<{ head: number }> = sql<{ head: number }>`select sequence_events() as head`.compile(
  db,
);

/** The newest number that was given, and the log's life. */
export const feedHead: Query<{ epoch: string; head: number }> = sql<{
  epoch: string;
  head: number;
}>`select epoch, head from registry_feed`.compile(db);

export interface NewEvent {
  id: string;
  type: string;
  action: EventAction;
  kind: Kind;
  entryId: string | null;
  slug: string | null;
  namespace: string;
  version: string | null;
  reason: string | null;
  tenant: string;
  reportId: string | null;
  actor: string;
  correlationId: string;
}

export const insertEvent = (event: NewEvent): Query<unknown> => db.insertInto('registryEvents').values(event).compile();
