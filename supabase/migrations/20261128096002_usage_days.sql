-- How agents and templates are used, by day and by the namespace that used them: counted by triggers in the transaction of the
-- change, so that a read sums a few rows for each day, however many runs there were.

create table nofx.usage_days (
  id bigint generated always as identity primary key,
  /* An agent, a template, or a version of one. */
  subject_id uuid not null,
  /* The namespace of the entry. */
  owner text not null,
  /* The namespace that used it. */
  namespace text not null,
  /* In UTC. */
  day date not null,
  /* Runs that were created with it. */
  runs integer not null default 0,
  /* Of a template its runs, of an agent its steps, that ended. Cancelled ones do not count. */
  succeeded integer not null default 0,
  failed integer not null default 0,
  /* Null until a step reported its tokens. */
  input_tokens bigint,
  output_tokens bigint,
  /* How often each duration was, by bucket: see duration_bucket. */
  durations jsonb not null default '{}',
  last_used_at timestamptz(3) not null
);
create index usage_days_by_subject on nofx.usage_days (subject_id, day, namespace);
create index usage_days_by_day on nofx.usage_days (day);

alter table nofx.usage_days enable row level security;
alter table nofx.usage_days force row level security;
/* Triggers and functions run as the owner; nobody else has a grant. */
create policy usage_days_owner on nofx.usage_days to current_user using (true) with check (true);

/* Buckets grow by a tenth, from 1 ms: a duration and the middle of its bucket differ by at most 5 %. */
create function nofx.duration_bucket(seconds double precision) returns integer
  language sql immutable strict set search_path = ''
  as $$ select least(greatest(ceil(ln(greatest(seconds, 0.001) * 1000) / ln(1.1)), 0), 300)::integer $$;

/*
 * Adds to the row of a day. A row that another transaction counts on at this moment is left to it, and a second row is begun: so
 * runs do not wait for each other here, and a day has as many rows as transactions that counted at once.
 */
create function nofx.add_usage(
    of_subject uuid, of_owner text, tenant text, at timestamptz, more_runs integer, more_succeeded integer,
    more_failed integer, more_input bigint, more_output bigint, seconds double precision
  ) returns void
  language plpgsql set search_path = ''
  as $$
  declare
    on_day constant date := (at at time zone 'UTC')::date;
    bucket constant text := nofx.duration_bucket(seconds)::text;
    free bigint;
  begin
    select id into free from nofx.usage_days
      where subject_id = of_subject and day = on_day and namespace = tenant limit 1 for update skip locked;
    if free is null then
      insert into nofx.usage_days (subject_id, owner, namespace, day, runs, succeeded, failed, input_tokens, output_tokens,
        durations, last_used_at)
      values (of_subject, of_owner, tenant, on_day, more_runs, more_succeeded, more_failed, more_input, more_output,
        case when bucket is null then '{}' else jsonb_build_object(bucket, 1) end, at);
    else
      update nofx.usage_days set runs = runs + more_runs, succeeded = succeeded + more_succeeded,
          failed = failed + more_failed,
          input_tokens = case when more_input is null then input_tokens else coalesce(input_tokens, 0) + more_input end,
          output_tokens = case when more_output is null then output_tokens else coalesce(output_tokens, 0) + more_output end,
          durations = case when bucket is null then durations
            else jsonb_set(durations, array[bucket], to_jsonb(coalesce((durations ->> bucket)::integer, 0) + 1)) end,
          last_used_at = greatest(last_used_at, at)
        where id = free;
    end if;
  end
  $$;

/* After the insert of the steps of a run: its template, its agents, and their versions, were used in one run. */
create function nofx.count_begun() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    used record;
  begin
    for used in
      select distinct subject.id, entry.namespace as owner, begun.namespace, begun.created_at
      from added join nofx.runs as begun on begun.id = added.run_id
      cross join lateral (values
        (added.agent_id, added.agent_id), (added.agent_version_id, added.agent_id),
        (begun.template_id, begun.template_id), (begun.template_version_id, begun.template_id)
      ) as subject (id, entry_id)
      join nofx.entry_ranks as entry on entry.entry_id = subject.entry_id
    loop
      perform nofx.add_usage(used.id, used.owner, used.namespace, used.created_at, 1, 0, 0, null, null, null);
    end loop;
    return null;
  end
  $$;
create trigger count_begun after insert on nofx.steps referencing new table as added
  for each statement execute function nofx.count_begun();

/* After a run or a step ended, or used tokens. */
create function nofx.count_ended() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    ended constant boolean := new.status in ('SUCCEEDED', 'FAILED') and new.status <> old.status;
    subjects uuid[];
    subject uuid;
    owned_by text;
  begin
    if tg_table_name = 'runs' then
      subjects := array[new.template_id, new.template_version_id];
    else
      subjects := array[new.agent_id, new.agent_version_id];
    end if;
    select namespace into owned_by from nofx.entry_ranks where entry_id = subjects[1];
    if owned_by is null then
      return null;
    end if;
    foreach subject in array subjects loop
      perform nofx.add_usage(subject, owned_by, new.namespace, now(), 0,
        (ended and new.status = 'SUCCEEDED')::integer, (ended and new.status = 'FAILED')::integer,
        new.input_tokens - coalesce(old.input_tokens, 0), new.output_tokens - coalesce(old.output_tokens, 0),
        case when ended then extract(epoch from new.finished_at - new.started_at)::float8 end);
    end loop;
    return null;
  end
  $$;
create trigger count_ended after update on nofx.runs for each row
  when (new.status in ('SUCCEEDED', 'FAILED') and old.status <> new.status
    or (new.input_tokens, new.output_tokens) is distinct from (old.input_tokens, old.output_tokens))
  execute function nofx.count_ended();
