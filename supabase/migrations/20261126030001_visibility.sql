-- Visibility belongs to the entry; every version has its own beside it. Other namespaces and anonymous callers read an
-- entry while it is public, its current version is public, and it is neither disabled nor removed; and of that entry
-- they read the versions that are public. A version that was published privately is not opened by what comes later.

alter table nofx.agent_registry
  /* Whether other namespaces and anonymous callers read the entry. Kept by `keep_is_public`. */
  add column is_public boolean not null default false,
  /* The transaction time of the last change of `is_public`, and the tags that outsiders saw before it. */
  add column audience_changed_at timestamptz,
  add column last_public_tags text[];
alter table nofx.template_registry
  add column is_public boolean not null default false,
  add column audience_changed_at timestamptz,
  add column last_public_tags text[];
/* PUBLIC by default, and made PRIVATE by `keep_visibility` where the entry or the manifest is private. */
alter table nofx.agent_versions
  add column visibility text not null default 'PUBLIC' check (visibility in ('PRIVATE', 'PUBLIC'));
alter table nofx.template_versions
  add column visibility text not null default 'PUBLIC' check (visibility in ('PRIVATE', 'PUBLIC'));

/* What is visible stays visible: the versions of public entries, and the entries that outsiders read today. */
alter table nofx.agent_registry no force row level security;
alter table nofx.template_registry no force row level security;
alter table nofx.agent_versions no force row level security, disable trigger guard_version;
alter table nofx.template_versions no force row level security, disable trigger guard_version;
update nofx.agent_versions as version set visibility = 'PRIVATE'
  from nofx.agent_registry as entry
  where entry.id = version.entry_id
    and (entry.visibility = 'PRIVATE' or (version.status = 'DRAFT' and version.manifest ->> 'visibility' = 'private'));
update nofx.template_versions as version set visibility = 'PRIVATE'
  from nofx.template_registry as entry
  where entry.id = version.entry_id
    and (entry.visibility = 'PRIVATE' or (version.status = 'DRAFT' and version.manifest ->> 'visibility' = 'private'));
update nofx.agent_registry set is_public = true
  where visibility = 'PUBLIC' and status <> 'DISABLED' and removed_at is null and current_version_id is not null;
update nofx.template_registry set is_public = true
  where visibility = 'PUBLIC' and status <> 'DISABLED' and removed_at is null and current_version_id is not null;
alter table nofx.agent_registry force row level security;
alter table nofx.template_registry force row level security;
alter table nofx.agent_versions force row level security, enable trigger guard_version;
alter table nofx.template_versions force row level security, enable trigger guard_version;

/* The functions below run as the owner, whom `force` binds too: they must know the truth, whoever asks. */
create policy agent_registry_truth on nofx.agent_registry for select to current_user using (true);
create policy template_registry_truth on nofx.template_registry for select to current_user using (true);

create function nofx.keep_is_public() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    versions constant text := replace(tg_table_name, '_registry', '_versions');
    shown boolean := false;
  begin
    if new.visibility = 'PUBLIC' and new.status <> 'DISABLED' and new.removed_at is null then
      execute format('select exists (select from %I.%I where id = $1 and visibility = ''PUBLIC'' and status <> ''DRAFT'')',
          tg_table_schema, versions)
        into shown using new.current_version_id;
    end if;
    new.is_public := shown;
    if tg_op = 'UPDATE' and old.is_public <> shown then
      new.audience_changed_at := now();
      new.last_public_tags := case when old.is_public then old.tags end;
    end if;
    return new;
  end
  $$;

create trigger keep_is_public before insert or update on nofx.agent_registry
  for each row execute function nofx.keep_is_public();
create trigger keep_is_public before insert or update on nofx.template_registry
  for each row execute function nofx.keep_is_public();

/*
 * A new version, and a draft that is promoted, is public only in a public entry and unless its manifest says private.
 * Later a private version becomes public on purpose, in a public entry.
 */
create function nofx.keep_visibility() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    entries constant text := replace(tg_table_name, '_versions', '_registry');
    entry_visibility text;
  begin
    if new.visibility = 'PRIVATE' then
      return new;
    end if;
    execute format('select visibility from %I.%I where id = $1', tg_table_schema, entries)
      into entry_visibility using new.entry_id;
    if tg_op = 'INSERT' then
      if entry_visibility is distinct from 'PUBLIC' or new.manifest ->> 'visibility' = 'private' then
        new.visibility := 'PRIVATE';
      end if;
    elsif old.status = 'DRAFT' and new.status = 'ACTIVE' then
      if entry_visibility is distinct from 'PUBLIC' then
        new.visibility := 'PRIVATE';
      end if;
    elsif old.visibility = 'PRIVATE' and entry_visibility is distinct from 'PUBLIC' then
      raise exception 'a version becomes public only in a public entry' using errcode = 'restrict_violation';
    end if;
    return new;
  end
  $$;

create trigger keep_visibility before insert or update on nofx.agent_versions
  for each row execute function nofx.keep_visibility();
create trigger keep_visibility before insert or update on nofx.template_versions
  for each row execute function nofx.keep_visibility();

/* An entry whose current version becomes public is looked at again. */
create function nofx.settle_visibility() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    execute format('update %I.%I set updated_at = updated_at where id = $1 and current_version_id = $2',
      tg_table_schema, replace(tg_table_name, '_versions', '_registry')) using new.entry_id, new.id;
    return null;
  end
  $$;

