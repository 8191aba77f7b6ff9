import { sql } from 'kysely';
import type { Query } from './database.ts';
import type { Visibility } from './entry.ts';
import { type Kind, versionTable } from './kindTables.ts';
import { db } from './kysely.ts';
import { versionFrom } from './version.ts';

/** What other namespaces and anonymous callers can read of an entry. */
export interface EntryAudience {
  visibility: Visibility;
  isPublic: boolean;
  /** All public versions if `isPublic` changed. Otherwise those of `opened` that are readable. */
  versions: string[];
}

export const audienceOf = (
  kind: Kind,
  entryId: string,
  wasPublic: boolean,
  opened: readonly string[],
): Query<EntryAudience> =>
  sql<EntryAudience>`select entry.visibility, entry.is_public, array(
      select version.version from ${versionFrom(kind)}
      where version.entry_id = entry.id and version.visibility = 'PUBLIC' and version.status <> 'DRAFT'
        and (entry.is_public <> ${wasPublic} or (
          entry.is_public and version.version_key in (select semver_key(number) from unnest(${opened}::text[]) as number)
        ))
      order by version.version_key desc limit 1000
    ) as versions
    from ${sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry')} as entry where entry.id = ${entryId}`.compile(
    db,
  );

/** Makes private versions public: those with these numbers, or all published versions if null. */
export const openVersions = (
  kind: Kind,
  entryId: string,
  numbers: readonly string[] | null,
): Query<{ version: string }> => {
  const update = db
    .updateTable(versionTable(kind))
    .set({ visibility: 'PUBLIC' })
    .where('entryId', '=', entryId)
    .where('visibility', '=', 'PRIVATE');
  return (
    numbers === null
      ? update.where('status', '<>', 'DRAFT')
      : update.where(sql<boolean>`version_key in (select semver_key(number) from unnest(${numbers}::text[]) as number)`)
  )
    .returning('version')
    .compile();
};
