-- When the channels of an entry, or whether it is featured, were last changed: an import compares it with that of another
-- registry, as it compares `updated_at` for the entry itself. An import keeps the dates of channels, too.

/* Null: never. */
alter table nofx.agent_registry add column curated_at timestamptz(3);
alter table nofx.template_registry add column curated_at timestamptz(3);
update nofx.agent_registry as entry
  set curated_at = greatest(featured_at, (select max(moved_at) from nofx.channels where entry_id = entry.id))
  where removed_at is null and (featured_at is not null or exists (select from nofx.channels where entry_id = entry.id));
update nofx.template_registry as entry
  set curated_at = greatest(featured_at, (select max(moved_at) from nofx.channels where entry_id = entry.id))
  where removed_at is null and (featured_at is not null or exists (select from nofx.channels where entry_id = entry.id));
grant update (curated_at) on nofx.agent_registry, nofx.template_registry to authenticated;

/* Another time than the present is that of an import. */
create function nofx.guard_curated_at() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if auth.jwt() is null or new.curated_at = now()::timestamptz(3) then
      return new;
    end if;
    if new.curated_at is null or not nofx.is_admin() or not nofx.is_sealed() then
      raise exception 'only an import of an admin keeps what was elsewhere' using errcode = 'insufficient_privilege';
    end if;
    if new.curated_at > now() then
      raise exception 'an import keeps a date that is past' using errcode = 'restrict_violation';
    end if;
    return new;
  end
  $$;

create trigger guard_curated_at before update of curated_at on nofx.agent_registry
  for each row when (new.curated_at is distinct from old.curated_at) execute function nofx.guard_curated_at();
create trigger guard_curated_at before update of curated_at on nofx.template_registry
  for each row when (new.curated_at is distinct from old.curated_at) execute function nofx.guard_curated_at();

/* As before, with the time of the change, unless an import gives it. */
create or replace function nofx.guard_featured() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if auth.jwt() is not null and not nofx.is_admin() then
      raise exception 'only an admin features an entry' using errcode = 'insufficient_privilege';
    end if;
    if new.featured_at is not null then
      new.featured_at := now();
    end if;
    if new.curated_at is not distinct from old.curated_at then
      new.curated_at := now();
    end if;
    return new;
  end
  $$;

/* As before, with the time. */
create or replace function nofx.keep_only_public_featured() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if old.featured_at is null then
      raise exception 'only a public, active entry is featured' using errcode = 'restrict_violation';
    end if;
    new.featured_at := null;
    new.curated_at := now();
    return new;
  end
  $$;

/* The entry is locked by `guard_channel`. Runs as the owner: a publisher may move channels. */
create function nofx.keep_curated_at() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    channel constant nofx.channels := case when tg_op = 'DELETE' then old else new end;
  begin
    if channel.kind = 'AGENT' then
      update nofx.agent_registry set curated_at = now() where id = channel.entry_id and removed_at is null;
    else
      update nofx.template_registry set curated_at = now() where id = channel.entry_id and removed_at is null;
    end if;
    return null;
  end
  $$;

create trigger keep_curated_at_added after insert or delete on nofx.channels
  for each row execute function nofx.keep_curated_at();
create trigger keep_curated_at after update on nofx.channels for each row
  when (old.version_id <> new.version_id or old.gate is distinct from new.gate)
  execute function nofx.keep_curated_at();

/* As before; an import of an admin keeps when the channel was moved, and from where. */
create or replace function nofx.guard_channel() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    entry record;
    version record;
    moves constant boolean := tg_op = 'INSERT' or new.version_id is distinct from old.version_id;
    gates constant boolean := case when tg_op = 'INSERT' then new.gate is not null else new.gate is distinct from old.gate end;
    imports constant boolean := auth.jwt() is not null and nofx.is_admin() and nofx.is_sealed()
      and new.moved_at < now()::timestamptz(3)
      and case when tg_op = 'INSERT' then true else new.moved_at is distinct from old.moved_at end;
  begin
    if tg_op = 'UPDATE' and (new.kind, new.entry_id, new.name) is distinct from (old.kind, old.entry_id, old.name) then
      raise exception 'the identity of a channel never changes' using errcode = 'restrict_violation';
    end if;
    if gates and auth.jwt() is not null and not nofx.is_admin() then
      raise exception 'only an admin changes the gate of a channel' using errcode = 'insufficient_privilege';
    end if;
    if new.kind = 'AGENT' then
      select removed_at into entry from nofx.agent_registry where id = new.entry_id for no key update;
      select namespace, status, is_public, is_published into version
        from nofx.agent_versions where id = new.version_id and entry_id = new.entry_id;
    else
      select removed_at into entry from nofx.template_registry where id = new.entry_id for no key update;
      select namespace, status, is_public, is_published into version
        from nofx.template_versions where id = new.version_id and entry_id = new.entry_id;
    end if;
    if version.namespace is null then
      raise exception 'a channel points to a version of its entry' using errcode = 'foreign_key_violation';
    end if;
    new.namespace := version.namespace;
    new.is_public := version.is_public;
    new.is_published := version.is_published;
    if moves then
      if entry.removed_at is not null then
        raise exception 'the channels of a removed entry do not change' using errcode = 'restrict_violation';
      end if;
      if version.status <> 'ACTIVE' then
        raise exception 'a channel points to a published version' using errcode = 'restrict_violation';
      end if;
      new.regressed_at := null;
    end if;
    if tg_op = 'INSERT' and (select count(*) from nofx.channels where entry_id = new.entry_id) >= 20 then
      raise exception 'an entry has 20 channels at most' using errcode = 'restrict_violation';
    end if;
    if imports then
      if not exists (
        select from nofx.agent_versions where id = new.previous_version_id and entry_id = new.entry_id
        union all
        select from nofx.template_versions where id = new.previous_version_id and entry_id = new.entry_id
      ) then
        new.previous_version_id := null;
      end if;
      return new;
    end if;
    new.moved_at := case when moves then now() else old.moved_at end;
    if tg_op = 'INSERT' then
      new.previous_version_id := null;
    elsif moves then
      new.previous_version_id := case when new.version_id is distinct from old.previous_version_id then old.version_id end;
    else
      new.previous_version_id := old.previous_version_id;
    end if;
    return new;
  end
  $$;
grant insert (moved_at, previous_version_id), update (moved_at, previous_version_id) on nofx.channels to authenticated;

revoke execute on function nofx.guard_curated_at(), nofx.keep_curated_at() from public;
