import { type RawBuilder, sql } from 'kysely';
import type { TemplateTestReport } from '../../packages/manifest/index.ts';
import type { Query } from './database.ts';
import { type Kind, versionTable } from './kindTables.ts';
import { db } from './kysely.ts';
import { type Ordering, type Page, type PageValues, pageFrom, pageShape, pageValues } from './page.ts';
import { planned } from './planned.ts';
import { camelCase } from './rows.ts';
import { anyOf, json } from './sql.ts';

export type Visibility = 'PRIVATE' | 'PUBLIC';
export type VersionStatus = 'DRAFT' | 'ACTIVE' | 'ARCHIVED';

/** A file of a version: its path in the folder, its size in bytes, and the SHA-256 (hexadecimal) under which it is stored. */
export interface VersionFile {
  path: string;
  size: number;
  sha256: string;
}

/** A version without its content, as lists and lookups read it. */
export interface VersionHead {
  kind: Kind;
  id: string;
  entryId: string;
  version: string;
  versionKey: string;
  status: VersionStatus;
  /** PRIVATE: visible only in its own namespace, regardless of the visibility of the entry. */
  visibility: Visibility;
  digest: string;
  /** How the digest was computed; see `DigestRule` of the manifest package. */
  digestRule: number;
  commitSha: string | null;
  publishedBy: string | null;
  publishedAt: Date;
}

/** A whole row of agent_versions or template_versions. */
export interface Version extends VersionHead {
  manifest: Record<string, unknown>;
  /** Null for a template. */
  mcpServers: Record<string, unknown> | null;
  files: VersionFile[];
  /** Null for an agent, and for a template that was published before tests were run. */
  tests: TemplateTestReport | null;
}

/**
 * How much of a version is read: what lists mostly show (`label`), all but its content (`head`), each of them with the manifest,
 * or all of it. There are few, since a connection prepares a statement for each.
 */
export type VersionContent = 'label' | 'head' | 'label and manifest' | 'head and manifest' | 'whole';

/** The columns of each content, besides `kind` and `entry_id`. */
export const versionColumnNames: Readonly<Record<VersionContent, readonly string[]>> = columnNames();

function columnNames(): Record<VersionContent, string[]> {
  const label = ['id', 'version', 'version_key', 'status', 'digest', 'published_at'];
  const head = [...label, 'visibility', 'digest_rule', 'commit_sha', 'published_by'];
  return {
    label,
    head,
    'label and manifest': [...label, 'manifest'],
    'head and manifest': [...head, 'manifest'],
    whole: [...head, 'manifest', 'mcp_servers', 'files', 'tests'],
  };
}

/** A version with the content that was read with it. What was not is undefined. */
export type VersionPart = VersionHead & { [Content in Exclude<keyof Version, keyof VersionHead>]?: Version[Content] };

/** The columns of a `VersionHead`, from a table called `version`. */
export const headColumns = (kind: Kind): RawBuilder<VersionHead> => contentColumns(kind, 'head');

/** The columns of a `Version`, from a table called `version`. */
export const versionColumns = (kind: Kind): RawBuilder<Version> => contentColumns(kind, 'whole') as RawBuilder<Version>;

/** The columns of a `VersionPart`, from a table called `version`. */
export const contentColumns = (kind: Kind, content: VersionContent): RawBuilder<VersionPart> =>
  sql`${sql.lit(kind)} as kind, version.entry_id, ${columnsAs(kind, content, (name) => name)}`;

/** The same with the keys of a `VersionPart`, for JSON, in which columns are not renamed later. */
export const contentKeys = (kind: Kind, content: VersionContent): RawBuilder<unknown> =>
  sql`${sql.lit(kind)} as kind, version.entry_id as "entryId", ${columnsAs(kind, content, camelCase)}`;

/** A column that only versions of the other kind have is null. */
const columnsAs = (kind: Kind, content: VersionContent, alias: (name: string) => string): RawBuilder<unknown> => {
  const missing = kind === 'AGENT' ? 'tests' : 'mcp_servers';
  const columns = versionColumnNames[content].map(
    (name) => `${name === missing ? 'null::jsonb' : `version.${name}`} as "${alias(name)}"`,
  );
  return sql.raw(columns.join(', '));
};

export const versionFrom = (kind: Kind) =>
  sql`${sql.table(kind === 'AGENT' ? 'agent_versions' : 'template_versions')} as version`;

export const headsByIds = (kind: Kind, ids: readonly string[]): Query<VersionHead> =>
  planned(
    ['version heads', kind],
    { ids },
    (values) =>
      sql<VersionHead>`select ${headColumns(kind)} from ${versionFrom(kind)}
      where version.id = ${anyOf(values.ids)}`.compile(db),
    { items: { lists: ['ids'], by: ['id'] } },
  );

export const versionsByIds = (kind: Kind, ids: readonly string[]): Query<Version> =>
  planned(
    ['versions', kind],
    { ids },
    (values) =>
      sql<Version>`select ${versionColumns(kind)} from ${versionFrom(kind)}
      where version.id = ${anyOf(values.ids)}`.compile(db),
    { items: { lists: ['ids'], by: ['id'] } },
  );

