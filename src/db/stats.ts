import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import { entryFrom } from './entry.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';

/** Each list of a dashboard is counted up to this number. The count of a longer list is this number. */
export const maxStat = 100_000;

export interface EntryCounts {
  total: number;
  active: number;
  deprecated: number;
  disabled: number;
  public: number;
}

export interface VersionCounts {
  total: number;
  drafts: number;
  archived: number;
  /** Number of versions published in each of the asked periods, in their order. */
  published: number[];
}

/** What the viewer can see, counted. */
export interface CatalogCounts {
  agents: EntryCounts;
  templates: EntryCounts;
  agentVersions: VersionCounts;
  templateVersions: VersionCounts;
  ratings: number;
}

export interface RunCounts {
  total: number;
  queued: number;
  running: number;
  succeeded: number;
  failed: number;
  cancelled: number;
}

const upTo = (rows: RawBuilder<unknown>) => sql`(${rows} limit ${sql.lit(maxStat)})`;

const entryCounts = (registry: 'agent_registry' | 'template_registry') => sql`(
  select jsonb_build_object('total', count(*), 'active', count(*) filter (where status = 'ACTIVE'),
    'deprecated', count(*) filter (where status = 'DEPRECATED'), 'disabled', count(*) filter (where status = 'DISABLED'),
    'public', count(*) filter (where is_public))
  from ${upTo(sql`select status, is_public from ${sql.table(registry)} where removed_at is null`)} as counted)`;

const versionTables = { AGENT: 'agent_versions', TEMPLATE: 'template_versions' } as const;

/** The versions of entries that were not removed, in one pass. */
const versionCounts = (kind: Kind, periods: readonly number[]) => sql`(
  select jsonb_build_object('total', count(*), 'drafts', count(*) filter (where status = 'DRAFT'),
    'archived', count(*) filter (where status = 'ARCHIVED'), 'published', jsonb_build_array(${sql.join(
      periods.map(
        (days) =>
          sql`count(*) filter (where status <> 'DRAFT' and published_at >= now() - make_interval(days => ${days}))`,
      ),
    )}))
  from ${upTo(sql`select status, published_at from ${sql.table(versionTables[kind])}
    where entry_id not in (select entry.id from ${entryFrom(kind)} where entry.removed_at is not null)`)} as counted)`;

/** The entries, versions and ratings that the viewer can see. One row. */
export const catalogCounts = (periods: readonly number[]): Query<CatalogCounts> =>
  sql<CatalogCounts>`select ${entryCounts('agent_registry')} as agents, ${entryCounts('template_registry')} as templates,
    ${versionCounts('AGENT', periods)} as agent_versions, ${versionCounts('TEMPLATE', periods)} as template_versions,
    (select coalesce(sum(given), 0)::int from template_rating_counts, unnest(counts) as given) as ratings`.compile(db);

/** The runs of the viewer's namespace that were created in each of these periods, newest first. One row for each. */
export const runCounts = (periods: readonly number[]): Query<RunCounts & { days: number }> =>
  sql<RunCounts & { days: number }>`
    with recent as materialized (
      select run.status, run.created_at from runs run
      where run.namespace = (select viewer_namespace())
        and run.created_at >= now() - make_interval(days => ${Math.max(...periods)})
      order by run.created_at desc limit ${sql.lit(maxStat)}
    )
    select period.days, count(recent.status)::int as total,
      count(*) filter (where recent.status = 'QUEUED')::int as queued,
      count(*) filter (where recent.status = 'RUNNING')::int as running,
      count(*) filter (where recent.status = 'SUCCEEDED')::int as succeeded,
      count(*) filter (where recent.status = 'FAILED')::int as failed,
      count(*) filter (where recent.status = 'CANCELLED')::int as cancelled
    from unnest(${periods}::int[]) as period (days)
    left join recent on recent.created_at >= now() - make_interval(days => period.days)
    group by period.days order by period.days`.compile(db);

/** Of how many of the newest runs the most used entries are found. */
export const maxRunsOfMostUsed = 10_000;

/** An entry with its runs in the viewer's namespace. */
export interface UsedEntry {
  kind: Kind;
  entryId: string;
  runs: number;
  succeeded: number;
  failed: number;
}

/**
 * The entries of a kind that the runs of the viewer's namespace used most in the last days: the template of each run, or the
 * agents of its steps, each once. Entries that the viewer no longer sees are left out.
 */
export const mostUsed = (kind: Kind, days: number, size: number): Query<UsedEntry> =>
  sql<UsedEntry>`
    with recent as materialized (
      select run.id, run.template_id, run.status from runs run
      where run.namespace = (select viewer_namespace()) and run.created_at >= now() - make_interval(days => ${days})
      order by run.created_at desc limit ${sql.lit(maxRunsOfMostUsed)}
    )
    select ${sql.lit(kind)} as kind, entry.id as entry_id, used.runs, used.succeeded, used.failed
    from (
      select entry_id, count(*)::int as runs, count(*) filter (where status = 'SUCCEEDED')::int as succeeded,
        count(*) filter (where status = 'FAILED')::int as failed
      from (${kind === 'TEMPLATE' ? templatesUsed : agentsUsed}) as uses group by entry_id
    ) as used
    join ${entryFrom(kind)} on entry.id = used.entry_id and entry.removed_at is null
    order by used.runs desc, entry.sort_name, entry.id limit ${size}`.compile(db);

const templatesUsed = sql`select template_id as entry_id, status from recent`;
const agentsUsed = sql`
  select distinct step.agent_id as entry_id, recent.id, recent.status
  from recent join steps step on step.run_id = recent.id`;
