-- The log is evidence: every event holds a hash over its own content and the hash of the one before it, so that a row
-- that was altered, removed or renumbered later, by whomever, no longer fits.

alter table nofx.registry_events
  /* What the change was about, as it was and as it became: versions, states, digests. Never content. */
  add column before jsonb check (jsonb_typeof(before) = 'object' and octet_length(before::text) <= 2000),
  add column after jsonb check (jsonb_typeof(after) = 'object' and octet_length(after::text) <= 2000),
  /* Given together with the number. */
  add column hash bytea check (octet_length(hash) = 32);

drop index nofx.registry_events_pending;
create index registry_events_pending on nofx.registry_events (inserted) where seq is null and hash is null;

/* What the log begins with. */
create function nofx.first_hash() returns bytea
  language sql immutable parallel safe set search_path = ''
  as $$ select decode(repeat('00', 32), 'hex') $$;

/* The hash of the event that has the newest number. */
alter table nofx.registry_feed add column hash bytea not null default nofx.first_hash()
  check (octet_length(hash) = 32);

/* What the log says of a version. */
create index registry_events_by_version on nofx.registry_events (entry_id, version)
  where action in ('DRAFTED', 'PUBLISHED', 'PROMOTED', 'ARCHIVED');

grant insert (before, after) on nofx.registry_events to authenticated;

/*
 * What is hashed of an event, beside the hash before it: a JSON array in this order, in UTF-8, as jsonb writes it; the
 * time in UTC to the millisecond, whatever the session's time zone is.
 */
create function nofx.event_text(number bigint, event nofx.registry_events) returns text
  language plpgsql stable parallel safe set search_path = ''
  as $$
  begin
    return jsonb_build_array(
      number, event.id, event.type, event.action, event.kind, event.entry_id, event.slug, event.namespace,
      event.version, event.reason, event.tenant, event.report_id, event.actor, event.correlation_id,
      to_char(event.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), event.before, event.after
    )::text;
  end
  $$;

/* SHA-256 of the hash before, then the text. */
create function nofx.event_hash(previous bytea, number bigint, event nofx.registry_events) returns bytea
  language plpgsql stable parallel safe set search_path = ''
  as $$
  begin
    return sha256(previous || convert_to(nofx.event_text(number, event), 'UTF8'));
  end
  $$;

/* A log that was numbered before it was chained. */
alter table nofx.registry_events disable trigger guard_event;
do $$
  declare
    previous bytea := nofx.first_hash();
    event nofx.registry_events;
  begin
    for event in select * from nofx.registry_events where seq is not null order by seq loop
      previous := nofx.event_hash(previous, event.seq, event);
      update nofx.registry_events set hash = previous where id = event.id;
    end loop;
    update nofx.registry_feed set hash = previous;
  end
  $$;
alter table nofx.registry_events enable trigger guard_event;

/* The one change that an event sees: its number and its hash, together and once. */
create or replace function nofx.guard_event() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    unnumbered nofx.registry_events;
  begin
    if tg_op = 'UPDATE' and old.seq is null and old.hash is null and new.seq is not null and new.hash is not null then
      unnumbered := new;
      unnumbered.seq := null;
      unnumbered.hash := null;
      if unnumbered *= old then
        return new;
      end if;
    end if;
    raise exception 'the log is only ever appended to' using errcode = 'restrict_violation';
  end
  $$;

create trigger guard_events before truncate on nofx.registry_events
  for each statement execute function nofx.guard_event();

/*
 * Numbers the committed events, in the order in which they were written, without gaps, and chains them. Volatile and
 * READ COMMITTED: the lock is taken first, and the statement after it sees what was committed until then. Any reader
 * may call it. After a backlog of more than 50,000 the next call goes on: about two seconds of work are enough at once.
 */
create or replace function nofx.sequence_events() returns bigint
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
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
    return last;
  end
  $$;

