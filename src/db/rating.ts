import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** The ratings of a template. */
export interface Rating {
  templateId: string;
  /** Number of ratings with 1, 2, 3, 4 and 5 stars. */
  counts: readonly number[];
  /** The viewer's own stars. */
  mine: number | null;
}

export const ratingsOfTemplates = (templateIds: readonly string[]): Query<Rating> =>
  sql<Rating>`
    select asked.template_id, coalesce(kept.counts, '{0,0,0,0,0}') as counts, own.stars as mine
    from unnest(${templateIds}::uuid[]) as asked (template_id)
    left join template_rating_counts kept on kept.template_id = asked.template_id
    left join template_ratings own on own.template_id = asked.template_id and own.rater = (select viewer_id())`.compile(
    db,
  );

/** What the viewer gave. */
export interface OwnRating {
  stars: number;
  comment: string | null;
  isPrivate: boolean;
}

/** The viewer's existing rating. A concurrent rating of the same viewer waits here. */
export const lockOwnRating = (templateId: string): Query<OwnRating> =>
  sql<OwnRating>`
    select stars, comment, is_private from template_ratings
    where template_id = ${templateId} and rater = (select viewer_id()) for update`.compile(db);

/** Returns no row if the viewer has already rated the template. */
export const insertRating = (templateId: string, { stars, comment, isPrivate }: OwnRating): Query<{ stars: number }> =>
  sql<{ stars: number }>`
    insert into template_ratings (template_id, rater, stars, comment, is_private)
    values (${templateId}, (select viewer_id()), ${stars}, ${comment}, ${isPrivate})
    on conflict (template_id, rater) do nothing returning stars`.compile(db);

export const changeRating = (templateId: string, { stars, comment, isPrivate }: OwnRating): Query<unknown> =>
  sql`update template_ratings set stars = ${stars}, comment = ${comment}, is_private = ${isPrivate}, rated_at = now()
    where template_id = ${templateId} and rater = (select viewer_id())`.compile(db);

/** What runs are counted by. */
export type UsedBy = 'template' | 'version';

/** A namespace's runs of a template, or of a version of it, on one day. `date` is null in the only row without recent runs. */
export interface UsageDay {
  /** Of the template or the version. */
  usedId: string;
  /** When the newest run was created, even if that was earlier. */
  lastUsedAt: Date | null;
  /** Seconds from start to end, of the runs of all these days that succeeded or failed. Null if there are none. */
  p50Seconds: number | null;
  p95Seconds: number | null;
  /** Of the runs of all these days. Null if no step reported its tokens. */
  inputTokens: number | null;
  outputTokens: number | null;
  /** In UTC, such as 2026-11-22. */
  date: string | null;
  runs: number;
  succeeded: number;
  failed: number;
}

/** The runs of templates or versions in the viewer's namespace on each of the last days, including today, oldest first. */
export const usageOf = (by: UsedBy, ids: readonly string[], days: number): Query<UsageDay> => {
  const used = by === 'template' ? sql`run.template_id` : sql`run.template_version_id`;
  const own = sql`${used} = asked.used_id and run.namespace = (select viewer_namespace())`;
  const recent = sql`${own}
    and run.created_at >= (date_trunc('day', now() at time zone 'UTC') - make_interval(days => ${days - 1})) at time zone 'UTC'`;
  return sql<UsageDay>`
    select asked.used_id, newest.last_used_at, lasted.p50_seconds, lasted.p95_seconds,
      spent.input_tokens, spent.output_tokens, day.date,
      coalesce(day.runs, 0) as runs, coalesce(day.succeeded, 0) as succeeded, coalesce(day.failed, 0) as failed
    from unnest(${ids}::uuid[]) as asked (used_id)
    left join lateral (select max(run.created_at) as last_used_at from runs run where ${own}) as newest on true
    left join lateral (
      select percentile_cont(0.5) within group (order by seconds) as p50_seconds,
        percentile_cont(0.95) within group (order by seconds) as p95_seconds
      from (
        select extract(epoch from run.finished_at - run.started_at)::float8 as seconds from runs run
        where ${recent} and run.status in ('SUCCEEDED', 'FAILED')
      ) as ended
    ) as lasted on true
    left join lateral (
      select sum(run.input_tokens)::bigint as input_tokens, sum(run.output_tokens)::bigint as output_tokens
      from runs run where ${recent}
    ) as spent on true
    left join lateral (
      select to_char(run.created_at at time zone 'UTC', 'YYYY-MM-DD') as date, count(*) as runs,
        count(*) filter (where run.status = 'SUCCEEDED') as succeeded,
        count(*) filter (where run.status = 'FAILED') as failed
      from runs run where ${recent}
      group by 1
    ) as day on true
    order by asked.used_id, day.date`.compile(db);
};
