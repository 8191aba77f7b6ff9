import { type RawBuilder, sql } from 'kysely';
import type { CompatibilityPolicy } from '../../packages/manifest/index.ts';
import { type CurrentVersionShape, currentColumns, currentJoin } from './currentVersion.ts';
import type { Query } from './database.ts';
import { type ReadVersions, versionsColumn, versionsJoin } from './entryVersions.ts';
import { entryTable, type Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import type { Ordering } from './page.ts';
import { planned } from './planned.ts';
import { anyOf, json } from './sql.ts';
import {
  type VersionPart,
  type VersionsPage,
  type VersionsValues,
  type Visibility,
  versionsShape,
  versionsValues,
} from './version.ts';

export type { Visibility } from './version.ts';

export type EntryStatus = 'ACTIVE' | 'DEPRECATED' | 'DISABLED';

/** How an entry is listed, whatever its current version says. What is not there comes from that version. */
export interface EntryListing {
  tags?: readonly string[];
  /** Null for none. */
  category?: string | null;
  description?: string;
}

/** A row of agent_registry or template_registry. */
export interface Entry {
  kind: Kind;
  id: string;
  namespace: string;
  slug: string;
  name: string;
  description: string;
  status: EntryStatus;
  statusMessage: string | null;
  /** Id of the entry to use instead. */
  replacedBy: string | null;
  visibility: Visibility;
  compatibility: CompatibilityPolicy;
  category: string | null;
  tags: string[];
  /** Since when the entry is featured. Null if it is not. */
  featuredAt: Date | null;
  /** When a channel of the entry, or whether it is featured, was last changed. Null for never. */
  curatedAt: Date | null;
  /** What is listed apart from the current version. The columns have the same values. */
  listing: EntryListing;
  metadata: unknown;
  owner: string | null;
  repository: string | null;
  currentVersionId: string | null;
  removedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  sortName: string;
  /** Where a list is ordered by a rank: its value. */
  rank?: number;
  /** The current version, where it was read with the entry. Null if there is none that the viewer can see. */
  current?: VersionPart | null;
  /** A page of its versions, where it was read with the entry. */
  versionsRead?: ReadVersions;
}

/**
 * What is read of an entry: its name (`label`), what a list shows of it (`card`), or all of it. What is not read is not there: a
 * row that is not whole is for resolvers that need no more, and is never put into a loader's cache.
 */
export type EntryColumns = 'label' | 'card' | 'all';

export interface EntryShape {
  readonly columns: EntryColumns;
  readonly current: CurrentVersionShape;
  /** A page of its versions that comes with it. Only where one entry is looked up. */
  readonly versions?: VersionsPage | undefined;
}
export const wholeEntry: EntryShape = { columns: 'all', current: 'none' };

const labelColumns = sql`entry.id, entry.namespace, entry.slug, entry.name, entry.current_version_id, entry.sort_name`;
const cardColumns = sql`${labelColumns}, entry.description, entry.status, entry.visibility, entry.category, entry.tags,
  entry.created_at, entry.updated_at, entry.featured_at`;
const allColumns = sql`${cardColumns}, entry.status_message, entry.replaced_by, entry.compatibility, entry.listing,
  entry.metadata, entry.owner, entry.repository, entry.removed_at, entry.curated_at`;
const columnsOf: Readonly<Record<EntryColumns, RawBuilder<unknown>>> = {
  label: labelColumns,
  card: cardColumns,
  all: allColumns,
};

/** The columns of a shape without the current version, from a table called `entry`. */
export const shapeColumns = (kind: Kind, { columns }: Pick<EntryShape, 'columns'>): RawBuilder<Entry> =>
  sql`${sql.lit(kind)} as kind, ${columnsOf[columns]}`;

/** The columns of an `Entry`, from a table called `entry`. */
export const entryColumns = (kind: Kind): RawBuilder<Entry> => shapeColumns(kind, { columns: 'all' });

export const entryFrom = (kind: Kind) =>
  sql`${sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry')} as entry`;

export const entriesByIds = (kind: Kind, ids: readonly string[]): Query<Entry> =>
  planned(
    ['entries', kind],
    { ids },
    (values) =>
      sql<Entry>`select ${entryColumns(kind)} from ${entryFrom(kind)} where entry.id = ${anyOf(values.ids)}`.compile(
        db,
      ),
    { items: { lists: ['ids'], by: ['id'] } },
  );

/** Fill no parameter. */
const noVersions: VersionsValues = { status: null, limit: 0 };

/** Entries that were not removed, by namespace and slug, given as two lists of the same length. */
export const entriesBySlugs = (
  kind: Kind,
  namespaces: readonly string[],
  slugs: readonly string[],
  shape: EntryShape = wholeEntry,
): Query<Entry> =>
  planned(
    ['entries by slug', kind, shape.columns, shape.current, ...(shape.versions ? versionsShape(shape.versions) : [])],
    { namespaces, slugs, ...(shape.versions ? versionsValues(shape.versions) : noVersions) },
    (values) =>
      sql<Entry>`
      select ${shapeColumns(kind, shape)}${currentColumns(shape.current)}${versionsColumn(shape.versions)}
      from ${entryFrom(kind)} ${currentJoin(kind, shape.current)} ${versionsJoin(kind, shape.versions, values)}
      where (entry.namespace, entry.slug) in (select * from unnest(${values.namespaces}::text[], ${values.slugs}::text[]))
        and entry.removed_at is null`.compile(db),
    { items: { lists: ['namespaces', 'slugs'], by: ['namespace', 'slug'] } },
  );

export const byName: Ordering = { value: sql`entry.sort_name`, id: sql`entry.id`, type: 'text', descending: false };

/** The values that an entry takes from the manifest of its current version. */
export interface EntryContent {
  name: string;
  description: string;
  category: string | null;
  tags: readonly string[];
  keywords: string;
  metadata: unknown;
  owner: string | null;
  repository: string | null;
}

/** Does nothing if the entry exists, which the unique constraint on (namespace, slug) decides. */
export const insertEntry = (
  kind: Kind,
  namespace: string,
  slug: string,
  content: EntryContent & { visibility: Visibility },
): Query<{ id: string }> =>
  db
    .insertInto(entryTable(kind))
    .values({ namespace, slug, ...content, tags: [...content.tags], metadata: json(content.metadata) })
    .onConflict((conflict) => conflict.columns(['namespace', 'slug']).doNothing())
    .returning('id')
    .compile();

/** An entry as a writer reads it, with the number of its current version. */
export type LockedEntry = Entry & {
  currentVersion: string | null;
  /** Whether other namespaces and anonymous callers can read it. */
  isPublic: boolean;
};

/** Locks an entry for writing. Read it in the next statement: see `lockThenRead`. */
export const lockEntryRow = (kind: Kind, namespace: string, slug: string): Query<unknown> =>
  sql`select from ${entryFrom(kind)} where entry.namespace = ${namespace} and entry.slug = ${slug}
    for no key update of entry`.compile(db);

export const lockedEntry = (kind: Kind, namespace: string, slug: string): Query<LockedEntry> =>
  lockedWhere(kind, namespace, sql`entry.slug = ${slug}`);

const lockedWhere = (kind: Kind, namespace: string, named: RawBuilder<unknown>): Query<LockedEntry> =>
  sql<LockedEntry>`
    select ${entryColumns(kind)}, entry.is_public, current.version as current_version
    from ${entryFrom(kind)}
    left join ${sql.table(kind === 'AGENT' ? 'agent_versions' : 'template_versions')} current
      on current.id = entry.current_version_id
    where entry.namespace = ${namespace} and ${named}`.compile(db);

/** Locks entries for writing, in the order of their slugs. Read them in the next statement. */
export const lockEntryRows = (kind: Kind, namespace: string, slugs: readonly string[]): Query<unknown> =>
  sql`select from ${entryFrom(kind)} where entry.namespace = ${namespace} and entry.slug = any(${slugs}::text[])
    order by entry.slug for no key update of entry`.compile(db);

export const lockedEntries = (kind: Kind, namespace: string, slugs: readonly string[]): Query<LockedEntry> =>
  lockedWhere(kind, namespace, sql`entry.slug = any(${slugs}::text[])`);

/**
 * Locks entries for reading until the transaction ends: several readers at a time, while writers wait. Read them in the
 * next statement.
 */
export const lockEntriesForReading = (
  kind: Kind,
  namespaces: readonly string[],
  slugs: readonly string[],
): Query<unknown> => sql`select lock_entries_for_reading(${kind}, ${namespaces}::text[], ${slugs}::text[])`.compile(db);

/** Makes a version the current one, and copies the values of its manifest to the entry. */
export const setCurrentVersion = (
  kind: Kind,
  entryId: string,
  versionId: string,
  content: EntryContent,
): Query<unknown> =>
  db
    .updateTable(entryTable(kind))
    .set({
      currentVersionId: versionId,
      updatedAt: sql`now()`,
      ...content,
      tags: [...content.tags],
      metadata: json(content.metadata),
    })
    .where('id', '=', entryId)
    .compile();

/** Copies the values of the newest draft to an entry that has no current version yet. */
export const describeEntry = (kind: Kind, entryId: string, content: EntryContent): Query<unknown> =>
  db
    .updateTable(entryTable(kind))
    .set({ updatedAt: sql`now()`, ...content, tags: [...content.tags], metadata: json(content.metadata) })
    .where('id', '=', entryId)
    .compile();

export const setEntryStatus = (
  kind: Kind,
  entryId: string,
  status: EntryStatus,
  statusMessage: string | null,
  replacedBy: string | null,
): Query<unknown> =>
  db
    .updateTable(entryTable(kind))
    .set({ status, statusMessage, replacedBy, updatedAt: sql`now()` })
    .where('id', '=', entryId)
    .compile();

export const setEntryVisibility = (kind: Kind, entryId: string, visibility: Visibility): Query<unknown> =>
  db.updateTable(entryTable(kind)).set({ visibility, updatedAt: sql`now()` }).where('id', '=', entryId).compile();

export const setEntryCompatibility = (
  kind: Kind,
  entryId: string,
  compatibility: CompatibilityPolicy,
): Query<unknown> =>
  db.updateTable(entryTable(kind)).set({ compatibility, updatedAt: sql`now()` }).where('id', '=', entryId).compile();

/** Features an entry, or no longer. Not a change of the entry itself: `updated_at` stays. */
export const setEntryFeatured = (kind: Kind, entryId: string, featured: boolean): Query<unknown> =>
  db
    .updateTable(entryTable(kind))
    .set({ featuredAt: featured ? sql`now()` : null })
    .where('id', '=', entryId)
    .compile();

/**
 * Sets what is listed apart from the current version, and the values of that version. Where both are given, the table keeps the
 * first.
 */
export const setEntryListing = (
  kind: Kind,
  entryId: string,
  listing: EntryListing,
  { tags, category, description }: Pick<EntryContent, 'tags' | 'category' | 'description'>,
): Query<unknown> =>
  db
    .updateTable(entryTable(kind))
    .set({ listing: json(listing), tags: [...tags], category, description, updatedAt: sql`now()` })
    .where('id', '=', entryId)
    .compile();

/** Makes the entry a tombstone. The table refuses to change it afterwards. */
export const setEntryRemoved = (kind: Kind, entryId: string): Query<unknown> =>
  db
    .updateTable(entryTable(kind))
    .set({ removedAt: sql`now()`, updatedAt: sql`now()` })
    .where('id', '=', entryId)
    .compile();

/** Marks the entry as changed. */
export const touchEntry = (kind: Kind, entryId: string): Query<unknown> =>
  db.updateTable(entryTable(kind)).set({ updatedAt: sql`now()` }).where('id', '=', entryId).compile();
