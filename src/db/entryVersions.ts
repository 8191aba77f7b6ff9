import { type RawBuilder, sql } from 'kysely';
import type { Kind } from './kindTables.ts';
import { contentKeys, type VersionPart, type VersionsPage, type VersionsValues, versionsOf } from './version.ts';

/** A page of versions that was read with its entry. */
export interface ReadVersions {
  readonly asked: VersionsPage;
  readonly rows: VersionPart[];
}

/** Selects the page of versions as JSON, after the columns of an entry. It becomes `versionsRead` in `attachVersions`. */
export const versionsColumn = (asked: VersionsPage | undefined): RawBuilder<unknown> =>
  asked ? sql`, versions.rows as versions_read` : sql``;

/** Joins a page of its versions to a table called `entry`. */
export const versionsJoin = (
  kind: Kind,
  asked: VersionsPage | undefined,
  values: VersionsValues,
): RawBuilder<unknown> =>
  asked
    ? sql`cross join lateral (
        select coalesce(json_agg(found), '[]') as rows
        from (${versionsOf(kind, sql`entry.id`, contentKeys(kind, asked.content), asked, values)}) as found
      ) as versions`
    : sql``;

/** What an entry has before and after. */
interface WithVersions {
  versionsRead?: ReadVersions;
}

/** JSON has no times. */
type VersionJson = Omit<VersionPart, 'publishedAt'> & { publishedAt: string };

/** Makes `versionsRead` of the JSON of a page of versions. */
export function attachVersions<Found extends WithVersions>(asked: VersionsPage | undefined, rows: Found[]): Found[] {
  if (!asked) return rows;
  for (const row of rows) {
    const found = row.versionsRead as unknown as VersionJson[];
    row.versionsRead = {
      asked,
      rows: found.map((version) => ({ ...version, publishedAt: new Date(version.publishedAt) })),
    };
  }
  return rows;
}
