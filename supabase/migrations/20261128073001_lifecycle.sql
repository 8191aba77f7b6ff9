-- Archived versions, removed entries and discarded drafts: what is final is so for raw SQL too.

/*
 * The current version is never archived, and nothing is published under a removed entry, promoted or archived in it. The
 * entry is locked, so that whoever moves its current version, or removes it, waits. With the rights of the writer: who may
 * not write here is refused by the policies, and learns nothing.
 */
create function nofx.guard_lifecycle() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    entry record;
  begin
    if tg_table_name = 'agent_versions' then
      select current_version_id, removed_at into entry
        from nofx.agent_registry where id = new.entry_id for no key update;
    else
      select current_version_id, removed_at into entry
        from nofx.template_registry where id = new.entry_id for no key update;
    end if;
    if entry.removed_at is not null then
      raise exception 'the versions of a removed entry do not change' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and new.status = 'ARCHIVED' and old.status <> 'ARCHIVED' and entry.current_version_id = new.id then
      raise exception 'the current version of an entry is not archived' using errcode = 'restrict_violation';
    end if;
    return new;
  end
  $$;

create trigger guard_lifecycle before insert on nofx.agent_versions
  for each row execute function nofx.guard_lifecycle();
create trigger guard_lifecycle before insert on nofx.template_versions
  for each row execute function nofx.guard_lifecycle();
create trigger guard_lifecycle_change before update on nofx.agent_versions for each row
  when ((new.status, new.visibility) is distinct from (old.status, old.visibility))
  execute function nofx.guard_lifecycle();
create trigger guard_lifecycle_change before update on nofx.template_versions for each row
  when ((new.status, new.visibility) is distinct from (old.status, old.visibility))
  execute function nofx.guard_lifecycle();

/* A removed entry is a tombstone: its files may be gone, so it never comes back. */
create function nofx.guard_removed() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    /* What Postgres generates is not there yet before the update. */
    generated constant text[] := array['sort_name', 'search_text', 'search_vector'];
  begin
    if to_jsonb(new) - generated is distinct from to_jsonb(old) - generated then
      raise exception 'a removed entry does not change' using errcode = 'restrict_violation';
    end if;
    return new;
  end
  $$;

create trigger guard_removed before update on nofx.agent_registry
  for each row when (old.removed_at is not null) execute function nofx.guard_removed();
create trigger guard_removed before update on nofx.template_registry
  for each row when (old.removed_at is not null) execute function nofx.guard_removed();

revoke execute on function nofx.guard_lifecycle(), nofx.guard_removed() from public;

/* As before, and: the versions of removed entries need no files. */
create or replace function nofx.unreferenced_blobs(digests text[]) returns setof text
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not nofx.is_admin() then
      raise exception 'only an admin may list unreferenced blobs' using errcode = 'insufficient_privilege';
    end if;
    return query
      select asked.sha256 from unnest(digests) as asked (sha256)
      where not exists (
          select from nofx.agent_versions version
          where version.files @> jsonb_build_array(jsonb_build_object('sha256', asked.sha256))
            and exists (
              select from nofx.agent_registry entry where entry.id = version.entry_id and entry.removed_at is null
            )
        )
        and not exists (
          select from nofx.template_versions version
          where version.files @> jsonb_build_array(jsonb_build_object('sha256', asked.sha256))
            and exists (
              select from nofx.template_registry entry where entry.id = version.entry_id and entry.removed_at is null
            )
        )
        and not exists (
          select from nofx.blob_claims claim where claim.sha256 = asked.sha256 and claim.held_until > now()
        );
  end
  $$;

-- The actions in the log.

alter table nofx.registry_events
  drop constraint registry_events_action_check,
  add constraint registry_events_action_check check (action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'ROLLED_BACK',
    'DEPRECATED', 'DISABLED', 'ENABLED', 'ARCHIVED', 'REMOVED', 'RATED', 'INSTANTIATED', 'VALIDATION_FAILED',
    'VISIBILITY_CHANGED', 'COMPATIBILITY_CHANGED', 'UNARCHIVED', 'DISCARDED', 'LISTING_CHANGED'));

/* As before; a draft and its end are the business of the publishers of its namespace. */
alter policy registry_events_read on nofx.registry_events using (
  seq is not null
  and case
    when action = 'INSTANTIATED' then tenant = (select nofx.viewer_namespace())
    when action in ('DRAFTED', 'DISCARDED', 'VALIDATION_FAILED') then
      tenant = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
    when audience = 'WITHDRAWAL' then namespace is distinct from (select nofx.viewer_namespace())
    when audience = 'NAMESPACE' and namespace is distinct from (select nofx.viewer_namespace()) then false
    when audience = 'OTHERS' and namespace = (select nofx.viewer_namespace()) then false
    when kind = 'AGENT' then exists (select from nofx.agent_registry entry where entry.id = entry_id)
    else exists (select from nofx.template_registry entry where entry.id = entry_id)
  end
);

/* As before; a publisher discards drafts and changes the listing too, as a publish does both. */
alter policy registry_events_append on nofx.registry_events with check (
  seq is null
  and tenant = (select nofx.viewer_namespace())
  and actor = (select nofx.viewer_id())
  and (select nofx.is_publisher())
  and (namespace = tenant or action = 'INSTANTIATED')
  and (
    action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'INSTANTIATED', 'VALIDATION_FAILED', 'VISIBILITY_CHANGED',
      'COMPATIBILITY_CHANGED', 'DISCARDED', 'LISTING_CHANGED')
    or (action <> 'RATED' and (select nofx.is_admin()))
  )
  and case
    when entry_id is null then action = 'VALIDATION_FAILED'
    when kind = 'AGENT' then exists (
      select from nofx.agent_registry entry
      where entry.id = entry_id and (entry.namespace, entry.slug) = (registry_events.namespace, registry_events.slug)
    )
    else exists (
      select from nofx.template_registry entry
      where entry.id = entry_id and (entry.namespace, entry.slug) = (registry_events.namespace, registry_events.slug)
    )
  end
  and (report_id is null or exists (
    select from nofx.registry_validation_reports report where report.id = report_id
  ))
);
