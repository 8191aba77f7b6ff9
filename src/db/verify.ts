import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import type { EventAction, EventState } from './event.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { type Version, versionColumns, versionFrom } from './version.ts';

/** Why an event does not fit; what each means is said in the migration that makes `verify_log`. */
export type LogMismatch = 'ALTERED' | 'MISSING' | 'RENUMBERED' | 'HEAD_MISMATCH' | 'VERSION_MISMATCH';

/** What a walk along a stretch of the log found. */
export interface VerifiedLogPage {
  /** Events that were recomputed. */
  checked: number;
  /** The last one that fits, and its hash in hex. */
  lastSeq: number;
  lastHash: string;
  /** The newest number that was given; null when there is no head. */
  head: number | null;
  /** Null when all of it fits. */
  reason: LogMismatch | null;
  atSeq: number | null;
  atId: string | null;
  /** For RENUMBERED: the number that the event has now. */
  nowSeq: number | null;
}

/** Recomputes up to `limit` events after the one with this number and this hash (hex). For admins only. */
export const verifyLogPage = (seq: number, hash: string, limit: number): Query<VerifiedLogPage> =>
  sql<VerifiedLogPage>`select checked, last_seq, encode(last_hash, 'hex') as last_hash, head, reason, at_seq, at_id, now_seq
    from verify_log(${seq}, decode(${hash}, 'hex'), ${limit})`.compile(db);

/** What the log says of a version: that it was drafted, published, promoted or archived; the latest last. */
export interface LoggedState {
  action: EventAction;
  /** As JSON writes a time. */
  occurredAt: string;
  before: EventState | null;
  after: EventState | null;
}

/** A version with the name of its entry, and as much of what the log says of it as the viewer may see. */
export type LoggedVersion = Version & { namespace: string; slug: string; log: LoggedState[] };

/** The versions after an id, by id, that the viewer may see. */
export const loggedVersions = (kind: Kind, after: string | null, limit: number): Query<LoggedVersion> =>
  selectLogged(
    kind,
    sql`version.id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid order by version.id limit ${limit}`,
  );

export const loggedVersion = (kind: Kind, id: string): Query<LoggedVersion> =>
  selectLogged(kind, sql`version.id = ${id}::uuid`);

const selectLogged = (kind: Kind, which: RawBuilder<unknown>): Query<LoggedVersion> =>
  sql<LoggedVersion>`
    select ${versionColumns(kind)}, entry.namespace, entry.slug, coalesce((
      select jsonb_agg(jsonb_build_object(
        'action', event.action, 'before', event.before, 'after', event.after,
        'occurredAt', to_char(event.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      ) order by event.seq)
      from registry_events event
      where event.entry_id = version.entry_id and event.version = version.version
        and event.action in ('DRAFTED', 'PUBLISHED', 'PROMOTED', 'ARCHIVED')
    ), '[]') as log
    from ${versionFrom(kind)}
    join ${sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry')} entry on entry.id = version.entry_id where ${which}`.compile(
    db,
  );
