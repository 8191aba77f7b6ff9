import { type RawBuilder, sql } from 'kysely';
import { type CompatibilityPolicy, type EventAction, kinds } from '../../packages/manifest/index.ts';
import type { ChannelGate } from './channel.ts';
import { maxCount } from './count.ts';
import type { Query } from './database.ts';
import type { Visibility } from './entry.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { anyOf, json } from './sql.ts';
import type { VersionStatus } from './version.ts';

export type { EventAction } from '../../packages/manifest/index.ts';

/**
 * The changed values before or after a change. An event that publishes a version contains everything in its row that the
 * digest does not cover, so that the log can verify it.
 */
export interface EventState {
  /** Version number of the current version. Null if there is none. */
  currentVersion?: string | null;
  /** Status of the entry. */
  status?: string;
  /** The entry to use instead, as `namespace/id`. Only where the readers of the event can see it. */
  replacedBy?: string | null;
  visibility?: Visibility;
  compatibility?: CompatibilityPolicy;
  /** How the entry is listed: tags unless the list is too long, and the beginning of the description. */
  tags?: readonly string[];
  category?: string | null;
  description?: string;
  featured?: boolean;
  /** The namespace that the entry is shared with, and whether it may be used there. */
  sharedWith?: string;
  mayInstantiate?: boolean;
  /** The uuid of a comment, and whether it is hidden. */
  comment?: string;
  isHidden?: boolean;
  /** Fingerprints of breaking changes that were acknowledged, up to 20, and their count. */
  acknowledged?: readonly string[];
  acknowledgedCount?: number;
  /** Versions that became public, unless the list is too long, and their count. */
  versions?: readonly string[];
  versionCount?: number;
  /** Id of the version. The following fields are about it, too. */
  versionId?: string;
  versionStatus?: VersionStatus;
  digest?: string;
  commitSha?: string | null;
  publishedBy?: string | null;
  /** Of an imported version: when it was published in the registry that it comes from, in the notation of JSON. */
  publishedAt?: string;
  /** Name of a channel, and the version number that it points to. Null if it does not exist. */
  channel?: string;
  channelVersion?: string | null;
  /** Uuid of a run that was upgraded, and of the run that it was upgraded to. */
  run?: string;
  /** The gate of the channel, where it changed. */
  gate?: ChannelGate | null;
  /** The stars that the actor gave. */
  rating?: number;
}

/** A row of registry_events that has its event number. */
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
  before: EventState | null;
  after: EventState | null;
  /** SHA-256 over the hash of the previous event and the content of this one, in hexadecimal. */
  hash: string;
}

/** What happened to the entry as a whole. */
export const eventEffects = ['added', 'updated', 'removed', 'validation_failed'] as const;

/** The types of events: each effect for each kind, such as `agent.added`. */
export const eventTypes: readonly string[] = kinds.flatMap((kind) =>
  eventEffects.map((effect) => `${kind.toLowerCase()}.${effect}`),
);

export interface EventFilter {
  kind?: Kind | null;
  types?: readonly string[] | null;
  actions?: readonly EventAction[] | null;
  namespace?: string | null;
  /** An agentId or a templateId. */
  entryId?: string | null;
  /** The entry must have all of them now, or, if the reader has lost access, at the time of the event. */
  tags?: readonly string[] | null;
}

const eventColumns = sql`event.id, event.seq, feed.epoch_tag as epoch, event.type, event.action, event.kind, event.entry_id, event.slug,
  event.namespace, event.version, event.reason, event.report_id, event.actor, event.correlation_id, event.occurred_at,
  event.before, event.after, encode(event.hash, 'hex') as hash`;

/** A range of event numbers, read from its beginning or from its end. */
export interface EventRange {
  after: number;
  /** Null for up to the newest. */
  before: number | null;
  limit: number;
  /** Read from the end: the rows come in reverse. */
  backwards: boolean;
}

/** The range that a count reads. */
export const wholeLog: EventRange = { after: 0, before: null, limit: maxCount, backwards: false };

const rangeCondition = ({ after, before }: EventRange) =>
  before === null ? sql`event.seq > ${after}` : sql`event.seq > ${after} and event.seq < ${before}`;

const orderByNumber = ({ limit, backwards }: EventRange) =>
  sql`order by event.seq ${sql.raw(backwards ? 'desc' : 'asc')} limit ${limit}`;

/** The numbered events of a range. */
export const eventsIn = (range: EventRange, filter: EventFilter): Query<RegistryEvent> =>
  sql<RegistryEvent>`select ${eventColumns} from registry_events event, registry_feed feed
    where ${rangeCondition(range)} and ${matching(filter)} ${orderByNumber(range)}`.compile(db);

/** The numbered events after `seq`, in order. */
export const eventsAfter = (seq: number, filter: EventFilter, limit: number): Query<RegistryEvent> =>
  eventsIn({ after: seq, before: null, limit, backwards: false }, filter);

/** For each entry, a range of its numbered events. */
export const eventsOfEntries = (entryIds: readonly string[], range: EventRange): Query<RegistryEvent> =>
  sql<RegistryEvent>`
    select found.* from unnest(${entryIds}::uuid[]) as asked (entry_id)
    cross join lateral (
      select ${eventColumns} from registry_events event, registry_feed feed
      where event.entry_id = asked.entry_id and ${rangeCondition(range)} ${orderByNumber(range)}
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
  if (filter.tags?.length) {
    conditions.push(sql`(event.tags @> ${filter.tags}::text[] or event.entry_id in (
      select id from agent_registry where tags @> ${filter.tags}::text[]
      union all select id from template_registry where tags @> ${filter.tags}::text[]
    ))`);
  }
  return sql`${sql.join(conditions, sql` and `)}`;
}

/** A position in the log, and the state of the log. */
export interface LogPosition {
  epoch: string;
  /** The newest event number. */
  head: number;
  /** First four bytes of the hash of the event at this number, in hexadecimal. Null if there is no such event. */
  mark: string | null;
  /** Whether a committed event has no number yet. */
  pending: boolean;
}

export const logPosition = (number: number): Query<LogPosition> =>
  sql<LogPosition>`select epoch, head, mark, pending from log_position(${number})`.compile(db);

/** The end of the log, and the mark at its previous end. */
export interface AdvancedLog {
  epoch: string;
  head: number;
  headMark: string;
  knownMark: string | null;
}

/** Assigns numbers to committed events that have none. Run it with `call`, because all others wait for its lock. */
export const advanceLog = (known: number): Query<AdvancedLog> =>
  sql<AdvancedLog>`select epoch, head, head_mark, known_mark from advance_log(${known})`.compile(db);

/** The newest event number. */
export const feedHead: Query<{ head: number }> = sql<{ head: number }>`select head from registry_feed`.compile(db);

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
  before: EventState | null;
  after: EventState | null;
}

export const insertEvent = ({ before, after, ...event }: NewEvent): Query<unknown> =>
  db
    .insertInto('registryEvents')
    .values({ ...event, before: before && json(before), after: after && json(after) })
    .compile();