/** Versions by entry and version number, given as two lists of the same length. Build metadata is ignored. */
export const headsByNumbers = (
  kind: Kind,
  entryIds: readonly string[],
  numbers: readonly string[],
): Query<VersionHead & { asked: string }> =>
  sql<VersionHead & { asked: string }>`select ${headColumns(kind)}, asked.number as asked
    from ${numbered(kind, entryIds, numbers)}`.compile(db);

export const versionByNumber = (kind: Kind, entryId: string, number: string): Query<Version> =>
  sql<Version>`select ${versionColumns(kind)} from ${numbered(kind, [entryId], [number])}`.compile(db);

/** The same, of an entry that was not removed. */
export const versionOfSlug = (kind: Kind, namespace: string, slug: string, number: string): Query<Version> =>
  sql<Version>`select ${versionColumns(kind)}
    from ${sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry')} entry
    join ${versionFrom(kind)} on version.entry_id = entry.id and version.version_key = semver_key(${number})
    where entry.namespace = ${namespace} and entry.slug = ${slug} and entry.removed_at is null`.compile(db);

/** The files of what was published under these ids in a namespace, drafts and removed entries left out. */
export const filesOfSlugs = (
  kind: Kind,
  namespace: string,
  slugs: readonly string[],
): Query<{ slug: string } & Pick<Version, 'version' | 'files'>> =>
  sql<{ slug: string } & Pick<Version, 'version' | 'files'>>`select entry.slug, version.version, version.files
    from ${sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry')} entry
    join ${versionFrom(kind)} on version.entry_id = entry.id and version.status <> 'DRAFT'
    where entry.namespace = ${namespace} and entry.slug = any(${slugs}::text[]) and entry.removed_at is null`.compile(
    db,
  );

const numbered = (kind: Kind, entryIds: readonly string[], numbers: readonly string[]) => sql`
  unnest(${entryIds}::uuid[], ${numbers}::text[]) as asked (entry_id, number)
  join ${versionFrom(kind)} on version.entry_id = asked.entry_id and version.version_key = semver_key(asked.number)
  where is_semver(asked.number)`;

const newestFirst: Ordering = {
  value: sql`version.version_key`,
  id: sql`version.id`,
  type: 'text',
  descending: true,
};

/** A page of an entry's versions, newest SemVer first. `status` is null for all. */
export interface VersionsPage {
  readonly status: VersionStatus | null;
  readonly content: VersionContent;
  readonly page: Page;
}

/** What the text of a statement depends on, of a page of versions. For `planned`. */
export const versionsShape = ({ status, content, page }: VersionsPage): readonly unknown[] => [
  status !== null,
  content,
  ...pageShape(page),
];

/** The parameters of a page of versions. For `planned`. */
export type VersionsValues = PageValues & Pick<VersionsPage, 'status'>;
export const versionsValues = ({ status, page }: VersionsPage): VersionsValues => ({ status, ...pageValues(page) });

/** The versions of an entry on a page with these parameters. */
export const versionsOf = (
  kind: Kind,
  entryId: RawBuilder<unknown>,
  columns: RawBuilder<unknown>,
  { status, page }: VersionsPage,
  values: VersionsValues,
): RawBuilder<unknown> => sql`
  select ${columns} from ${versionFrom(kind)}
  where version.entry_id = ${entryId}
    and ${status === null ? sql`true` : sql`version.status = ${values.status}`}
    and ${pageFrom(page, values, newestFirst)}`;

/** For each entry, a page of its versions. */
export const versionsOfEntries = (kind: Kind, entryIds: readonly string[], asked: VersionsPage): Query<VersionPart> =>
  planned(
    ['versions of', kind, ...versionsShape(asked)],
    { entryIds, ...versionsValues(asked) },
    (values) =>
      sql<VersionPart>`
      select found.* from unnest(${values.entryIds}::uuid[]) as asked (entry_id)
      cross join lateral (
        ${versionsOf(kind, sql`asked.entry_id`, contentColumns(kind, asked.content), asked, values)}
      ) as found`.compile(db),
    { items: { lists: ['entryIds'], by: ['entryId'] } },
  );

/**
 * The order in which a range is resolved: newest first, but versions newer than the current one (rolled back, or
 * prereleases) after all others.
 */
export const preferredFirst = (kind: Kind): RawBuilder<unknown> => sql`
  (version.version_key <= (
    select current.version_key
    from ${sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry')} entry
    join ${sql.table(kind === 'AGENT' ? 'agent_versions' : 'template_versions')} current on current.id = entry.current_version_id
    where entry.id = version.entry_id
  )) desc nulls last, version.version_key desc`;

/**
 * Whether a version is in a multirange of points: by its own point, or by that of a channel that points to it. The points of
 * channels sort before those of versions, so that only a range that names one looks them up.
 */
export const isIn = (matches: RawBuilder<unknown>, version = sql`version`): RawBuilder<unknown> => sql`
  (${matches} @> ${version}.version_point or (lower(${matches}) collate "C" < 'd' and exists (
    select from channels channel where channel.version_id = ${version}.id and ${matches} @> channel.point
  )))`;

