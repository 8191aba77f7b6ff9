-- Supabase Realtime carries events to clients: a message for each event, when it gets its number. Delivered at most once;
-- the cursor in it is the way to catch up. The wake-up of the gateways ('written', without content) stays as it is.

/* The cursor of an event, as gateways make it (src/feed/cursor.ts): signed with the key of the log's epoch. */
create function nofx.event_cursor(seq bigint, hash bytea) returns text
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    tag constant text := (select epoch_tag from nofx.registry_feed);
    mark constant text := left(encode(hash, 'hex'), 8);
    secret constant bytea := (select registry_secret.secret from nofx.registry_secret);
    key constant bytea := decode(nofx.hmac_sha256(secret, 'key cursors of ' || tag), 'hex');
    /* HMAC fills a key with zeros up to the 64 bytes of a block. */
    signature constant bytea := decode(nofx.hmac_sha256(key || decode(repeat('00', 32), 'hex'), seq || '.' || mark), 'hex');
  begin
    return nofx.base64url(convert_to(seq || '.' || left(tag, 8) || '.' || mark || '.'
      || left(nofx.base64url(signature), 16), 'UTF8'));
  end
  $$;

create function nofx.base64url(bytes bytea) returns text
  language sql immutable strict set search_path = ''
  as $$ select translate(encode(bytes, 'base64'), E'+/=\n', '-_') $$;

/*
 * The Realtime channels of an event, which have the readers of registry_events_read:
 *   registry:nofx:public                   everyone, for what happens to public entries
 *   registry:nofx:namespace:<namespace>    viewers, publishers and admins of the namespace
 *   registry:nofx:publishers:<namespace>   its publishers and admins: drafts and refused publishes
 */
create function nofx.event_topics(action text, audience text, kind text, entry uuid, namespace text, tenant text)
  returns text[]
  language plpgsql stable set search_path = ''
  as $$
  declare
    own constant text := 'registry:nofx:namespace:' || namespace;
    shown boolean;
  begin
    if action = 'INSTANTIATED' then
      return array['registry:nofx:namespace:' || tenant];
    elsif action in ('DRAFTED', 'DISCARDED', 'VALIDATION_FAILED') then
      return array['registry:nofx:publishers:' || tenant];
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

/*
 * Sends the events with these numbers, the newest 200 of them. Whatever is wrong with Realtime, the events keep their
 * numbers: a message that it does not take is a warning, and after half a second it is left alone.
 */
create function nofx.broadcast_events(first bigint, last bigint) returns void
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
        event.namespace, event.tenant) loop
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

revoke execute on function nofx.event_cursor(bigint, bytea), nofx.base64url(bytea), nofx.event_topics(text, text, text, uuid, text, text),
  nofx.broadcast_events(bigint, bigint) from public;

/* As before, and then broadcasts what it numbered. */
create or replace function nofx.sequence_events() returns bigint
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    first bigint;
    last bigint;
    previous bytea;
    event nofx.registry_events;
    ids uuid[] := array[]::uuid[];
    numbers bigint[] := array[]::bigint[];
    hashes bytea[] := array[]::bytea[];
  begin
    if not exists (select from nofx.registry_events where seq is null and hash is null) then
      return (select head from nofx.registry_feed);
    end if;
    select head, hash into last, previous from nofx.registry_feed for update;
    first := last + 1;
    for event in
      select * from nofx.registry_events where seq is null and hash is null order by inserted limit 50000
    loop
      last := last + 1;
      previous := nofx.event_hash(previous, last, event);
      ids := ids || event.id;
      numbers := numbers || last;
      hashes := hashes || previous;
    end loop;
    update nofx.registry_events as pending set seq = numbered.seq, hash = numbered.hash
      from unnest(ids, numbers, hashes) as numbered (id, seq, hash) where pending.id = numbered.id;
    update nofx.registry_feed set head = last, hash = previous where head < last;
    perform nofx.broadcast_events(first, last);
    return last;
  end
  $$;

/* Whether the viewer may follow a Realtime channel of the registry. */
create function nofx.may_follow(topic text) returns boolean
  language plpgsql stable set search_path = ''
  as $$
  begin
    return coalesce(topic = 'registry:nofx:public'
      or topic = 'registry:nofx:namespace:' || nofx.viewer_namespace()
      or (topic = 'registry:nofx:publishers:' || nofx.viewer_namespace() and nofx.is_publisher()), false);
  end
  $$;
revoke execute on function nofx.may_follow(text) from public;
/* To anon too: the policies below look at the messages of every channel of the project. */
grant execute on function nofx.may_follow(text) to anon, authenticated;

/*
 * The policies of Realtime, where it is installed. Restrictive ones too, so that a policy of another application of the
 * project opens nothing here, and no client sends on these channels. For the owner: call it again if Realtime was
 * installed after this migration. A preview has no channels for clients.
 */
create function nofx.protect_realtime() returns boolean
  language plpgsql set search_path = ''
  as $$
  begin
    if 'nofx' <> 'no' || 'fx' or to_regclass('realtime.messages') is null then
      return false;
    end if;
    drop policy if exists registry_events_follow on realtime.messages;
    create policy registry_events_follow on realtime.messages for select to anon, authenticated
      using (extension = 'broadcast' and nofx.may_follow(topic));
    drop policy if exists registry_events_follow_no_more on realtime.messages;
    create policy registry_events_follow_no_more on realtime.messages as restrictive for select to anon, authenticated
      using ((topic = 'registry:nofx' or topic like 'registry:nofx:%') is not true
        or (extension = 'broadcast' and nofx.may_follow(topic)));
    drop policy if exists registry_events_send_never on realtime.messages;
    create policy registry_events_send_never on realtime.messages as restrictive for insert to anon, authenticated
      with check ((topic = 'registry:nofx' or topic like 'registry:nofx:%') is not true);
    return true;
  end
  $$;
revoke execute on function nofx.protect_realtime() from public;
select nofx.protect_realtime();
