-- What those that an entry is shared with hear of it: events of their own, from the share on. See decision 114.

alter table nofx.registry_events
  drop constraint registry_events_action_check,
  add constraint registry_events_action_check check (action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'ROLLED_BACK',
    'DEPRECATED', 'DISABLED', 'ENABLED', 'ARCHIVED', 'REMOVED', 'RATED', 'INSTANTIATED', 'VALIDATION_FAILED',
    'VISIBILITY_CHANGED', 'COMPATIBILITY_CHANGED', 'UNARCHIVED', 'DISCARDED', 'LISTING_CHANGED', 'CHANNEL_SET',
    'CHANNEL_REMOVED', 'CHANNEL_REGRESSED', 'COMMENT_HIDDEN', 'COMMENT_SHOWN', 'FEATURED', 'UNFEATURED', 'SHARED',
    'UNSHARED')),
  drop constraint registry_events_audience_check,
  add constraint registry_events_audience_check
    check (audience in ('EVERYONE', 'NAMESPACE', 'OTHERS', 'WITHDRAWAL', 'SHARE', 'SHARE_WITHDRAWAL')),
  /*
   * Of the audiences of a share, the one namespace that the event is for:
   *   SHARE              while it reads the entry: what happened to it, without the reason
   *   SHARE_WITHDRAWAL   for ever: that the entry is taken from it, and nothing more
   */
  add column recipient text check (nofx.is_namespace(recipient)),
  add constraint registry_events_share_check
    check ((recipient is not null) = (audience in ('SHARE', 'SHARE_WITHDRAWAL')));

/* As before, and: with whom an entry is shared is told to no one else. */
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
    if shown is not true or new.action in ('COMMENT_HIDDEN', 'COMMENT_SHOWN', 'SHARED', 'UNSHARED')
      or not nofx.are_public(new.kind, new.entry_id,
        array[new.version, new.before ->> 'currentVersion', new.after ->> 'currentVersion',
          new.before ->> 'channelVersion', new.after ->> 'channelVersion']) then
      new.audience := 'NAMESPACE';
    end if;
    return new;
  end
  $$;

/*
 * After `tell_others`, by its name: an event that is for the entry's namespace is told to each namespace that the entry is
 * shared with, unless it heard it with all others. Of an entry that is taken from it: that it was done, once.
 */
create function nofx.tell_shares() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    entry record;
    share record;
    is_withdrawn boolean;
  begin
    if new.audience <> 'NAMESPACE' or new.action not in ('PUBLISHED', 'PROMOTED', 'ROLLED_BACK', 'DEPRECATED', 'DISABLED',
        'ENABLED', 'ARCHIVED', 'UNARCHIVED', 'REMOVED', 'VISIBILITY_CHANGED', 'COMPATIBILITY_CHANGED', 'LISTING_CHANGED',
        'CHANNEL_SET', 'CHANNEL_REMOVED', 'SHARED', 'UNSHARED') then
      return null;
    end if;
    if new.kind = 'AGENT' then
      select is_public, tags, status <> 'DISABLED' and removed_at is null and current_version_id is not null as is_open
        into entry from nofx.agent_registry where id = new.entry_id;
    else
      select is_public, tags, status <> 'DISABLED' and removed_at is null and current_version_id is not null as is_open
        into entry from nofx.template_registry where id = new.entry_id;
    end if;
    for share in
      select namespace, is_open from nofx.entry_shares
        where entry_id = new.entry_id and (is_open or closed_at = now())
          and (new.action <> 'SHARED' or namespace = new.after ->> 'sharedWith') and new.action <> 'UNSHARED'
      union all
      select new.before ->> 'sharedWith', entry.is_public where new.action = 'UNSHARED' and entry.is_open and new.before ? 'sharedWith'
      order by 1
    loop
      is_withdrawn := not share.is_open;
      continue when new.action not in ('SHARED', 'UNSHARED') and exists (
        select from nofx.registry_events as told
        where told.entry_id = new.entry_id and told.seq is null and told.occurred_at = now()::timestamptz(3)
          and (
            (told.audience = 'OTHERS' and not is_withdrawn and told.action = new.action)
            or (told.audience = 'WITHDRAWAL' and is_withdrawn)
            or (told.audience = 'SHARE_WITHDRAWAL' and is_withdrawn and told.recipient = share.namespace)
          )
      );
      insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id,
        audience, recipient, tags, version, before, after)
      values (new.type, new.action, new.kind, new.entry_id, new.slug, new.namespace, new.tenant, new.actor,
        new.correlation_id, case when is_withdrawn then 'SHARE_WITHDRAWAL' else 'SHARE' end, share.namespace,
        case when is_withdrawn then entry.tags end,
        case when not is_withdrawn then new.version end,
        case when not is_withdrawn then new.before end,
        /* The numbers of versions that become public may be those of drafts. */
        case when not is_withdrawn then new.after - 'versions' - 'versionCount' end);
    end loop;
    return null;
  end
  $$;

