import { type RawBuilder, sql } from 'kysely';
import { type EventAction, kinds } from '../../packages/manifest/index.ts';
import { maxCount } from './count.ts';
import type { Query } from './database.ts';
import type { Visibility } from './entry.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { anyOf, json } from './sql.ts';
import type { VersionStatus } from './version.ts';

export type { EventAction } from '../../packages/manifest/index.ts';

/**
 * What a change was about, as it was or as it became; what it has nothing to do with is left out. What publishes a
 * version says everything of its row that the digest does not cover, so that the log can speak for it.
 */
export interface EventState {
  /** The number of the entry's current version; null when it has none. */
  currentVersion?: string | null;
  /** Of the entry. */
  status?: string;
  visibility?: Visibility;
  /** Versions that became public, if they fit in, and how many they are. */
  versions?: readonly string[];
  versionCount?: number;
  /** Of the event's version, and so are the following. */
  versionId?: string;
  versionStatus?: VersionStatus;
  digest?: string;
  commitSha?: string | null;
  publishedBy?: string | null;
  /** The stars that its actor gave. */
  rating?: number;
}

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
  before: EventState | null;
  after: EventState | null;
  /** SHA-256, hex: of the hash of the event before it, and of what this one says. */
  hash: string;
}

/** What an event says that happened to an entry as a whole. `removed` is reserved: nothing removes an entry yet. */
export const eventEffects = ['added', 'updated', 'removed', 'validation_failed'] as const;

/** The effects of entries of either kind: `agent.added` and so on. */
export const eventTypes: readonly string[] = kinds.flatMap((kind) =>
  eventEffects.map((effect) => `${kind.toLowerCase()}.${effect}`),
);

/** What events say today: what a filter offers. */
export const recordedTypes: readonly string[] = eventTypes.filter((type) => !type.endsWith('.removed'));

export interface EventFilter {
  kind?: Kind | null;
  types?: readonly string[] | null;
  actions?: readonly EventAction[] | null;
  namespace?: string | null;
  /** An agentId or a templateId. */
  entryId?: string | null;
  /** All of them, of the entry as it is now; of an entry that was taken from the reader, as it was then. */
  tags?: readonly string[] | null;
}

const eventColumns = sql`event.id, event.seq, feed.epoch_tag as epoch, event.type, event.action, event.kind, event.entry_id, event.slug,
  event.namespace, event.version, event.reason, event.report_id, event.actor, event.correlation_id, event.occurred_at,
  event.before, event.after, encode(event.hash, 'hex') as hash`;

/** A stretch of the log: the numbers between two others, from its beginning or from its end. */
export interface EventRange {
  after: number;
  /** Null: up to the newest. */
  before: number | null;
  limit: number;
  /** From the end: the rows come in reverse. */
  backwards: boolean;
}

/** The stretch that a count reads. */
export const wholeLog: EventRange = { after: 0, before: null, limit: maxCount, backwards: false };

const within = ({ after, before }: EventRange) =>
  before === null ? sql`event.seq > ${after}` : sql`event.seq > ${after} and event.seq < ${before}`;

const ordered = ({ limit, backwards }: EventRange) =>
  sql`order by event.seq ${sql.raw(backwards ? 'desc' : 'asc')} limit ${limit}`;

/** The numbered events of a stretch. */
export const eventsIn = (stretch: EventRange, filter: EventFilter): Query<RegistryEvent> =>
  sql<RegistryEvent>`select ${eventColumns} from registry_events event, registry_feed feed
    where ${within(stretch)} and ${matching(filter)} ${ordered(stretch)}`.compile(db);

/** The numbered events after `seq`, in order. */
export const eventsAfter = (seq: number, filter: EventFilter, limit: number): Query<RegistryEvent> =>
  eventsIn({ after: seq, before: null, limit, backwards: false }, filter);

/** For each entry, a stretch of its numbered events. */
export const eventsOfEntries = (entryIds: readonly string[], stretch: EventRange): Query<RegistryEvent> =>
  sql<RegistryEvent>`
    select found.* from unnest(${entryIds}::uuid[]) as asked (entry_id)
    cross join lateral (
      select ${eventColumns} from registry_events event, registry_feed feed
      where event.entry_id = asked.entry_id and ${within(stretch)} ${ordered(stretch)}
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

/** What is at a place in the log, and how the log is. */
export interface LogPosition {
  epoch: string;
  /** The newest number that was given. */
  head: number;
  /** Four bytes, in hex, of the hash of the event with the number; null where no event has it. */
  mark: string | null;
  /** Something is committed and has no number yet. */
  pending: boolean;
}

export const logPosition = (number: number): Query<LogPosition> =>
  sql<LogPosition>`select epoch, head, mark, pending from log_place(${number})`.compile(db);

/** How the log ends, and the mark of the place where it ended before. */
export interface AdvancedLog {
  epoch: string;
  head: number;
  headMark: string;
  knownMark: string | null;
}

/** Numbers what was committed and has no number yet. For `call`: everybody waits for its lock. */
export const advanceLog = (known: number): Query<AdvancedLog> =>
  sql<AdvancedLog>`select epoch, head, head_mark, known_mark from advance_log(${known})`.compile(db);

/** The newest number that was given. */
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
