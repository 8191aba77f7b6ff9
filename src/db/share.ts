import { sql } from 'kysely';
import type { Query } from './database.ts';
import { type Entry, entryColumns, entryFrom } from './entry.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { anyOf } from './sql.ts';

/** A share of an entry: the admins of its namespace see all of them, and a namespace sees its own. */
export interface Share {
  kind: Kind;
  entryId: string;
  /** Whom the entry is shared with. */
  namespace: string;
  /** Whether it may be used in runs and templates there, and not only read. */
  mayInstantiate: boolean;
  sharedBy: string;
  sharedAt: Date;
}

const shareColumns = sql`share.kind, share.entry_id, share.namespace, share.may_instantiate, share.shared_by, share.shared_at`;

/** The shares of entries that the viewer sees, by namespace. */
export const sharesOfEntries = (entryIds: readonly string[]): Query<Share> =>
  sql<Share>`select ${shareColumns} from entry_shares share
    where share.entry_id = ${anyOf(entryIds)} order by share.entry_id, share.namespace`.compile(db);

/** How many entries one namespace shares with another, as the admins of the first see it. */
export const countShared = (ownerNamespace: string, namespace: string): Query<{ count: number }> =>
  sql<{ count: number }>`select count(*)::int as count from entry_shares
    where owner_namespace = ${ownerNamespace} and namespace = ${namespace}`.compile(db);

export const insertShare = (
  kind: Kind,
  entryId: string,
  namespace: string,
  mayInstantiate: boolean,
  sharedBy: string,
): Query<Share> =>
  sql<Share>`insert into entry_shares as share (kind, entry_id, namespace, may_instantiate, shared_by)
    values (${kind}, ${entryId}::uuid, ${namespace}, ${mayInstantiate}, ${sharedBy}::uuid)
    returning ${shareColumns}`.compile(db);

/** Changes what a share allows. It keeps its time. */
export const updateShare = (
  entryId: string,
  namespace: string,
  mayInstantiate: boolean,
  sharedBy: string,
): Query<Share> =>
  sql<Share>`update entry_shares as share set may_instantiate = ${mayInstantiate}, shared_by = ${sharedBy}::uuid
    where share.entry_id = ${entryId}::uuid and share.namespace = ${namespace} returning ${shareColumns}`.compile(db);

export const deleteShare = (entryId: string, namespace: string): Query<unknown> =>
  db.deleteFrom('entryShares').where('entryId', '=', entryId).where('namespace', '=', namespace).compile();

/** What the end of a share touches in the other namespace. Of each up to 10,000. */
export interface ShareImpact {
  /** Runs that were created in this many days are counted. */
  days: number;
  /** Templates that support the agent, and their published versions. */
  templates: number;
  templateVersions: number;
  /** Runs that use the entry, and those of them that have not ended. */
  runs: number;
  openRuns: number;
}

export const shareImpact = (
  kind: Kind,
  entryId: string,
  namespace: string,
  days: number,
): Query<{ impact: ShareImpact }> =>
  sql<{
    impact: ShareImpact;
  }>`select share_impact(${kind}, ${entryId}::uuid, ${namespace}, ${days}::integer) as impact`.compile(db);

/** What declining a share did. */
export interface DeclinedShare {
  /** The event in the log of the namespace that declined. */
  eventId: string;
  entryId: string;
  /** Whether the namespace reads the entry as everyone does. */
  isPublic: boolean;
  /** Null for a public entry. */
  impact: ShareImpact | null;
}

/** Ends the share of an entry with the viewer's namespace, and writes the events. Null if no share of it is open. */
export const declineShare = (
  kind: Kind,
  namespace: string,
  slug: string,
  reason: string | null,
  correlationId: string,
  days: number,
): Query<{ declined: DeclinedShare | null }> =>
  sql<{
    declined: DeclinedShare | null;
  }>`select decline_share(${kind}, ${namespace}, ${slug}, ${reason}, ${correlationId}, ${days}::integer) as declined`.compile(
    db,
  );

/**
 * The agents of these slugs that are shared with a namespace to be used there. Not those of a slug that is, or was, in the
 * namespace itself or in `default`: what an id means there is not for other namespaces to change.
 */
export const sharedAgentsBySlugs = (namespace: string, slugs: readonly string[]): Query<Entry> =>
  sql<Entry>`select ${entryColumns('AGENT')} from ${entryFrom('AGENT')}
    join entry_shares share on share.entry_id = entry.id
    where share.namespace = ${namespace} and share.may_instantiate and entry.slug = any(${slugs}::text[])
      and entry.removed_at is null and not exists (
        select from agent_registry own where own.slug = entry.slug and own.namespace in (${namespace}, 'default')
      )
    order by entry.slug, entry.namespace`.compile(db);

/** Whether the viewer may use a version in a run, if it is visible. */
export const mayInstantiate = (kind: Kind, versionId: string): Query<{ allowed: boolean }> =>
  sql<{ allowed: boolean }>`select may_instantiate(${kind}, ${versionId}::uuid) as allowed`.compile(db);