create trigger tell_shares after insert on nofx.registry_events
  for each row execute function nofx.tell_shares();
revoke execute on function nofx.tell_shares() from public;

/* As before; the audiences of shares, and with whom an entry is shared is the business of the admins of its namespace. */
alter policy registry_events_read on nofx.registry_events using (
  seq is not null
  and case
    when action = 'INSTANTIATED' then tenant = (select nofx.viewer_namespace())
    when action in ('DRAFTED', 'DISCARDED', 'VALIDATION_FAILED') then
      tenant = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
    when audience = 'SHARE_WITHDRAWAL' then recipient = (select nofx.viewer_namespace())
    when audience = 'SHARE' and recipient is distinct from (select nofx.viewer_namespace()) then false
    when audience = 'NAMESPACE' and action in ('SHARED', 'UNSHARED') then
      namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin())
    when audience = 'WITHDRAWAL' then namespace is distinct from (select nofx.viewer_namespace())
    when audience = 'NAMESPACE' and namespace is distinct from (select nofx.viewer_namespace()) then false
    when audience = 'OTHERS' and namespace = (select nofx.viewer_namespace()) then false
    when kind = 'AGENT' then exists (select from nofx.agent_registry entry where entry.id = entry_id)
    else exists (select from nofx.template_registry entry where entry.id = entry_id)
  end
);

/* As before, and the events of shares: to the namespace that they are for. Those for admins are on no channel. */
create function nofx.event_topics(
  action text, audience text, kind text, entry uuid, namespace text, tenant text, recipient text
) returns text[]
  language plpgsql stable set search_path = ''
  as $$
  declare
    own constant text := 'registry:nofx:namespace:' || namespace;
    shown boolean;
  begin
    if action in ('INSTANTIATED', 'RATED') then
      return array['registry:nofx:namespace:' || tenant];
    elsif action in ('DRAFTED', 'DISCARDED', 'VALIDATION_FAILED') then
      return array['registry:nofx:publishers:' || tenant];
    elsif audience in ('SHARE', 'SHARE_WITHDRAWAL') then
      return array['registry:nofx:namespace:' || recipient];
    elsif action in ('SHARED', 'UNSHARED') then
      return array[]::text[];
    elsif audience in ('OTHERS', 'WITHDRAWAL') then
      return array['registry:nofx:public'];
    elsif audience = 'NAMESPACE' then
      return array[own];
    end if;
    /* Public when it was written. Whether it still is decides, as in the policy. */
    if kind = 'AGENT' then
      select is_public into shown from nofx.agent_registry where id = entry;
    else
      select is_public into shown from nofx.template_registry where id = entry;
    end if;
    return case when shown then array[own, 'registry:nofx:public'] else array[own] end;
  end
  $$;
revoke execute on function nofx.event_topics(text, text, text, uuid, text, text, text) from public;

create or replace function nofx.broadcast_events(first bigint, last bigint) returns void
  language plpgsql security definer set search_path = '' set lock_timeout = '200ms'
  as $$
  declare
    event nofx.registry_events;
    topic text;
    began constant timestamptz := clock_timestamp();
  begin
    if not exists (select from pg_catalog.pg_namespace where nspname = 'realtime')
      or to_regprocedure('realtime.send(jsonb, text, text, boolean)') is null then
      return;
    end if;
    for event in
      select * from nofx.registry_events as numbered
      where numbered.seq between greatest(first, last - 199) and last order by numbered.seq
    loop
      foreach topic in array nofx.event_topics(event.action, event.audience, event.kind, event.entry_id,
        event.namespace, event.tenant, event.recipient) loop
        if clock_timestamp() - began > interval '500 milliseconds' then
          raise warning 'Realtime takes messages too slowly: the events from % are not broadcast', event.seq;
          return;
        end if;
        perform realtime.send(jsonb_build_object('number', event.seq, 'cursor', nofx.event_cursor(event.seq, event.hash),
          'type', event.type, 'action', event.action, 'kind', event.kind, 'entryId', event.slug,
          'namespace', event.namespace, 'version', event.version,
          'occurredAt', to_char(event.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
          event.type, topic, true);
      end loop;
    end loop;
  exception when others then
    raise warning 'Realtime did not take an event: %', sqlerrm;
  end
  $$;
drop function nofx.event_topics(text, text, text, uuid, text, text);