create trigger settle_visibility after update on nofx.agent_versions
  for each row when (new.visibility is distinct from old.visibility) execute function nofx.settle_visibility();
create trigger settle_visibility after update on nofx.template_versions
  for each row when (new.visibility is distinct from old.visibility) execute function nofx.settle_visibility();

/* As before, and: a version that is public stays public. */
create or replace function nofx.guard_version() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    /* What Postgres generates is not there yet before the update. */
    changing constant text[] :=
      array['status', 'visibility', 'published_at', 'version_key', 'version_point', 'is_prerelease'];
  begin
    if tg_op = 'DELETE' then
      if old.status = 'DRAFT' then
        return old;
      end if;
      raise exception 'a published version is never deleted' using errcode = 'restrict_violation';
    end if;
    if to_jsonb(new) - changing is distinct from to_jsonb(old) - changing then
      raise exception 'a version never changes' using errcode = 'restrict_violation';
    end if;
    if old.visibility = 'PUBLIC' and new.visibility = 'PRIVATE' then
      raise exception 'a public version stays public' using errcode = 'restrict_violation';
    end if;
    /* Its time is when it was published: a draft's becomes that of its promotion, to the millisecond. */
    if new.published_at is distinct from
      (case when old.status = 'DRAFT' and new.status = 'ACTIVE' then now()::timestamptz(3) else old.published_at end) then
      raise exception 'a version is published when it is published' using errcode = 'restrict_violation';
    end if;
    if new.status = old.status or (old.status = 'DRAFT' and new.status = 'ACTIVE') then
      return new;
    end if;
    if (old.status, new.status) in (('ACTIVE', 'ARCHIVED'), ('ARCHIVED', 'ACTIVE')) then
      if auth.jwt() is null or nofx.is_admin() then
        return new;
      end if;
      raise exception 'only an admin archives a version' using errcode = 'insufficient_privilege';
    end if;
    raise exception 'a version does not go from % to %', old.status, new.status using errcode = 'restrict_violation';
  end
  $$;

grant update (visibility) on nofx.agent_versions, nofx.template_versions to authenticated;

-- Who reads what: one column of the entry, one of the version.

alter policy agent_registry_read on nofx.agent_registry using (
  is_public
  or (
    namespace = (select nofx.viewer_namespace())
    and (current_version_id is not null or (select nofx.is_publisher()))
  )
);
alter policy template_registry_read on nofx.template_registry using (
  is_public
  or (
    namespace = (select nofx.viewer_namespace())
    and (current_version_id is not null or (select nofx.is_publisher()))
  )
);

alter policy agent_versions_read on nofx.agent_versions using (
  exists (
    select from nofx.agent_registry entry
    where entry.id = entry_id
      and (
        (entry.is_public and agent_versions.visibility = 'PUBLIC' and agent_versions.status <> 'DRAFT')
        or (
          entry.namespace = (select nofx.viewer_namespace())
          and (agent_versions.status <> 'DRAFT' or (select nofx.is_publisher()))
        )
      )
  )
);
alter policy template_versions_read on nofx.template_versions using (
  exists (
    select from nofx.template_registry entry
    where entry.id = entry_id
      and (
        (entry.is_public and template_versions.visibility = 'PUBLIC' and template_versions.status <> 'DRAFT')
        or (
          entry.namespace = (select nofx.viewer_namespace())
          and (template_versions.status <> 'DRAFT' or (select nofx.is_publisher()))
        )
      )
  )
);

-- Nothing is instantiated or carried out that is disabled, removed or out of sight.

alter policy runs_insert on nofx.runs with check (
  namespace = (select nofx.viewer_namespace())
  and (select nofx.is_publisher())
  and created_by = (select nofx.viewer_id())
  and exists (
    select from nofx.template_versions version join nofx.template_registry entry on entry.id = version.entry_id
    where version.id = template_version_id and version.entry_id = template_id and version.status = 'ACTIVE'
      and entry.status <> 'DISABLED' and entry.removed_at is null
  )
);
alter policy steps_insert on nofx.steps with check (
  exists (
    select from nofx.runs run
    where run.id = run_id and run.created_by = (select nofx.viewer_id()) and run.created_at = now()::timestamptz(3)
  )
  and exists (
    select from nofx.agent_versions version join nofx.agent_registry entry on entry.id = version.entry_id
    where version.id = agent_version_id and version.entry_id = agent_id and version.status = 'ACTIVE'
      and entry.status <> 'DISABLED' and entry.removed_at is null
  )
);

/* A step begins, or goes to another worker, only while its agent may be carried out. One that runs may end. */
create function nofx.guard_step_agent() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if (
        (old.status = 'QUEUED' and new.status in ('RUNNING', 'SUCCEEDED'))
        or (new.status = 'RUNNING' and new.claim_hash is distinct from old.claim_hash)
      )
      and not exists (
        select from nofx.agent_registry entry
        where entry.id = old.agent_id and entry.status <> 'DISABLED' and entry.removed_at is null
      ) then
      raise exception 'a disabled or removed agent is not carried out' using errcode = 'restrict_violation';
    end if;
    return new;
  end
  $$;

create trigger guard_step_agent before update on nofx.steps for each row execute function nofx.guard_step_agent();

revoke execute on function nofx.keep_is_public(), nofx.keep_visibility(), nofx.settle_visibility(), nofx.guard_step_agent()
  from public;
