-- Functions of the gateway under names that say what they do. The old names remain for gateways of the release before.

/* Reserves blobs for a day. Returns those that are reserved: a missing one is being removed, so try again. */
create function nofx.reserve_blobs(digests text[]) returns setof text
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not nofx.is_publisher() then
      raise exception 'only a publisher may reserve blobs' using errcode = 'insufficient_privilege';
    end if;
    return query
      insert into nofx.blob_claims as claim (sha256, held_until)
      select distinct asked.sha256, now() + interval '1 day' from unnest(digests) as asked (sha256) order by asked.sha256
      on conflict (sha256) do update set held_until = excluded.held_until, taken_at = null
        where claim.taken_at is null or claim.taken_at < now() - interval '10 minutes'
      returning claim.sha256;
  end
  $$;

/* The blobs that no version of any namespace references, and that are not reserved. */
create function nofx.unreferenced_blobs(digests text[]) returns setof text
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
        )
        and not exists (
          select from nofx.template_versions version
          where version.files @> jsonb_build_array(jsonb_build_object('sha256', asked.sha256))
        )
        and not exists (
          select from nofx.blob_claims claim where claim.sha256 = asked.sha256 and claim.held_until > now()
        );
  end
  $$;

/* Locks unreferenced blobs. The caller removes those that are returned, and releases them; none is reserved meanwhile. */
create function nofx.lock_blobs_for_removal(digests text[]) returns setof text
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    return query
      insert into nofx.blob_claims as claim (sha256, held_until, taken_at)
      select loose.sha256, '-infinity', now() from nofx.unreferenced_blobs(digests) as loose (sha256)
      order by loose.sha256
      on conflict (sha256) do update set taken_at = excluded.taken_at
        where claim.held_until <= now() and (claim.taken_at is null or claim.taken_at < now() - interval '10 minutes')
      returning claim.sha256;
  end
  $$;

/*
 * Locks entries against changes, shared, until the transaction ends: those of the viewer's own namespace and public
 * ones, in one order. Returns nothing about them: the next statement of the caller reads what is locked.
 */
create function nofx.lock_entries_for_reading(kind text, namespaces text[], slugs text[]) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if nofx.viewer_role() is null then
      raise exception 'a role is required to lock entries' using errcode = 'insufficient_privilege';
    end if;
    if kind = 'AGENT' then
      perform from nofx.agent_registry as entry
        where (entry.namespace, entry.slug) in (select * from unnest(namespaces, slugs))
          and (entry.namespace = nofx.viewer_namespace() or entry.visibility = 'PUBLIC')
        order by entry.id for share;
    else
      perform from nofx.template_registry as entry
        where (entry.namespace, entry.slug) in (select * from unnest(namespaces, slugs))
          and (entry.namespace = nofx.viewer_namespace() or entry.visibility = 'PUBLIC')
        order by entry.id for share;
    end if;
  end
  $$;

/*
 * The epoch and the head of the log, and the first four bytes of the hash of the event with this number, by which a
 * cursor recognizes its log; null if there is no such event. `pending`: a committed event has no number yet.
 */
create function nofx.log_position(number bigint)
  returns table (epoch text, head bigint, mark text, pending boolean)
  language sql stable security definer set search_path = ''
  as $$
    select feed.epoch_tag, feed.head,
      (select left(encode(event.hash, 'hex'), 8) from nofx.registry_events as event
        where event.seq = number and event.seq <= feed.head),
      exists (select from nofx.registry_events as event where event.seq is null and event.hash is null)
    from nofx.registry_feed as feed
  $$;

/* Numbers committed events. Returns the new end of the log, and the mark of the event at its previous end. */
create or replace function nofx.advance_log(known bigint)
  returns table (epoch text, head bigint, head_mark text, known_mark text)
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    perform nofx.sequence_events();
    return query
      select feed.epoch_tag, feed.head, left(encode(feed.hash, 'hex'), 8), place.mark
      from nofx.registry_feed as feed, nofx.log_position(known) as place;
  end
  $$;

/* Removes up to `most` expired rows of each kind. */
create function nofx.clean_up_rows(most integer)
  returns table (removed_keys integer, removed_spending integer, removed_reservations integer, more boolean)
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself may remove expired rows' using errcode = 'insufficient_privilege';
    end if;
    delete from nofx.idempotency_keys where (actor, operation, key) in (
      select old.actor, old.operation, old.key from nofx.idempotency_keys as old
      where old.created_at <= now() - interval '72 hours' order by old.created_at limit most for update skip locked
    );
    get diagnostics removed_keys = row_count;
    delete from nofx.rate_limits where (slot, account) in (
      select old.slot, old.account from nofx.rate_limits as old
      where old.slot < floor(extract(epoch from clock_timestamp()) / 10) - 1 limit most for update skip locked
    );
    get diagnostics removed_spending = row_count;
    delete from nofx.blob_claims where sha256 in (
      select old.sha256 from nofx.blob_claims as old
      where old.held_until < now() and (old.taken_at is null or old.taken_at < now() - interval '10 minutes')
      order by old.held_until limit most for update skip locked
    );
    get diagnostics removed_reservations = row_count;
    more := greatest(removed_keys, removed_spending, removed_reservations) >= most;
    return next;
  end
  $$;

revoke execute on function nofx.reserve_blobs(text[]), nofx.unreferenced_blobs(text[]),
  nofx.lock_blobs_for_removal(text[]), nofx.lock_entries_for_reading(text, text[], text[]),
  nofx.log_position(bigint), nofx.clean_up_rows(integer) from public;
grant execute on function nofx.reserve_blobs(text[]), nofx.unreferenced_blobs(text[]),
  nofx.lock_blobs_for_removal(text[]), nofx.lock_entries_for_reading(text, text[], text[]),
  nofx.log_position(bigint), nofx.clean_up_rows(integer) to authenticated;
grant execute on function nofx.log_position(bigint) to anon, service_role;

/* The old names, with the rights of their callers and the grants that they had. To be dropped in the release after this. */
create or replace function nofx.hold_blobs(digests text[]) returns setof text
  language sql volatile security invoker set search_path = ''
  as 'select nofx.reserve_blobs(digests)';

create or replace function nofx.loose_blobs(digests text[]) returns setof text
  language sql stable security invoker set search_path = ''
  as 'select nofx.unreferenced_blobs(digests)';

create or replace function nofx.take_blobs(digests text[]) returns setof text
  language sql volatile security invoker set search_path = ''
  as 'select nofx.lock_blobs_for_removal(digests)';

create or replace function nofx.hold_entries(kind text, namespaces text[], slugs text[]) returns void
  language sql volatile security invoker set search_path = ''
  as 'select nofx.lock_entries_for_reading(kind, namespaces, slugs)';

create or replace function nofx.log_place(number bigint)
  returns table (epoch text, head bigint, mark text, pending boolean)
  language sql stable security invoker set search_path = ''
  as 'select * from nofx.log_position(number)';

create or replace function nofx.keep_house(most integer)
  returns table (forgotten_keys integer, forgotten_spending integer, forgotten_claims integer, more boolean)
  language sql volatile security invoker set search_path = ''
  as 'select * from nofx.clean_up_rows(most)';
