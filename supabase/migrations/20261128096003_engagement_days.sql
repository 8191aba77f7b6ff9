-- How often entries are read and downloaded, by day and by the namespace of the reader. Gateways count in memory and write what
-- they counted together, so that no read waits for a write. How often an entry is instantiated is in usage_days.

create table nofx.engagement_days (
  entry_id uuid not null,
  /* In UTC. */
  day date not null,
  /* Of the reader; empty without a token. */
  namespace text not null,
  views integer not null default 0,
  pulls integer not null default 0,
  primary key (entry_id, day, namespace)
);
create index engagement_days_by_day on nofx.engagement_days (day);

alter table nofx.engagement_days enable row level security;
alter table nofx.engagement_days force row level security;
/* Functions run as the owner; nobody else has a grant. */
create policy engagement_days_owner on nofx.engagement_days to current_user using (true) with check (true);
create policy owner_backup on nofx.engagement_days for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');

/* Adds what a gateway counted: [{entry, day, namespace, views, pulls}]. In one order, so that gateways do not deadlock. */
create function nofx.record_engagement(counts jsonb) returns integer
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    recorded integer;
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself counts reads' using errcode = 'insufficient_privilege';
    end if;
    insert into nofx.engagement_days as kept (entry_id, day, namespace, views, pulls)
      select counted.entry, counted.day, counted.namespace, sum(counted.views), sum(counted.pulls)
      from jsonb_to_recordset(counts) as counted (entry uuid, day date, namespace text, views integer, pulls integer)
      join nofx.entry_ranks as entry on entry.entry_id = counted.entry
      group by 1, 2, 3 order by 1, 2, 3
      on conflict (entry_id, day, namespace) do update
        set views = kept.views + excluded.views, pulls = kept.pulls + excluded.pulls;
    get diagnostics recorded = row_count;
    return recorded;
  end
  $$;

/*
 * How often entries that the caller can see were read, downloaded and instantiated in the last days, today included: by the
 * namespace of the caller, and for the owner of the entry also without a token. Other namespaces are included in periods of 1, 7,
 * 30 and 90 days if three namespaces are among them, so that no count can be traced to one; the days never include others.
 */
create function nofx.engagement_in_days(entries uuid[], days integer)
  returns table (entry_id uuid, views bigint, pulls bigint, instantiations bigint, includes_others boolean, per_day jsonb)
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    viewer constant text := nofx.viewer_namespace();
    since constant date := (now() at time zone 'UTC')::date - (days - 1);
  begin
    return query
      with counted as (
        select kept.entry_id as id, kept.day, kept.namespace, kept.views, kept.pulls, 0 as instantiations
        from nofx.engagement_days as kept where kept.entry_id = any(entries) and kept.day >= since
        union all
        select used.subject_id, used.day, used.namespace, 0, 0, used.runs
        from nofx.usage_days as used where used.subject_id = any(entries) and used.day >= since
      ),
      shown as (
        select entry.entry_id as id, entry.namespace as owner,
          days in (1, 7, 30, 90) and (
            select count(distinct each.namespace) from counted as each
            where each.id = entry.entry_id and each.namespace <> '' and each.views + each.pulls + each.instantiations > 0
          ) >= 3 as includes_others
        from nofx.entry_ranks as entry
        where entry.entry_id = any(entries) and (entry.is_public or entry.namespace = viewer)
      ),
      own as (
        select each.id, each.day, sum(each.views) as views, sum(each.pulls) as pulls, sum(each.instantiations) as instantiations
        from counted as each join shown on shown.id = each.id
        where each.namespace = viewer or each.namespace = '' and shown.owner = viewer
        group by 1, 2
      )
      select shown.id, total.views, total.pulls, total.instantiations, shown.includes_others,
        coalesce((
          select jsonb_agg(jsonb_build_object('date', own.day, 'views', own.views, 'pulls', own.pulls,
            'instantiations', own.instantiations) order by own.day)
          from own where own.id = shown.id
        ), '[]')
      from shown cross join lateral (
        select coalesce(sum(each.views), 0) as views, coalesce(sum(each.pulls), 0) as pulls,
          coalesce(sum(each.instantiations), 0) as instantiations
        from counted as each
        where each.id = shown.id
          and (shown.includes_others or each.namespace = viewer or each.namespace = '' and shown.owner = viewer)
      ) as total;
  end
  $$;

/* As before, and the same of reads. */
create or replace function nofx.clean_up_usage_days(most integer) returns integer
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    oldest constant date := (now() at time zone 'UTC')::date - 400;
    removed integer;
    removed_too integer;
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself cleans up' using errcode = 'insufficient_privilege';
    end if;
    delete from nofx.usage_days as kept where kept.id in (
      select old.id from nofx.usage_days as old where old.day < oldest order by old.day limit most for update skip locked
    );
    get diagnostics removed = row_count;
    delete from nofx.engagement_days as kept where (kept.entry_id, kept.day, kept.namespace) in (
      select old.entry_id, old.day, old.namespace from nofx.engagement_days as old
      where old.day < oldest order by old.day limit most for update skip locked
    );
    get diagnostics removed_too = row_count;
    return greatest(removed, removed_too);
  end
  $$;

revoke execute on function nofx.record_engagement(jsonb), nofx.engagement_in_days(uuid[], integer) from public;
grant execute on function nofx.record_engagement(jsonb) to authenticated;
grant execute on function nofx.engagement_in_days(uuid[], integer) to anon, authenticated;
