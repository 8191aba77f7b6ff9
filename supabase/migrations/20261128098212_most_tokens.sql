-- The tokens of a step are counted for the owner of its agent, too, together with those of other namespaces. A publisher
-- with SQL could report so many that the sum has no value, and the owner's usage could not be read. The limit is that of a
-- thousand attempts. Steps from before are not read, so the sums are limited as well: to what JSON can tell exactly.

alter table nofx.steps add constraint steps_most_tokens check (
  input_tokens <= 1000000000000 and output_tokens <= 1000000000000
) not valid;

create or replace function nofx.usage_in_days(subjects uuid[], days integer, across boolean)
  returns table (
    subject_id uuid, runs bigint, succeeded bigint, failed bigint, input_tokens bigint, output_tokens bigint,
    p50_seconds double precision, p95_seconds double precision, last_used_at timestamptz, per_day jsonb
  )
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $$
  declare
    viewer constant text := nofx.viewer_namespace();
    since constant date := (now() at time zone 'UTC')::date - (days - 1);
    most constant bigint := 9007199254740991;
  begin
    if viewer is null or across and days not in (1, 7, 30, 90) then
      return;
    end if;
    return query
      select asked.id, summed.runs, summed.succeeded, summed.failed, summed.input_tokens, summed.output_tokens,
        nofx.duration_percentile(lasted.buckets, lasted.counts, 0.5),
        nofx.duration_percentile(lasted.buckets, lasted.counts, 0.95),
        newest.last_used_at, daily.per_day
      from unnest(subjects) as asked (id)
      cross join lateral (
        select coalesce(sum(kept.runs), 0) as runs, coalesce(sum(kept.succeeded), 0) as succeeded,
          coalesce(sum(kept.failed), 0) as failed,
          case when sum(kept.input_tokens) > most then most else sum(kept.input_tokens)::bigint end as input_tokens,
          case when sum(kept.output_tokens) > most then most else sum(kept.output_tokens)::bigint end as output_tokens,
          count(distinct kept.namespace) as namespaces
        from nofx.usage_days as kept where kept.subject_id = asked.id and kept.day >= since
          and case when across then kept.owner = viewer else kept.namespace = viewer end
      ) as summed
      cross join lateral (
        select array_agg(each.bucket) as buckets, array_agg(each.count) as counts
        from (
          select bucket::integer as bucket, sum(count::bigint)::bigint as count
          from nofx.usage_days as kept, jsonb_each_text(kept.durations) as had (bucket, count)
          where kept.subject_id = asked.id and kept.day >= since
            and case when across then kept.owner = viewer else kept.namespace = viewer end
          group by 1
        ) as each
      ) as lasted
      cross join lateral (
        select max(kept.last_used_at) as last_used_at
        from nofx.usage_days as kept where not across and kept.subject_id = asked.id and kept.namespace = viewer
      ) as newest
      cross join lateral (
        select coalesce(jsonb_agg(jsonb_build_object('date', each.day, 'count', each.runs) order by each.day), '[]') as per_day
        from (
          select kept.day, sum(kept.runs) as runs from nofx.usage_days as kept
          where not across and kept.subject_id = asked.id and kept.namespace = viewer and kept.day >= since
          group by 1 having sum(kept.runs) > 0
        ) as each
      ) as daily
      where not across or summed.namespaces >= 3;
  end
  $$;
