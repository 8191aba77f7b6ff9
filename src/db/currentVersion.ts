import { type RawBuilder, sql } from 'kysely';
import type { Kind } from './kindTables.ts';
import { contentColumns, type VersionContent, type VersionPart, versionColumnNames, versionFrom } from './version.ts';

/** How much of the current version comes with its entry, in the same statement. */
export type CurrentVersionShape = 'none' | VersionContent;

/** Columns of the current version, after those of an entry. They become `current` in `attachCurrent`. */
export const currentColumns = (shape: CurrentVersionShape): RawBuilder<unknown> =>
  shape === 'none'
    ? sql``
    : sql.raw(versionColumnNames[shape].map((name) => `, current.${name} as current_${name}`).join(''));

/** Joins the current version to a table called `entry`. `offset 0` makes Postgres look it up by its id, row by row. */
export const currentJoin = (kind: Kind, shape: CurrentVersionShape): RawBuilder<unknown> =>
  shape === 'none'
    ? sql``
    : sql`left join lateral (
        select ${contentColumns(kind, shape)} from ${versionFrom(kind)}
        where version.id = entry.current_version_id offset 0
      ) as current on true`;

/** A row of an entry with the columns of `currentColumns`. */
type Row = WithCurrent & Record<string, unknown>;

/** What an entry gets. */
interface WithCurrent {
  id: string;
  current?: VersionPart | null;
}

/** Makes `current` of the columns of the current version. Null if there is none, or none that the viewer can see. */
export function attachCurrent<Found extends WithCurrent>(
  kind: Kind,
  shape: CurrentVersionShape,
  rows: Found[],
): Found[] {
  if (shape === 'none') return rows;
  for (const row of rows as unknown as Row[]) row.current = row.currentId === null ? null : currentOf(kind, row);
  return rows;
}

function currentOf(kind: Kind, row: Row): VersionPart {
  return {
    kind,
    id: row.currentId,
    entryId: row.id,
    version: row.currentVersion,
    versionKey: row.currentVersionKey,
    status: row.currentStatus,
    visibility: row.currentVisibility,
    digest: row.currentDigest,
    digestRule: row.currentDigestRule,
    commitSha: row.currentCommitSha,
    publishedBy: row.currentPublishedBy,
    publishedAt: row.currentPublishedAt,
    manifest: row.currentManifest,
    mcpServers: row.currentMcpServers,
    files: row.currentFiles,
    tests: row.currentTests,
  } as VersionPart;
}