/** For each (entry, range), the published version that the range resolves to. The range is a multirange of version points. */
export const headsInRanges = (
  kind: Kind,
  asked: readonly { entryId: string; matches: string }[],
): Query<VersionHead & { matches: string }> =>
  sql<VersionHead & { matches: string }>`
    select found.*, asked.matches from unnest(
      ${asked.map((each) => each.entryId)}::uuid[], ${asked.map((each) => each.matches)}::text[]
    ) as asked (entry_id, matches)
    cross join lateral (
      select ${headColumns(kind)} from ${versionFrom(kind)}
      where version.entry_id = asked.entry_id and version.status = 'ACTIVE'
        and ${isIn(sql`asked.matches::version_range`)}
      order by ${preferredFirst(kind)} limit 1
    ) as found`.compile(db);

/** The newest published release before the current one. */
export const previousRelease = (kind: Kind, entryId: string): Query<Version> =>
  sql<Version>`select ${versionColumns(kind)} from ${versionFrom(kind)}
    where version.entry_id = ${entryId} and version.status = 'ACTIVE' and not version.is_prerelease
      and version.version_key < (
        select current.version_key
        from ${sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry')} entry
        join ${sql.table(kind === 'AGENT' ? 'agent_versions' : 'template_versions')} current on current.id = entry.current_version_id
        where entry.id = ${entryId}
      )
    order by version.version_key desc limit 1`.compile(db);

/** The newest published release that is older than a number, and the number of the newest release of all. */
export const releaseBefore = (kind: Kind, entryId: string, number: string): Query<Version & { newest: string }> =>
  sql<Version & { newest: string }>`select ${versionColumns(kind)}, (
      select newest.version from ${sql.table(kind === 'AGENT' ? 'agent_versions' : 'template_versions')} newest
      where newest.entry_id = ${entryId} and newest.status = 'ACTIVE' and not newest.is_prerelease
      order by newest.version_key desc limit 1
    ) as newest
    from ${versionFrom(kind)}
    where version.entry_id = ${entryId} and version.status = 'ACTIVE' and not version.is_prerelease
      and version.version_key < semver_key(${number})
    order by version.version_key desc limit 1`.compile(db);

export interface NewVersion {
  id: string;
  entryId: string;
  version: string;
  status: 'DRAFT' | 'ACTIVE';
  manifest: unknown;
  mcpServers: unknown;
  files: readonly VersionFile[];
  /** Null for an agent. */
  tests: TemplateTestReport | null;
  digest: string;
  digestRule: number;
  commitSha: string | null;
  publishedBy: string;
}

/** Returns no row if the version exists. The insert decides; there is no check before it. */
export const insertVersion = (
  kind: Kind,
  { manifest, mcpServers, files, tests, ...version }: NewVersion,
): Query<{ visibility: Visibility }> =>
  db
    .insertInto(versionTable(kind))
    .values({
      ...version,
      manifest: json(manifest),
      files: json(files),
      ...(kind === 'AGENT' ? { mcpServers: json(mcpServers) } : { tests: tests === null ? null : json(tests) }),
    })
    .onConflict((conflict) => conflict.columns(['entryId', 'versionKey']).doNothing())
    .returning(sql<Visibility>`visibility`.as('visibility'))
    .compile();

/** Deletes a draft. The table refuses to delete anything else. */
export const deleteDraft = (kind: Kind, versionId: string): Query<unknown> =>
  db.deleteFrom(versionTable(kind)).where('id', '=', versionId).where('status', '=', 'DRAFT').compile();

/** Archives a published version, or takes it out of the archive. */
export const setVersionStatus = (kind: Kind, versionId: string, status: 'ACTIVE' | 'ARCHIVED'): Query<unknown> =>
  db.updateTable(versionTable(kind)).set({ status }).where('id', '=', versionId).compile();

/** Number of published versions of an entry, archived ones too. */
export const countPublished = (kind: Kind, entryId: string): Query<{ count: number }> =>
  sql<{ count: number }>`select count(*)::int as count from ${versionFrom(kind)}
    where version.entry_id = ${entryId} and version.status <> 'DRAFT'`.compile(db);

/**
 * @param isPublic whether its manifest declares it public. Otherwise it keeps its visibility. In a private entry it is always private.
 * @param tests the report of its tests, if they were run again. Null keeps that of the draft.
 */
export const promoteDraft = (
  kind: Kind,
  versionId: string,
  isPublic: boolean,
  tests: TemplateTestReport | null,
): Query<{ visibility: Visibility }> =>
  db
    .updateTable(versionTable(kind))
    .set({
      status: 'ACTIVE',
      publishedAt: sql`now()`,
      ...(isPublic ? { visibility: 'PUBLIC' } : {}),
      ...(tests ? { tests: json(tests) } : {}),
    })
    .where('id', '=', versionId)
    .returning(sql<Visibility>`visibility`.as('visibility'))
    .compile();
