import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import { type EntryStatus, entryFrom } from './entry.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { anyOf } from './sql.ts';
import { isIn, preferredFirst, type VersionFile, versionFrom } from './version.ts';

/** An entry with one of its published versions; `versionId` is null if it has none. */
export interface CandidateRow {
  entryId: string;
  namespace: string;
  slug: string;
  /** READ_ONLY for an entry that is shared with the viewer's namespace to be read, and has no version that it may use. */
  status: EntryStatus | 'REMOVED' | 'READ_ONLY';
  versionId: string | null;
  version: string | null;
  /** Ranges by slug, as in the manifest. */
  dependencies: Record<string, string> | null;
  /** Names of the channels that point to the version. */
  channels: string[];
}

/** Maximum number of versions of an entry that are considered. */
const maxVersions = 500;

/** Whether a share lets the viewer read the entry, and not use it. Versions that everyone reads may still be used. */
const isOnlyRead = sql`entry.id = any((select read_only_entries())::uuid[])`;

const candidates = (
  kind: Kind,
  where: RawBuilder<unknown>,
  ranges: RawBuilder<unknown>,
  limit: number,
): Query<CandidateRow> =>
  sql<CandidateRow>`
    select entry.id as entry_id, entry.namespace, entry.slug,
      case when entry.removed_at is not null then 'REMOVED'
        when found.version_id is null and ${isOnlyRead} then 'READ_ONLY' else entry.status end as status,
      found.version_id, found.version, found.dependencies,
      array(select channel.name from channels channel where channel.version_id = found.version_id) as channels
    from ${entryFrom(kind)} left join lateral (
      select version.id as version_id, version.version, version.manifest -> 'dependencies' as dependencies,
        row_number() over (order by ${preferredFirst(kind)}) as place
      from ${versionFrom(kind)}
      where version.entry_id = entry.id and version.status = 'ACTIVE' and ${ranges}
        and not (${isOnlyRead} and not may_instantiate(${kind}, version.id))
      order by place limit ${sql.lit(limit)}
    ) found on true
    where ${where} order by entry.id, found.place`.compile(db);

/** The published versions of entries, preferred first. */
export const candidatesOfEntries = (kind: Kind, ids: readonly string[]): Query<CandidateRow> =>
  candidates(kind, sql`entry.id = ${anyOf(ids)}`, sql`true`, maxVersions);

/** For each entry, the preferred version in its range; the ranges are multiranges of version points. */
export const preferredOfEntries = (
  kind: Kind,
  ids: readonly string[],
  ranges: readonly string[],
): Query<CandidateRow> =>
  candidates(
    kind,
    sql`entry.id = ${anyOf(ids)}`,
    sql`exists (
      select from (
        select asked.matches::version_range as matches from unnest(${ids}::uuid[], ${ranges}::text[]) as asked (entry_id, matches)
        where asked.entry_id = entry.id limit 1
      ) as asked where ${isIn(sql`asked.matches`)}
    )`,
    1,
  );

/** Entries by namespace and slug, given as two lists of the same length; removed ones too. */
export const entriesNamed = (
  kind: Kind,
  namespaces: readonly string[],
  slugs: readonly string[],
): Query<{ id: string; namespace: string; slug: string; isRemoved: boolean }> =>
  sql<{ id: string; namespace: string; slug: string; isRemoved: boolean }>`
    select entry.id, entry.namespace, entry.slug, entry.removed_at is not null as is_removed from ${entryFrom(kind)}
    where (entry.namespace, entry.slug) in (select * from unnest(${namespaces}::text[], ${slugs}::text[]))`.compile(db);

/** A version as a lock describes it. */
export interface PartRow {
  id: string;
  entryId: string;
  namespace: string;
  slug: string;
  version: string;
  digest: string;
  digestRule: number;
  files: VersionFile[];
  mcpServers: Record<string, unknown> | null;
  /** From the resource profile of an agent. */
  timeoutSeconds: number | null;
}

/** What an agent has and a template lacks. */
const agentColumns = (kind: Kind) =>
  kind === 'AGENT'
    ? sql`version.mcp_servers, (version.manifest #>> '{resourceProfile,timeoutSeconds}')::integer as timeout_seconds`
    : sql`null::jsonb as mcp_servers, null::integer as timeout_seconds`;

export const partsByIds = (kind: Kind, ids: readonly string[]): Query<PartRow> =>
  sql<PartRow>`
    select version.id, version.entry_id, entry.namespace, entry.slug, version.version, version.digest,
      version.digest_rule, version.files,
      ${agentColumns(kind)}
    from ${versionFrom(kind)} join ${entryFrom(kind)} on entry.id = version.entry_id
    where version.id = ${anyOf(ids)}`.compile(db);

/** A part of a lock as it is now. The ids are null for what does not exist or is not visible. */
export interface LockedPartRow extends Omit<PartRow, 'id' | 'entryId'> {
  id: string | null;
  entryId: string | null;
  status: CandidateRow['status'] | null;
  /** Whether a share lets the viewer read the version, and not use it. */
  isReadOnly: boolean | null;
}

/** Exact versions by namespace, slug and version number, given as lists of the same length; one row for each, in order. */
export const lockedParts = (
  kind: Kind,
  namespaces: readonly string[],
  slugs: readonly string[],
  numbers: readonly string[],
): Query<LockedPartRow> =>
  sql<LockedPartRow>`
    select version.id, entry.id as entry_id, asked.namespace, asked.slug, version.version, version.digest,
      version.digest_rule, version.files,
      ${agentColumns(kind)},
      case when entry.removed_at is null then entry.status else 'REMOVED' end as status,
      ${isOnlyRead} and not may_instantiate(${kind}, version.id) as is_read_only
    from unnest(${namespaces}::text[], ${slugs}::text[], ${numbers}::text[])
      with ordinality as asked (namespace, slug, number, place)
    left join ${entryFrom(kind)} on entry.namespace = asked.namespace and entry.slug = asked.slug
    left join ${versionFrom(kind)} on version.entry_id = entry.id
      and version.version_key = semver_key(asked.number) and version.status <> 'DRAFT'
    order by asked.place`.compile(db);
