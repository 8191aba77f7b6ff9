-- Comments of ratings are listed for all who see the template, reported by readers, and hidden by the admins of its
-- namespace. What was written before stays in the rater's namespace, as its rater was told.

/* Gateways from before this release do not say it: what is given to them stays private. */
alter table nofx.template_ratings add column is_private boolean not null default true;
grant insert (is_private), update (is_private) on nofx.template_ratings to authenticated;

/* A comment that is listed: a copy of its rating, which only its rater reads, with those who may read it. */
create table nofx.rating_comments (
  id uuid primary key default gen_random_uuid(),
  template_id uuid not null references nofx.template_registry (id) on delete restrict,
  author uuid not null,
  stars smallint not null check (stars between 1 and 5),
  /* Null: taken back, or made private. The row stays, so that what was hidden is still hidden when it is given again. */
  comment text check (length(comment) between 1 and 2000),
  /* The current version of the template at that time. */
  template_version_id uuid references nofx.template_versions (id) on delete restrict,
  rated_at timestamptz(3) not null,
  hidden_at timestamptz(3),
  hidden_by uuid,
  hidden_reason text check (length(hidden_reason) between 1 and 2000),
  namespace text not null check (namespace <> ''),
  is_public boolean not null,
  is_published boolean not null,
  unique (template_id, author),
  check (num_nulls(hidden_at, hidden_by, hidden_reason) in (0, 3))
);
create index rating_comments_by_date on nofx.rating_comments (template_id, rated_at, id) where comment is not null;
create index rating_comments_by_version on nofx.rating_comments (template_version_id);

/* What readers say is wrong with a comment, each once: for the admins of the template's namespace. */
create table nofx.comment_reports (
  comment_id uuid not null references nofx.rating_comments (id) on delete restrict,
  reporter uuid not null,
  reason text not null check (length(reason) between 1 and 2000),
  reported_at timestamptz(3) not null default now(),
  /* Of the template. */
  namespace text not null check (namespace <> ''),
  primary key (comment_id, reporter)
);

/* Its readers are those of the rating counts: see keep_rating_readers. */
create trigger keep_rating_readers before insert or update of template_id, namespace, is_public, is_published
  on nofx.rating_comments for each row execute function nofx.keep_rating_readers();

/* As before, with the comments. */
create or replace function nofx.keep_readers_of_entry() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if tg_table_name = 'agent_registry' then
      update nofx.agent_versions set is_public = is_public where entry_id = new.id and status <> 'DRAFT';
    else
      update nofx.template_versions set is_public = is_public where entry_id = new.id and status <> 'DRAFT';
      update nofx.template_rating_counts set is_public = is_public where template_id = new.id;
      update nofx.rating_comments set is_public = is_public where template_id = new.id;
    end if;
    return null;
  end
  $$;

/* After a rating, or a change of one: its comment is listed, or no longer. Whether it is hidden is not the rater's. */
create function nofx.keep_rating_comment() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if new.is_private or new.comment is null then
      update nofx.rating_comments set comment = null where template_id = new.template_id and author = new.rater;
    else
      insert into nofx.rating_comments as kept (template_id, author, stars, comment, template_version_id, rated_at)
      select new.template_id, new.rater, new.stars, new.comment, entry.current_version_id, new.rated_at
        from nofx.template_registry as entry where entry.id = new.template_id
      on conflict (template_id, author) do update set stars = excluded.stars, comment = excluded.comment,
        template_version_id = excluded.template_version_id, rated_at = excluded.rated_at;
    end if;
    return null;
  end
  $$;
create trigger keep_rating_comment after insert or update on nofx.template_ratings
  for each row execute function nofx.keep_rating_comment();

/* A report is for the namespace of the template. */
create function nofx.keep_report_namespace() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    select namespace into new.namespace from nofx.rating_comments where id = new.comment_id;
    if not found then
      raise exception 'a report is about a comment' using errcode = 'foreign_key_violation';
    end if;
    return new;
  end
  $$;
create trigger keep_report_namespace before insert on nofx.comment_reports
  for each row execute function nofx.keep_report_namespace();

revoke execute on function nofx.keep_rating_comment(), nofx.keep_report_namespace() from public;

alter table nofx.rating_comments enable row level security;
alter table nofx.rating_comments force row level security;
alter table nofx.comment_reports enable row level security;
alter table nofx.comment_reports force row level security;

create policy rating_comments_read on nofx.rating_comments for select to anon, authenticated using (
  author = (select nofx.viewer_id())
  or (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()))
  or (
    hidden_at is null
    and (
      is_public
      or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
    )
  )
);
create policy rating_comments_hide on nofx.rating_comments for update to authenticated
  using (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()))
  with check (hidden_at is null or (hidden_by = (select nofx.viewer_id()) and hidden_at = now()::timestamptz(3)));

create policy comment_reports_read on nofx.comment_reports for select to authenticated using (
  reporter = (select nofx.viewer_id())
  or (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()))
);
/* Of what the reporter sees. */
create policy comment_reports_insert on nofx.comment_reports for insert to authenticated with check (
  reporter = (select nofx.viewer_id())
  and (select nofx.viewer_role()) is not null
  and exists (select from nofx.rating_comments as about where about.id = comment_id and about.comment is not null)
);

/* The triggers run as the owner, whom `force` binds too. */
create policy rating_comments_keep on nofx.rating_comments to current_user using (true);
create policy owner_backup on nofx.rating_comments for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');
create policy owner_backup on nofx.comment_reports for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');

grant select on nofx.rating_comments to anon, authenticated;
grant update (hidden_at, hidden_by, hidden_reason) on nofx.rating_comments to authenticated;
grant select on nofx.comment_reports to authenticated;
grant insert (comment_id, reporter, reason) on nofx.comment_reports to authenticated;

-- The actions in the log, for the namespace of the template: a reason may quote what was hidden.

alter table nofx.registry_events
  drop constraint registry_events_action_check,
  add constraint registry_events_action_check check (action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'ROLLED_BACK',
    'DEPRECATED', 'DISABLED', 'ENABLED', 'ARCHIVED', 'REMOVED', 'RATED', 'INSTANTIATED', 'VALIDATION_FAILED',
    'VISIBILITY_CHANGED', 'COMPATIBILITY_CHANGED', 'UNARCHIVED', 'DISCARDED', 'LISTING_CHANGED', 'CHANNEL_SET',
    'CHANNEL_REMOVED', 'CHANNEL_REGRESSED', 'COMMENT_HIDDEN', 'COMMENT_SHOWN'));

/* As before; what becomes of comments is told to the namespace only. */
create or replace function nofx.narrow_audience() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    shown boolean;
  begin
    if new.audience <> 'EVERYONE' then
      return new;
    end if;
    if new.kind = 'AGENT' then
      select is_public into shown from nofx.agent_registry where id = new.entry_id;
    else
      select is_public into shown from nofx.template_registry where id = new.entry_id;
    end if;
    if shown is not true or new.action in ('COMMENT_HIDDEN', 'COMMENT_SHOWN')
      or not nofx.are_public(new.kind, new.entry_id,
        array[new.version, new.before ->> 'currentVersion', new.after ->> 'currentVersion',
          new.before ->> 'channelVersion', new.after ->> 'channelVersion']) then
      new.audience := 'NAMESPACE';
    end if;
    return new;
  end
  $$;
