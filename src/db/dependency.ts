import { type RawBuilder, sql } from 'kysely';
import { currentColumns, currentJoin } from './currentVersion.ts';
import type { Query } from './database.ts';
import { byName, type Entry, type EntryShape, entryFrom, shapeColumns, wholeEntry } from './entry.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { keysetCondition, type Ordering, orderByClause, type Page } from './page.ts';
import { headColumns, type VersionHead, versionFrom } from './version.ts';

const registryOf = (kind: Kind) => sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry');
const versionsOf = (kind: Kind) => sql.table(kind === 'AGENT' ? 'agent_versions' : 'template_versions');

/** For each entry, a page of the entries of its kind whose current version depends on it. */
export const dependentsOfEntries = (
  kind: Kind,
  ids: readonly string[],
  page: Page,
  shape: EntryShape = wholeEntry,
): Query<Entry & { ofEntry: string }> =>
  sql<Entry & { ofEntry: string }>`
    select entry.*, asked.of_entry${currentColumns(shape.current)}
    from unnest(${ids}::uuid[]) as asked (of_entry)
    cross join lateral (
      select * from (
        select ${shapeColumns(kind, shape)}
        from dependents_of(${kind}, array[asked.of_entry]) as dependent
        join ${entryFrom(kind)} on entry.current_version_id = dependent.version_id
        where entry.removed_at is null offset 0
      ) as entry
      where ${keysetCondition(page, byName)} ${orderByClause(page, byName)}
    ) as entry ${currentJoin(kind, shape.current)}`.compile(db);

/** An id that a version depends on. */
export interface NamedDependency {
  /** Of the entry that the version is of. */
  namespace: string;
  /** Null for a version that is not stored. */
  versionId: string | null;
  slug: string;
}

/**
 * Whether an id that a version depends on resolves to an entry: that of the version's namespace, else that of `default`. An
 * entry of the namespace that the viewer does not see is not replaced.
 */
const resolvesTo = (kind: Kind, namespace: RawBuilder<unknown>, versionId: RawBuilder<unknown>) =>
  sql`entry.namespace = any(array[${namespace}, 'default'])
    and (entry.namespace = ${namespace} or not is_own_dependency(${kind}, ${versionId}, entry.slug))`;

/** The entries that dependencies resolve to, removed ones too. `place` is that of the dependency in the list, from 1 on. */
export const entriesOfDependencies = (
  kind: Kind,
  dependencies: readonly NamedDependency[],
  shape: Pick<EntryShape, 'columns'> = wholeEntry,
): Query<Entry & { place: number }> =>
  sql<Entry & { place: number }>`
    select distinct on (asked.place) asked.place::integer, ${shapeColumns(kind, shape)}
    from unnest(${dependencies.map(({ namespace }) => namespace)}::text[],
      ${dependencies.map(({ versionId }) => versionId)}::uuid[], ${dependencies.map(({ slug }) => slug)}::text[])
      with ordinality as asked (namespace, version_id, slug, place)
    join ${entryFrom(kind)} on entry.slug = asked.slug
      and ${resolvesTo(kind, sql`asked.namespace`, sql`asked.version_id`)}
    order by asked.place, entry.namespace <> asked.namespace`.compile(db);

/** For each entry, a page of the entries of its kind that its current version depends on. */
export const dependenciesOfEntries = (
  kind: Kind,
  ids: readonly string[],
  page: Page,
  shape: EntryShape = wholeEntry,
): Query<Entry & { ofEntry: string }> =>
  sql<Entry & { ofEntry: string }>`
    select entry.*, asked.of_entry${currentColumns(shape.current)}
    from unnest(${ids}::uuid[]) as asked (of_entry)
    join ${registryOf(kind)} source on source.id = asked.of_entry
    join ${versionsOf(kind)} used on used.id = source.current_version_id
    cross join lateral (
      select * from (
        select ${shapeColumns(kind, shape)} from ${entryFrom(kind)}
        where entry.removed_at is null and ${resolvesTo(kind, sql`source.namespace`, sql`used.id`)}
          and entry.slug in (
            select jsonb_object_keys(used.manifest -> 'dependencies')
            where jsonb_typeof(used.manifest -> 'dependencies') = 'object'
          )
        offset 0
      ) as entry
      where ${keysetCondition(page, byName)} ${orderByClause(page, byName)}
    ) as entry ${currentJoin(kind, shape.current)}`.compile(db);

/** For each version, the distinct ranges in which its entry is depended on, as the viewer sees them. */
export const rangesOfDependents = (
  kind: Kind,
  versionIds: readonly string[],
): Query<{ versionId: string; versionPoint: string; channels: string[]; range: string }> =>
  sql<{ versionId: string; versionPoint: string; channels: string[]; range: string }>`
    select distinct version.id as version_id, version.version_point, dependent.range,
      array(select channel.name from channels channel where channel.version_id = version.id) as channels
    from ${versionFrom(kind)}
    cross join lateral dependents_of(${kind}, array[version.entry_id]) as dependent
    where version.id = any(${versionIds}::uuid[])`.compile(db);

const latestFirst: Ordering = {
  value: sql`version.published_at`,
  id: sql`version.id`,
  type: 'timestamptz',
  descending: true,
};

/** For each version, a page of the published versions that depend on its entry in one of these ranges, given as pairs. */
export const dependentsOfVersions = (
  kind: Kind,
  pairs: readonly { versionId: string; range: string }[],
  page: Page,
): Query<VersionHead & { ofVersion: string }> =>
  sql<VersionHead & { ofVersion: string }>`
    with pairs as (
      select * from unnest(${pairs.map(({ versionId }) => versionId)}::uuid[], ${pairs.map(({ range }) => range)}::text[])
        as pairs (of_version, range)
    )
    select found.*, asked.of_version from (select distinct of_version from pairs) as asked
    join ${versionsOf(kind)} used on used.id = asked.of_version
    cross join lateral (
      select * from (
        select ${headColumns(kind)}
        from dependents_of(${kind}, array[used.entry_id]) as dependent
        join ${versionFrom(kind)} on version.id = dependent.version_id
        where dependent.range in (select range from pairs where pairs.of_version = asked.of_version) offset 0
      ) as version
      where ${keysetCondition(page, latestFirst)} ${orderByClause(page, latestFirst)}
    ) as found`.compile(db);
