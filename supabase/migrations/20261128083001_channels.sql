-- Channels: named pointers to versions of an entry, beside its current version. They stand where a range can stand.

/* As for an id, and nothing that could be a range, such as `v1`. `isChannel` of the manifest package also knows reserved words. */
create function nofx.is_channel(value text) returns boolean
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  begin
    return value ~ '^[a-z][a-z0-9-]{1,63}$' and value !~ '--|-$|^v+[0-9x]+$';
  end
  $$;

create table nofx.channels (
  kind text not null check (kind in ('AGENT', 'TEMPLATE')),
  entry_id uuid not null,
  name text not null check (nofx.is_channel(name)),
  version_id uuid not null,
  /* Where it pointed before, unless it went back there. Written by the trigger, as the next. */
  previous_version_id uuid,
  moved_at timestamptz(3) not null default now(),
  /*
   * Where the channel stands among the ranges: a space of its own beside releases (`r…`) and prereleases (`p…`). A range
   * that is the name of a channel is stored as this point.
   */
  point text collate "C" not null generated always as ('c' || name) stored,
  /* Who reads it: as its version. Written by the trigger. */
  namespace text not null default '' check (namespace <> ''),
  is_public boolean not null default false,
  is_published boolean not null default false,
  primary key (entry_id, name)
);
create index channels_by_version on nofx.channels (version_id, point);

/*
 * A channel points to a published version of an entry that was not removed; an entry has 20 at most. The entry is locked,
 * so that moves of one channel, its removal, and the archiving of a version wait for each other. Runs as the owner:
 * who may write here is said by the policies.
 */
create function nofx.guard_channel() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    entry record;
    version record;
    moves constant boolean := tg_op = 'INSERT' or new.version_id is distinct from old.version_id;
  begin
    if tg_op = 'UPDATE' and (new.kind, new.entry_id, new.name) is distinct from (old.kind, old.entry_id, old.name) then
      raise exception 'the identity of a channel never changes' using errcode = 'restrict_violation';
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
    end if;
    if tg_op = 'INSERT' then
      new.previous_version_id := null;
      new.moved_at := now();
      if (select count(*) from nofx.channels where entry_id = new.entry_id) >= 20 then
        raise exception 'an entry has 20 channels at most' using errcode = 'restrict_violation';
      end if;
    elsif moves then
      new.previous_version_id := case when new.version_id is distinct from old.previous_version_id then old.version_id end;
      new.moved_at := now();
    else
      new.previous_version_id := old.previous_version_id;
      new.moved_at := old.moved_at;
    end if;
    return new;
  end
  $$;

create trigger guard_channel before insert or update on nofx.channels
  for each row execute function nofx.guard_channel();
/* As versions and events: only the registry's own code writes channels, which keeps the log and the gates. */
create trigger guard_seal before insert or update on nofx.channels
  for each row execute function nofx.guard_seal();

create function nofx.guard_channel_removal() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if pg_has_role(current_user, (select relowner from pg_catalog.pg_class where oid = tg_relid), 'USAGE')
      or (select rolbypassrls from pg_catalog.pg_roles where rolname = current_user)
      or nofx.is_sealed() then
      return old;
    end if;
    raise exception 'only the registry itself removes channels, in transactions that it seals'
      using errcode = 'insufficient_privilege', constraint = 'registry_seal';
  end
  $$;
create trigger guard_seal_removal before delete on nofx.channels
  for each row execute function nofx.guard_channel_removal();

/* A version whose readers change: the channels that point to it. */
create function nofx.keep_channel_readers() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    update nofx.channels set is_public = is_public where version_id = new.id;
    return null;
  end
  $$;

create trigger keep_channel_readers after update on nofx.agent_versions for each row
  when (old.is_public <> new.is_public or old.is_published <> new.is_published)
  execute function nofx.keep_channel_readers();
create trigger keep_channel_readers after update on nofx.template_versions for each row
  when (old.is_public <> new.is_public or old.is_published <> new.is_published)
  execute function nofx.keep_channel_readers();

alter table nofx.channels enable row level security;
alter table nofx.channels force row level security;

create policy channels_read on nofx.channels for select to anon, authenticated using (
  is_public
  or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
);
create policy channels_insert on nofx.channels for insert to authenticated with check (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
);
create policy channels_update on nofx.channels for update to authenticated using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
);
create policy channels_delete on nofx.channels for delete to authenticated using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin())
);
/* The triggers run as the owner, whom `force` binds too. */
create policy channels_keep on nofx.channels to current_user using (true);

grant select (kind, entry_id, name, version_id, previous_version_id, moved_at, point) on nofx.channels
  to anon, authenticated;
grant insert (kind, entry_id, name, version_id), update (version_id), delete on nofx.channels to authenticated;

/* As before, and: a version that a channel points to is not archived. */
create or replace function nofx.guard_lifecycle() returns trigger
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
    if tg_op = 'UPDATE' and new.status = 'ARCHIVED' and old.status <> 'ARCHIVED' then
      if entry.current_version_id = new.id then
        raise exception 'the current version of an entry is not archived' using errcode = 'restrict_violation';
      end if;
      if exists (select from nofx.channels where version_id = new.id) then
        raise exception 'a version that a channel points to is not archived' using errcode = 'restrict_violation';
      end if;
    end if;
    return new;
  end
  $$;

revoke execute on function nofx.guard_channel(), nofx.guard_channel_removal(), nofx.keep_channel_readers() from public;

-- The actions in the log.

alter table nofx.registry_events
  drop constraint registry_events_action_check,
  add constraint registry_events_action_check check (action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'ROLLED_BACK',
    'DEPRECATED', 'DISABLED', 'ENABLED', 'ARCHIVED', 'REMOVED', 'RATED', 'INSTANTIATED', 'VALIDATION_FAILED',
    'VISIBILITY_CHANGED', 'COMPATIBILITY_CHANGED', 'UNARCHIVED', 'DISCARDED', 'LISTING_CHANGED', 'CHANNEL_SET',
    'CHANNEL_REMOVED', 'CHANNEL_REGRESSED'));

/* As before; a publisher moves channels too, as a publisher promotes. */
alter policy registry_events_append on nofx.registry_events with check (
  seq is null
  and tenant = (select nofx.viewer_namespace())
  and actor = (select nofx.viewer_id())
  and (select nofx.is_publisher())
  and (namespace = tenant or action = 'INSTANTIATED')
  and (
    action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'INSTANTIATED', 'VALIDATION_FAILED', 'VISIBILITY_CHANGED',
      'COMPATIBILITY_CHANGED', 'DISCARDED', 'LISTING_CHANGED', 'CHANNEL_SET')
    or (action not in ('RATED', 'CHANNEL_REGRESSED') and (select nofx.is_admin()))
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

/* As before, with the versions that a channel pointed to before and after. */
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
    if shown is not true or not nofx.are_public(new.kind, new.entry_id,
      array[new.version, new.before ->> 'currentVersion', new.after ->> 'currentVersion',
        new.before ->> 'channelVersion', new.after ->> 'channelVersion']) then
      new.audience := 'NAMESPACE';
    end if;
    return new;
  end
  $$;
