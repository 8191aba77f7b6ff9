import { sql } from 'kysely';
import type { Query } from './database.ts';
import { entryFrom } from './entry.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { json } from './sql.ts';
import { preferredFirst, versionFrom } from './version.ts';

/** The distinct ranges in which an entry of the viewer's namespace is referred to, by anyone. */
export const dependentRanges = (kind: Kind, entryId: string): Query<{ range: string }> =>
  sql<{ range: string }>`select range from dependent_ranges(${kind}, ${entryId}::uuid) as range`.compile(db);

/** A published version of an entry with what decides whether it is resolved to. `id` is null if there is none. */
export interface ResolvableRow {
  isUsable: boolean;
  isPublic: boolean;
  currentVersionId: string | null;
  id: string | null;
  version: string;
  versionKey: string;
  versionPoint: string;
  isShared: boolean;
  /** Names of the channels that point to it. */
  channels: string[];
}

/** Maximum number of versions of an entry that are considered. */
const maxVersions = 500;

/** The state of an entry and its published versions, preferred first. */
export const resolvableVersions = (kind: Kind, entryId: string): Query<ResolvableRow> =>
  sql<ResolvableRow>`select entry.status <> 'DISABLED' and entry.removed_at is null as is_usable, entry.is_public,
      entry.current_version_id, found.*
    from ${entryFrom(kind)} left join lateral (
      select version.id, version.version, version.version_key, version.version_point,
        version.visibility = 'PUBLIC' as is_shared,
        array(select channel.name from channels channel where channel.version_id = version.id) as channels
      from ${versionFrom(kind)} where version.entry_id = entry.id and version.status = 'ACTIVE'
      order by ${preferredFirst(kind)} limit ${sql.lit(maxVersions)}
    ) as found on true
    where entry.id = ${entryId}::uuid`.compile(db);

export type ImpactEffect = 'UNRESOLVED' | 'CHANGED';

/** Counts of what a change affects. */
export interface ImpactCounts {
  templates: number;
  templateVersions: number;
  agents: number;
  agentVersions: number;
  runs: number;
}

/** A version that refers to the changed entry, and what its range resolves to. */
export interface ImpactedVersion {
  kind: Kind;
  effect: ImpactEffect;
  namespace: string;
  slug: string;
  version: string;
  isCurrent: boolean;
  range: string;
  before: string;
  after: string | null;
}

export interface ImpactRow {
  counts: (ImpactCounts & { namespace: string | null; isTotal: boolean; effect: ImpactEffect })[];
  dependents: ImpactedVersion[];
  dependentTotal: number;
  truncated: boolean;
}

/** A range that resolves to something else, for the entry's namespace (`isHome`) or for others. */
export interface TouchedRange {
  range: string;
  isHome: boolean;
  effect: ImpactEffect;
  before: string;
  after: string | null;
}

export interface TouchedVersion {
  id: string;
  isHome: boolean;
  effect: ImpactEffect;
}

export const impactOf = (
  kind: Kind,
  entryId: string,
  ranges: readonly TouchedRange[],
  versions: readonly TouchedVersion[],
  days: number,
  most: number,
): Query<{ impact: ImpactRow }> =>
  sql<{ impact: ImpactRow }>`select impact_of(${kind}, ${entryId}::uuid, ${json(ranges)}, ${json(versions)},
    ${days}::integer, ${most}::integer) as impact`.compile(db);
