-- Entries that the admins of a namespace feature: public and active ones.

/* Since when. Null: not featured. */
alter table nofx.agent_registry add column featured_at timestamptz(3);
alter table nofx.template_registry add column featured_at timestamptz(3);
create index agent_registry_featured on nofx.agent_registry (sort_name, id) where featured_at is not null;
create index template_registry_featured on nofx.template_registry (sort_name, id) where featured_at is not null;
grant update (featured_at) on nofx.agent_registry, nofx.template_registry to authenticated;

create function nofx.guard_featured() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if auth.jwt() is not null and not nofx.is_admin() then
      raise exception 'only an admin features an entry' using errcode = 'insufficient_privilege';
    end if;
    if new.featured_at is not null then
      new.featured_at := now();
    end if;
    return new;
  end
  $$;

create trigger guard_featured before update of featured_at on nofx.agent_registry
  for each row when (new.featured_at is distinct from old.featured_at) execute function nofx.guard_featured();
create trigger guard_featured before update of featured_at on nofx.template_registry
  for each row when (new.featured_at is distinct from old.featured_at) execute function nofx.guard_featured();

/* After `keep_is_public`, by its name. An entry that is no longer public or active is no longer featured. */
create function nofx.keep_only_public_featured() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if old.featured_at is null then
      raise exception 'only a public, active entry is featured' using errcode = 'restrict_violation';
    end if;
    new.featured_at := null;
    return new;
  end
  $$;

create trigger keep_only_public_featured before update on nofx.agent_registry
  for each row when (new.featured_at is not null and not (new.is_public and new.status = 'ACTIVE'))
  execute function nofx.keep_only_public_featured();
create trigger keep_only_public_featured before update on nofx.template_registry
  for each row when (new.featured_at is not null and not (new.is_public and new.status = 'ACTIVE'))
  execute function nofx.keep_only_public_featured();

-- The search.

alter table nofx.search_entries add column is_featured boolean not null default false;

/* As before, and whether they are featured. */
create or replace function nofx.search_rows(of_kind text, ids uuid[]) returns setof nofx.search_entries
  language plpgsql stable set search_path = ''
  as $$
  begin
    if of_kind = 'AGENT' then
      return query
        select entry.id, of_kind, entry.namespace, entry.slug, entry.is_public, entry.current_version_id is not null,
          entry.status, entry.visibility, entry.category, entry.tags, entry.sort_name::text, named.vector,
          entry.search_text, entry.search_vector || ts_delete(named.vector, tsvector_to_array(entry.search_vector)),
          entry.featured_at is not null
        from nofx.agent_registry as entry
        cross join lateral (select nofx.search_name_vector(entry.name, entry.slug) as vector) as named
        where entry.removed_at is null and entry.id = any(ids);
    else
      return query
        select entry.id, of_kind, entry.namespace, entry.slug, entry.is_public, entry.current_version_id is not null,
          entry.status, entry.visibility, entry.category, entry.tags, entry.sort_name::text, named.vector,
          entry.search_text, entry.search_vector || ts_delete(named.vector, tsvector_to_array(entry.search_vector)),
          entry.featured_at is not null
        from nofx.template_registry as entry
        cross join lateral (select nofx.search_name_vector(entry.name, entry.slug) as vector) as named
        where entry.removed_at is null and entry.id = any(ids);
    end if;
  end
  $$;

create function nofx.keep_search_featured() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    update nofx.search_entries set is_featured = new.featured_at is not null
      where id = new.id and kind = case tg_table_name when 'agent_registry' then 'AGENT' else 'TEMPLATE' end;
    return null;
  end
  $$;

create trigger keep_search_featured after update on nofx.agent_registry
  for each row when ((new.featured_at is null) <> (old.featured_at is null)) execute function nofx.keep_search_featured();
create trigger keep_search_featured after update on nofx.template_registry
  for each row when ((new.featured_at is null) <> (old.featured_at is null)) execute function nofx.keep_search_featured();

/* As before, and whether it is featured; the new column is its last. */
create or replace view nofx.searchable with (security_invoker = true) as
  select entry.id, entry.kind, entry.namespace, entry.slug, entry.is_public, entry.is_published, entry.status,
    entry.visibility, entry.category, entry.tags, entry.sort_name, entry.name_vector, entry.search_text,
    entry.search_vector, jsonb_build_object('namespace', entry.namespace, 'status', entry.status,
      'visibility', entry.visibility, 'category', entry.category, 'tags', entry.tags,
      'featured', entry.is_featured) as labels
  from nofx.search_entries as entry
  where entry.is_public or (
    entry.namespace = (select nofx.search_namespace())
    and (entry.is_published or (select nofx.search_drafts()))
  );

revoke execute on function nofx.guard_featured(), nofx.keep_only_public_featured(), nofx.keep_search_featured()
  from public;

-- The actions in the log. Of the policy: they are an admin's.

alter table nofx.registry_events
  drop constraint registry_events_action_check,
  add constraint registry_events_action_check check (action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'ROLLED_BACK',
    'DEPRECATED', 'DISABLED', 'ENABLED', 'ARCHIVED', 'REMOVED', 'RATED', 'INSTANTIATED', 'VALIDATION_FAILED',
    'VISIBILITY_CHANGED', 'COMPATIBILITY_CHANGED', 'UNARCHIVED', 'DISCARDED', 'LISTING_CHANGED', 'CHANNEL_SET',
    'CHANNEL_REMOVED', 'CHANNEL_REGRESSED', 'COMMENT_HIDDEN', 'COMMENT_SHOWN', 'FEATURED', 'UNFEATURED'));