/*
 * Walks up to `size` events after the number `start`, whose hash was `known`, and names the first that does not fit:
 *   ALTERED           its content, its number or its hash is not what was written
 *   MISSING           no event has the number
 *   RENUMBERED        the event of the number is there, under the number `now_seq` (looked for 10,000 numbers around)
 *   HEAD_MISMATCH     the log goes on behind its head, or ends in another hash than the head says
 *   VERSION_MISMATCH  the version that it says was published is not there with that digest; the walk may go on
 * For admins, of any tenant: it shows numbers, ids and hashes, no content. Stable: one snapshot for all it reads.
 */
create function nofx.verify_log(start bigint, known bytea, size integer)
  returns table (checked integer, last_seq bigint, last_hash bytea, head bigint, reason text, at_seq bigint, at_id uuid, now_seq bigint)
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    head_hash bytea;
    event nofx.registry_events;
    computed bytea;
  begin
    if not nofx.is_admin() then
      raise exception 'only an admin verifies the log' using errcode = 'insufficient_privilege';
    end if;
    select feed.head, feed.hash into head, head_hash from nofx.registry_feed as feed;
    checked := 0;
    last_seq := start;
    last_hash := known;

    if start > 0 then
      select * into event from nofx.registry_events where seq = start;
      if not found then
        reason := 'MISSING';
      elsif event.hash is distinct from known then
        reason := 'ALTERED';
      end if;
      if reason is not null then
        at_seq := start;
        at_id := event.id;
        return next;
        return;
      end if;
    end if;

    for event in
      select * from nofx.registry_events as written
      where written.seq > start and written.seq <= verify_log.head order by written.seq limit size
    loop
      computed := nofx.event_hash(last_hash, last_seq + 1, event);
      exit when event.seq <> last_seq + 1 or computed is distinct from event.hash;
      checked := checked + 1;
      last_seq := event.seq;
      last_hash := computed;
      if event.action in ('PUBLISHED', 'PROMOTED', 'ROLLED_BACK') and event.after ? 'digest'
        and not nofx.is_version(event.kind, event.entry_id, event.version, event.after ->> 'digest') then
        reason := 'VERSION_MISMATCH';
        at_seq := event.seq;
        at_id := event.id;
        return next;
        return;
      end if;
      event := null;
    end loop;

    if event.id is not null or (last_seq < head and checked < size) then
      at_seq := last_seq + 1;
      select moved.id, moved.seq into at_id, now_seq from nofx.registry_events as moved
        where (moved.seq between at_seq - 10000 and at_seq + 10000 or moved.seq > verify_log.head or moved.seq is null)
          and moved.seq is distinct from at_seq and moved.hash = nofx.event_hash(last_hash, at_seq, moved)
        limit 1;
      if found then
        reason := 'RENUMBERED';
      elsif event.seq = at_seq then
        reason := 'ALTERED';
        at_id := event.id;
      else
        reason := 'MISSING';
      end if;
    elsif last_seq >= head or head is null then
      select written.seq, written.id into at_seq, at_id from nofx.registry_events as written
        where written.seq > coalesce(verify_log.head, 0) order by written.seq limit 1;
      if found or head is null then
        reason := 'HEAD_MISMATCH';
      elsif last_hash is distinct from head_hash then
        reason := 'HEAD_MISMATCH';
        at_seq := last_seq;
        at_id := (select written.id from nofx.registry_events as written where written.seq = last_seq);
      end if;
    end if;
    return next;
  end
  $$;

/* Whether an entry has this very version; `agent_versions_files` and its twin let the owner see it. */
create function nofx.is_version(kind text, entry uuid, version text, digest text) returns boolean
  language plpgsql stable set search_path = ''
  as $$
  begin
    if kind = 'AGENT' then
      return exists (
        select from nofx.agent_versions as published
        where published.entry_id = entry and published.version_key = nofx.semver_key(is_version.version)
          and published.version = is_version.version and published.digest = is_version.digest
      );
    end if;
    return exists (
      select from nofx.template_versions as published
      where published.entry_id = entry and published.version_key = nofx.semver_key(is_version.version)
        and published.version = is_version.version and published.digest = is_version.digest
    );
  end
  $$;

revoke execute on function nofx.verify_log(bigint, bytea, integer) from public;
grant execute on function nofx.verify_log(bigint, bytea, integer) to authenticated;
