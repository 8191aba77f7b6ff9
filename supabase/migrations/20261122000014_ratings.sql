-- What people think of templates, and how many use them. A rating is its rater's own: others see how many gave how many
-- stars. The words and the name stay in the rater's namespace, in the event.

create table nofx.template_ratings (
  template_id uuid not null references nofx.template_registry (id) on delete restrict,
  rater uuid not null,
  stars smallint not null check (stars between 1 and 5),
  comment text check (length(comment) between 1 and 2000),
  rated_at timestamptz(3) not null default now(),
  primary key (template_id, rater)
);

/* One row a template, with how many gave 1, 2, 3, 4 and 5 stars: whoever changes a rating waits for no second row. */
create table nofx.template_rating_counts (
  template_id uuid primary key references nofx.template_registry (id) on delete restrict,
  counts integer[] not null check (array_length(counts, 1) = 5 and 0 <= all (counts))
);

create function nofx.count_rating() returns trigger
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    insert into nofx.template_rating_counts (template_id, counts) values (new.template_id, '{0,0,0,0,0}')
      on conflict do nothing;
    update nofx.template_rating_counts as kept set counts = (
        select array_agg(
          was + (stars = new.stars)::integer - case when tg_op = 'UPDATE' then (stars = old.stars)::integer else 0 end
          order by stars)
        from unnest(kept.counts) with ordinality as each (was, stars)
      )
      where template_id = new.template_id;
    return null;
  end
  $$;

create trigger count_rating after insert or update of stars on nofx.template_ratings
  for each row execute function nofx.count_rating();

alter table nofx.template_ratings enable row level security;
alter table nofx.template_ratings force row level security;
alter table nofx.template_rating_counts enable row level security;
alter table nofx.template_rating_counts force row level security;

create policy template_ratings_own on nofx.template_ratings for select to anon, authenticated
  using (rater = (select nofx.viewer_id()));
create policy template_ratings_insert on nofx.template_ratings for insert to authenticated with check (
  rater = (select nofx.viewer_id())
  and (select nofx.viewer_role()) is not null
  and exists (
    select from nofx.template_registry entry
    where entry.id = template_id and entry.current_version_id is not null and entry.status <> 'DISABLED'
      and entry.removed_at is null
  )
);
create policy template_ratings_update on nofx.template_ratings for update to authenticated
  using (rater = (select nofx.viewer_id()))
  with check (
    (select nofx.viewer_role()) is not null
    and rated_at = now()::timestamptz(3)
    and exists (
      select from nofx.template_registry entry
      where entry.id = template_id and entry.current_version_id is not null and entry.status <> 'DISABLED'
        and entry.removed_at is null
    )
  );

create policy template_rating_counts_read on nofx.template_rating_counts for select to anon, authenticated using (
  exists (select from nofx.template_registry entry where entry.id = template_id)
);
/* `count_rating` runs as the owner, whom `force` binds too. */
create policy template_rating_counts_keep on nofx.template_rating_counts to current_user using (true);

grant select on nofx.template_ratings, nofx.template_rating_counts to anon, authenticated;
grant insert (template_id, rater, stars, comment), update (stars, comment, rated_at)
  on nofx.template_ratings to authenticated;

/* Everybody with a role rates what they see, and says so in the transaction that does it. */
create policy registry_events_append_rating on nofx.registry_events for insert to authenticated with check (
  action = 'RATED'
  and kind = 'TEMPLATE'
  and report_id is null
  and tenant = (select nofx.viewer_namespace())
  and actor = (select nofx.viewer_id())
  and exists (
    select from nofx.template_registry entry
    where entry.id = entry_id and (entry.namespace, entry.slug) = (registry_events.namespace, registry_events.slug)
  )
  /* Its own: others' ratings it does not see. */
  and exists (
    select from nofx.template_ratings rating
    where rating.template_id = entry_id and rating.rated_at = now()::timestamptz(3)
  )
);
/* Whoever it belongs to, who rated a template and why is told to the rater's own namespace only. */
create policy registry_events_read_rating on nofx.registry_events as restrictive for select to anon, authenticated
  using (action <> 'RATED' or tenant = (select nofx.viewer_namespace()));

/* The runs that one namespace has of one template. */
create index runs_by_use on nofx.runs (namespace, template_id, created_at desc);

/* How many events wait for their number, up to 10,000: for whoever watches the feed. A number, and nothing of them. */
create function nofx.pending_events() returns integer
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    return (
      select count(*) from (
        select from nofx.registry_events where seq is null and hash is null limit 10000
      ) as pending
    );
  end
  $$;
revoke execute on function nofx.count_rating() from public;
revoke execute on function nofx.pending_events() from public;
grant execute on function nofx.pending_events() to authenticated;
