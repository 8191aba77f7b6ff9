import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import type { EventAction, EventState } from './event.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { type Version, versionColumns, versionFrom } from './version.ts';

/** Why an event does not match the log. The migration of `verify_log` defines each reason. */
export type LogMismatch = 'ALTERED' | 'MISSING' | 'RENUMBERED' | 'HEAD_MISMATCH' | 'VERSION_MISMATCH';

/** The result of verifying a range of the log. */
export interface VerifiedLogPage {
  /** Number of events whose hash was recomputed. */
  checked: number;
  /** The last event that matches, and its hash in hexadecimal. */
  lastSeq: number;
  lastHash: string;
  /** The newest event number. Null if the log has no head. */
  head: number | null;
  /** Null if all events match. */
  reason: LogMismatch | null;
  atSeq: number | null;
  atId: string | null;
  /** For RENUMBERED: the number that the event has now. */
  nowSeq: number | null;
}

/** Verifies up to `limit` events after the one with this number and hash (hexadecimal). For admins only. */
export const verifyLogPage = (seq: number, hash: string, limit: number): Query<VerifiedLogPage> =>
  sql<VerifiedLogPage>`select checked, last_seq, encode(last_hash, 'hex') as last_hash, head, reason, at_seq, at_id, now_seq
    from verify_log(${seq}, decode(${hash}, 'hex'), ${limit})`.compile(db);

/** An event about the state of a version: drafted, published, promoted, archived or unarchived. */
export interface LoggedState {
  action: EventAction;
  /** In the notation of JSON. */
  occurredAt: string;
  before: EventState | null;
  after: EventState | null;
}

/** A version with the slug of its entry and its events that the viewer can see, latest last. */
export type LoggedVersion = Version & { namespace: string; slug: string; log: LoggedState[] };

/** Versions that the viewer can see, ordered by id, after an id. Those of removed entries may have no files any more. */
export const loggedVersions = (kind: Kind, after: string | null, limit: number): Query<LoggedVersion> =>
  selectLogged(
    kind,
    sql`version.id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid and entry.removed_at is null
      order by version.id limit ${limit}`,
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
        and event.action in ('DRAFTED', 'PUBLISHED', 'PROMOTED', 'ARCHIVED', 'UNARCHIVED')
    ), '[]') as log
    from ${versionFrom(kind)}
    join ${sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry')} entry on entry.id = version.entry_id where ${which}`.compile(
    db,
  );
