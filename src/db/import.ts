import { sql } from 'kysely';
import type { CompatibilityPolicy } from '../../packages/manifest/index.ts';
import type { ChannelGate } from './channel.ts';
import type { Query } from './database.ts';
import type { EntryContent, EntryStatus, Visibility } from './entry.ts';
import { entryTable, type Kind, versionTable } from './kindTables.ts';
import { db } from './kysely.ts';
import { json } from './sql.ts';
import type { NewVersion, VersionStatus } from './version.ts';

/** Like `insertEntry`, with the time of its creation in the registry that it comes from. */
export const insertImportedEntry = (
  kind: Kind,
  namespace: string,
  slug: string,
  content: EntryContent & { visibility: Visibility; createdAt: Date },
): Query<{ id: string }> =>
  db
    .insertInto(entryTable(kind))
    .values({ namespace, slug, ...content, tags: [...content.tags], metadata: json(content.metadata) })
    .onConflict((conflict) => conflict.columns(['namespace', 'slug']).doNothing())
    .returning('id')
    .compile();

/** A version with what it has in the registry that it comes from. */
export type ImportedRow = Omit<NewVersion, 'status' | 'publishedBy'> & {
  status: VersionStatus;
  visibility: Visibility;
  publishedBy: string | null;
  publishedAt: Date;
};

/** Inserts it as public only if its entry is public and its manifest does not say private. */
export const insertImportedVersion = (
  kind: Kind,
  { manifest, mcpServers, files, tests, ...version }: ImportedRow,
): Query<{ visibility: Visibility }> =>
  db
    .insertInto(versionTable(kind))
    .values({
      ...version,
      manifest: json(manifest),
      files: json(files),
      ...(kind === 'AGENT' ? { mcpServers: json(mcpServers) } : { tests: json(tests) }),
    })
    .returning(sql<Visibility>`visibility`.as('visibility'))
    .compile();

/**
 * Lets a private entry take public versions without showing them: while it has no current version, others cannot read it.
 * `setImportedState` ends it in the same transaction.
 */
export const openForPublicVersions = (kind: Kind, entryId: string): Query<unknown> =>
  db
    .updateTable(entryTable(kind))
    .set({ visibility: 'PUBLIC', currentVersionId: null })
    .where('id', '=', entryId)
    .compile();

/** The state of an entry, as an import sets it. */
export interface ImportedState {
  currentVersionId: string | null;
  visibility: Visibility;
  status: EntryStatus;
  statusMessage: string | null;
  replacedBy: string | null;
  compatibility: CompatibilityPolicy;
  updatedAt: Date;
}

export const setImportedState = (
  kind: Kind,
  entryId: string,
  state: ImportedState,
  content: EntryContent | null,
): Query<unknown> =>
  db
    .updateTable(entryTable(kind))
    .set({
      ...state,
      ...(content ? { ...content, tags: [...content.tags], metadata: json(content.metadata) } : {}),
    })
    .where('id', '=', entryId)
    .compile();

/** A channel as it is in the registry that it comes from. */
export interface ImportedChannelRow {
  name: string;
  versionId: string;
  previousVersionId: string | null;
  gate: ChannelGate | null;
  movedAt: Date;
}

/** Creates a channel, or brings it into this state. */
export const setImportedChannel = (
  kind: Kind,
  entryId: string,
  { name, versionId, previousVersionId, gate, movedAt }: ImportedChannelRow,
): Query<unknown> =>
  sql`insert into channels (kind, entry_id, name, version_id, previous_version_id, gate, moved_at)
    values (${kind}, ${entryId}::uuid, ${name}, ${versionId}::uuid, ${previousVersionId}::uuid, ${gate && json(gate)},
      ${movedAt}::timestamptz)
    on conflict (entry_id, name) do update set version_id = excluded.version_id,
      previous_version_id = excluded.previous_version_id, gate = excluded.gate, moved_at = excluded.moved_at`.compile(
    db,
  );

/** Keeps when the entry was last changed in the registry that it comes from. */
export const keepImportedTimes = (
  kind: Kind,
  entryId: string,
  times: { updatedAt?: Date; curatedAt?: Date },
): Query<unknown> => db.updateTable(entryTable(kind)).set(times).where('id', '=', entryId).compile();