create trigger count_ended after update on nofx.steps for each row
  when (new.status in ('SUCCEEDED', 'FAILED') and old.status <> new.status
    or (new.input_tokens, new.output_tokens) is distinct from (old.input_tokens, old.output_tokens))
  execute function nofx.count_ended();

/* The middle of the bucket that the share of the durations reaches. */
create function nofx.duration_percentile(buckets integer[], counts bigint[], share double precision)
  returns double precision
  language sql immutable set search_path = ''
  as $$
    select round((0.001 * 1.1 ^ (each.bucket - 0.5))::numeric, 3)::float8
    from (
      select bucket, sum(count) over (order by bucket) as until, sum(count) over () as total
      from unnest(buckets, counts) as had (bucket, count)
    ) as each
    where each.until >= ceil(share * each.total) order by each.bucket limit 1
  $$;

/*
 * How subjects were used in the last days, today included. `across` false: by the namespace of the caller. True: by all
 * namespaces, for the namespace that owns the entry, in periods of 1, 7, 30 and 90 days, and only if three namespaces used
 * it, so that no count can be traced to one of them.
 */
create function nofx.usage_in_days(subjects uuid[], days integer, across boolean)
  returns table (subject_id uuid, runs bigint, succeeded bigint, failed bigint, input_tokens bigint, output_tokens bigint,
    p50_seconds double precision, p95_seconds double precision, last_used_at timestamptz, per_day jsonb)
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    viewer constant text := nofx.viewer_namespace();
    since constant date := (now() at time zone 'UTC')::date - (days - 1);
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
          coalesce(sum(kept.failed), 0) as failed, sum(kept.input_tokens)::bigint as input_tokens,
          sum(kept.output_tokens)::bigint as output_tokens, count(distinct kept.namespace) as namespaces
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

/* Removes days that no field shows any longer, as part of the cleanup. */
create function nofx.clean_up_usage_days(most integer) returns integer
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    removed integer;
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself cleans up' using errcode = 'insufficient_privilege';
    end if;
    delete from nofx.usage_days as kept where kept.id in (
      select old.id from nofx.usage_days as old
      where old.day < (now() at time zone 'UTC')::date - 400 order by old.day limit most for update skip locked
    );
    get diagnostics removed = row_count;
    return removed;
  end
  $$;

revoke execute on function nofx.duration_bucket(double precision),
  nofx.add_usage(uuid, text, text, timestamptz, integer, integer, integer, bigint, bigint, double precision),
  nofx.count_begun(), nofx.count_ended(), nofx.duration_percentile(integer[], bigint[], double precision),
  nofx.usage_in_days(uuid[], integer, boolean), nofx.clean_up_usage_days(integer) from public;
grant execute on function nofx.usage_in_days(uuid[], integer, boolean), nofx.clean_up_usage_days(integer) to authenticated;

create policy owner_backup on nofx.usage_days for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');

-- What is there already.

with used as (
  select subject.id, entry.namespace as owner, begun.namespace, begun.created_at as at, 1 as runs, 0 as succeeded, 0 as failed,
    null::float8 as seconds
  from nofx.runs as begun
  cross join lateral (
    values (begun.template_id, begun.template_id), (begun.template_version_id, begun.template_id)
    union select step.agent_id, step.agent_id from nofx.steps as step where step.run_id = begun.id
    union select step.agent_version_id, step.agent_id from nofx.steps as step where step.run_id = begun.id
  ) as subject (id, entry_id)
  join nofx.entry_ranks as entry on entry.entry_id = subject.entry_id
  union all
  select subject.id, entry.namespace, done.namespace, done.finished_at, 0, (done.status = 'SUCCEEDED')::integer,
    (done.status = 'FAILED')::integer, extract(epoch from done.finished_at - done.started_at)::float8
  from nofx.runs as done
  cross join lateral (values (done.template_id), (done.template_version_id)) as subject (id)
  join nofx.entry_ranks as entry on entry.entry_id = done.template_id
  where done.status in ('SUCCEEDED', 'FAILED') and done.finished_at is not null
  union all
  select subject.id, entry.namespace, done.namespace, done.finished_at, 0, (done.status = 'SUCCEEDED')::integer,
    (done.status = 'FAILED')::integer, extract(epoch from done.finished_at - done.started_at)::float8
  from nofx.steps as done
  cross join lateral (values (done.agent_id), (done.agent_version_id)) as subject (id)
  join nofx.entry_ranks as entry on entry.entry_id = done.agent_id
  where done.status in ('SUCCEEDED', 'FAILED') and done.finished_at is not null
),
recent as (
  select id, owner, namespace, (at at time zone 'UTC')::date as day, at, runs, succeeded, failed,
    nofx.duration_bucket(seconds) as bucket
  from used where at > now() - interval '400 days'
),
lasted as (
  select id, namespace, day, jsonb_object_agg(bucket, count) as durations
  from (select id, namespace, day, bucket, count(*) as count from recent where bucket is not null group by 1, 2, 3, 4) as each
  group by 1, 2, 3
)
insert into nofx.usage_days (subject_id, owner, namespace, day, runs, succeeded, failed, durations, last_used_at)
  select recent.id, recent.owner, recent.namespace, recent.day, sum(recent.runs), sum(recent.succeeded), sum(recent.failed),
    coalesce(lasted.durations, '{}'), max(recent.at)
  from recent left join lasted on lasted.id = recent.id and lasted.namespace = recent.namespace and lasted.day = recent.day
  group by recent.id, recent.owner, recent.namespace, recent.day, lasted.durations;
