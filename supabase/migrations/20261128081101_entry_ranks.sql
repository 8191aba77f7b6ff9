-- What lists are ordered by beside names and dates: ratings, use, and recent use. One row for each entry, kept by triggers.

/*
 * rating     the Bayesian mean of the stars: as if five more people had given 3.5, so that one vote does not win. An entry
 *            without ratings has 3.5.
 * used, rising   how often the entry was used in runs, each use weighted by its age: exp(-age/30 days), exp(-age/3 days).
 *            Kept as the logarithm of the sum, in units of the weight's period since 2020. Such values of two entries
 *            compare as their sums would at any moment, so nothing has to be computed again as time passes
 *            ("forward decay", Cormode et al. 2009). 0: never used.
 * popular, trending   the same for readers: of a public entry only if three namespaces have used it, so that its place in
 *            a list does not tell what one of them does.
 */
create table nofx.entry_ranks (
  entry_id uuid primary key,
  kind text not null check (kind in ('AGENT', 'TEMPLATE')),
  namespace text not null,
  is_public boolean not null,
  is_published boolean not null,
  rating double precision not null default 3.5 check (rating between 1 and 5),
  used double precision not null default 0,
  rising double precision not null default 0,
  /* The first three namespaces that used it. */
  users text[] not null default '{}' check (cardinality(users) <= 3),
  popular double precision not null generated always as
    (case when not is_public or cardinality(users) = 3 then used else 0 end) stored,
  trending double precision not null generated always as
    (case when not is_public or cardinality(users) = 3 then rising else 0 end) stored
);
create index entry_ranks_by_rating on nofx.entry_ranks (kind, rating, entry_id);
create index entry_ranks_by_popular on nofx.entry_ranks (kind, popular, entry_id);
create index entry_ranks_by_trending on nofx.entry_ranks (kind, trending, entry_id);

alter table nofx.entry_ranks enable row level security;
alter table nofx.entry_ranks force row level security;
/* As their entries: see agent_registry_read. */
create policy entry_ranks_read on nofx.entry_ranks for select to anon, authenticated using (
  is_public
  or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
);
/* The triggers run as the owner, whom `force` binds too. */
create policy entry_ranks_keep on nofx.entry_ranks to current_user using (true);
grant select (entry_id, kind, rating, popular, trending) on nofx.entry_ranks to anon, authenticated;

/* After an insert or an update of an entry: its rank has its readers. */
create function nofx.keep_entry_rank() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into nofx.entry_ranks as rank (entry_id, kind, namespace, is_public, is_published)
    values (new.id, case tg_table_name when 'agent_registry' then 'AGENT' else 'TEMPLATE' end, new.namespace,
      new.is_public, new.current_version_id is not null)
    on conflict (entry_id) do update set is_public = excluded.is_public, is_published = excluded.is_published;
    return null;
  end
  $$;
create trigger keep_entry_rank after insert on nofx.agent_registry
  for each row execute function nofx.keep_entry_rank();
create trigger keep_entry_rank after insert on nofx.template_registry
  for each row execute function nofx.keep_entry_rank();
create trigger keep_entry_rank_readers after update on nofx.agent_registry for each row
  when ((old.is_public, old.current_version_id is null) is distinct from (new.is_public, new.current_version_id is null))
  execute function nofx.keep_entry_rank();
create trigger keep_entry_rank_readers after update on nofx.template_registry for each row
  when ((old.is_public, old.current_version_id is null) is distinct from (new.is_public, new.current_version_id is null))
  execute function nofx.keep_entry_rank();

/* After the number of stars of a template changed. */
create function nofx.rank_rating() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    update nofx.entry_ranks set rating = (
        select (5 * 3.5 + coalesce(sum(stars * given), 0)) / (5 + coalesce(sum(given), 0))
        from unnest(new.counts) with ordinality as each (given, stars)
      )
      where entry_id = new.template_id;
    return null;
  end
  $$;
create trigger rank_rating after insert or update of counts on nofx.template_rating_counts
  for each row execute function nofx.rank_rating();

/* The logarithm of exp(a) + exp(b), where 0 is the logarithm of nothing. */
create function nofx.add_use(sum double precision, use double precision) returns double precision
  language sql immutable strict set search_path = ''
  as $$
    select case when sum = 0 then use else greatest(sum, use) + ln(1 + exp(-least(abs(sum - use), 700))) end
  $$;

/*
 * Counts one use of these entries by a namespace. A row that another transaction counts on at this moment is left out:
 * runs do not wait for each other here, and a rank is no bill.
 */
create function nofx.count_use(entries uuid[], tenant text, at timestamptz) returns void
  language plpgsql security definer set search_path = ''
  as $$
  declare
    days constant double precision := extract(epoch from at - timestamptz '2020-01-01 00:00:00+00') / 86400;
  begin
    update nofx.entry_ranks as rank set
        used = nofx.add_use(rank.used, days / 30),
        rising = nofx.add_use(rank.rising, days / 3),
        users = case when cardinality(rank.users) = 3 or tenant = any(rank.users) then rank.users
          else rank.users || tenant end
      from (
        select entry_id from nofx.entry_ranks where entry_id = any(entries) order by entry_id for update skip locked
      ) as free
      where rank.entry_id = free.entry_id;
  end
  $$;

/* After the insert of the steps of a run: its template, and each of its agents, was used once. */
create function nofx.rank_use() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    run record;
  begin
    for run in
      select begun.namespace, begun.created_at, array_agg(distinct added.agent_id) || begun.template_id as entries
      from added join nofx.runs as begun on begun.id = added.run_id group by begun.id
    loop
      perform nofx.count_use(run.entries, run.namespace, run.created_at);
    end loop;
    return null;
  end
  $$;
create trigger rank_use after insert on nofx.steps referencing new table as added
  for each statement execute function nofx.rank_use();

revoke execute on function nofx.keep_entry_rank(), nofx.rank_rating(), nofx.add_use(double precision, double precision),
  nofx.count_use(uuid[], text, timestamptz), nofx.rank_use() from public;

-- What is there already. The owner, whom `force` binds too, has no policy to read steps by.

alter table nofx.steps no force row level security;

insert into nofx.entry_ranks (entry_id, kind, namespace, is_public, is_published)
  select id, 'AGENT', namespace, is_public, current_version_id is not null from nofx.agent_registry
  union all select id, 'TEMPLATE', namespace, is_public, current_version_id is not null from nofx.template_registry;
update nofx.entry_ranks as rank set rating = (
    select (5 * 3.5 + sum(stars * given)) / (5 + sum(given)) from unnest(kept.counts) with ordinality as each (given, stars)
  )
  from nofx.template_rating_counts as kept where kept.template_id = rank.entry_id;
do $$
  declare
    run record;
  begin
    for run in
      select begun.namespace, begun.created_at, array_agg(distinct step.agent_id) || begun.template_id as entries
      from nofx.runs as begun join nofx.steps as step on step.run_id = begun.id
      where begun.created_at > now() - interval '180 days' group by begun.id order by begun.created_at
    loop
      perform nofx.count_use(run.entries, run.namespace, run.created_at);
    end loop;
  end
  $$;
alter table nofx.steps force row level security;
