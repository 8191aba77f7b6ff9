-- Wake-ups: NOTIFY, and a broadcast by Supabase Realtime where that is installed. Both carry nothing.

/*
 * Realtime is looked for at each call: Supabase installs it when a project first uses it. One message a transaction is
 * enough; it goes out when the transaction has committed. The channel is private and no policy opens it, so only secret
 * keys hear it. Whatever is wrong with Realtime, what was written stays written: readers look once a second anyway.
 */
create or replace function nofx.notify_event() returns trigger
  language plpgsql security definer set search_path = '' set lock_timeout = '500ms'
  as $$
  begin
    perform pg_notify(tg_table_schema || '_events', '');
    if exists (select from pg_catalog.pg_namespace where nspname = 'realtime')
      and current_setting('registry.broadcast', true) is distinct from tg_table_schema::text then
      perform set_config('registry.broadcast', tg_table_schema, true);
      begin
        if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
          perform realtime.send('{}'::jsonb, 'written', 'registry:' || tg_table_schema, true);
        end if;
      exception when others then
        raise warning 'Realtime did not take a message: %', sqlerrm;
      end;
    end if;
    return null;
  end
  $$;

revoke execute on function nofx.notify_event() from public;

/*
 * A place in the log: four bytes of the hash of the event with this number, by which a cursor knows the log that it is
 * of; null where no event has it. `pending`: something is committed and has no number yet.
 */
create function nofx.log_place(number bigint)
  returns table (epoch uuid, head bigint, mark text, pending boolean)
  language sql stable security definer set search_path = ''
  as $$
    select feed.epoch, feed.head,
      (select left(encode(event.hash, 'hex'), 8) from nofx.registry_events as event
        where event.seq = number and event.seq <= feed.head),
      exists (select from nofx.registry_events as event where event.seq is null and event.hash is null)
    from nofx.registry_feed as feed
  $$;

/* Numbers what is committed, and says how the log now ends, and what is at the place where it ended before. */
create function nofx.advance_log(known bigint)
  returns table (epoch uuid, head bigint, head_mark text, known_mark text)
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    perform nofx.sequence_events();
    return query
      select feed.epoch, feed.head, left(encode(feed.hash, 'hex'), 8), place.mark
      from nofx.registry_feed as feed, nofx.log_place(known) as place;
  end
  $$;

/*
 * Begins another life of the log: every cursor of before is refused from now on. For whoever restored a backup; called
 * by the owner of the schema (scripts/newEpoch.ts).
 */
create function nofx.new_epoch() returns bigint
  language plpgsql volatile set search_path = ''
  as $$
  declare
    newest bigint;
  begin
    update nofx.registry_feed set epoch = gen_random_uuid() returning head into strict newest;
    perform pg_notify('nofx' || '_events', '');
    return newest;
  end
  $$;

revoke execute on function nofx.log_place(bigint), nofx.advance_log(bigint), nofx.new_epoch() from public;
grant execute on function nofx.log_place(bigint), nofx.advance_log(bigint) to anon, authenticated, service_role;
