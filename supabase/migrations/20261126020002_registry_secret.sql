-- A secret of the registry that no role of a client reads: it signs cursors, and it seals what the registry writes.

/* 64 bytes, as long as a block of SHA-256: the key of HMAC as it is. */
create table nofx.registry_secret (
  only_row boolean primary key default true check (only_row),
  secret bytea not null check (octet_length(secret) = 64) default
    sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    || sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
);
insert into nofx.registry_secret default values;

alter table nofx.registry_secret enable row level security;
alter table nofx.registry_secret force row level security;
create policy registry_secret_own on nofx.registry_secret to current_user using (true);

/* A login of its own has no role that was set, and may not be granted anything else in the schema. */
grant usage on schema nofx to public;

/*
 * The secret, for the login of a gateway: one that may become anon and authenticated, and has not done so yet. Such a
 * login can claim to be anybody, so it learns nothing by which it could do more.
 */
create function nofx.gateway_secret() returns text
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if current_setting('role') <> 'none'
      or not pg_has_role(session_user, 'anon', 'MEMBER') or not pg_has_role(session_user, 'authenticated', 'MEMBER') then
      raise exception 'only the login of a gateway reads the secret' using errcode = 'insufficient_privilege';
    end if;
    return (select encode(secret, 'hex') from nofx.registry_secret);
  end
  $$;

/* HMAC-SHA256 (RFC 2104), which pgcrypto has, and not every Postgres has pgcrypto. */
create function nofx.hmac_sha256(key bytea, message text) returns text
  language plpgsql stable set search_path = ''
  as $$
  declare
    inner_pad bytea := key;
    outer_pad bytea := key;
  begin
    for at in 0 .. octet_length(key) - 1 loop
      inner_pad := set_byte(inner_pad, at, get_byte(key, at) # 54);
      outer_pad := set_byte(outer_pad, at, get_byte(key, at) # 92);
    end loop;
    return encode(sha256(outer_pad || sha256(inner_pad || convert_to(message, 'UTF8'))), 'hex');
  end
  $$;

/* Whether this transaction was begun by the registry, for the very claims that it has now: see guard_seal. */
create function nofx.is_sealed() returns boolean
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    return coalesce(
      current_setting('registry.seal', true)
        = nofx.hmac_sha256((select secret from nofx.registry_secret), 'seal ' || current_setting('request.jwt.claims', true)),
      false
    );
  end
  $$;

/*
 * Versions and events are written by the registry's own code, which has checked them: a transaction of it carries a seal
 * over the claims it acts with. Whoever has the same claims and another way to the database (a SQL console, PostgREST)
 * has no seal. The owner, and roles past row level security, need none.
 */
create function nofx.guard_seal() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if pg_has_role(current_user, (select relowner from pg_catalog.pg_class where oid = tg_relid), 'USAGE')
      or (select rolbypassrls from pg_catalog.pg_roles where rolname = current_user)
      or nofx.is_sealed() then
      return new;
    end if;
    raise exception 'only the registry itself writes %, in transactions that it seals', tg_table_name
      using errcode = 'insufficient_privilege', constraint = 'registry_seal';
  end
  $$;

create trigger guard_seal before insert on nofx.agent_versions
  for each row execute function nofx.guard_seal();
create trigger guard_seal before insert on nofx.template_versions
  for each row execute function nofx.guard_seal();
create trigger guard_seal_status before update on nofx.agent_versions
  for each row when (old.status is distinct from new.status) execute function nofx.guard_seal();
create trigger guard_seal_status before update on nofx.template_versions
  for each row when (old.status is distinct from new.status) execute function nofx.guard_seal();
create trigger guard_seal before insert or update on nofx.template_version_agents
  for each row execute function nofx.guard_seal();
create trigger guard_seal before insert on nofx.registry_events
  for each row execute function nofx.guard_seal();

/* `gateway_secret` looks at the login itself: which one that is, no migration knows. */
revoke execute on function nofx.is_sealed() from public;
grant execute on function nofx.is_sealed() to authenticated;

-- The epoch: what clients see of it is a tag, by which a cursor knows the log that it is of. It signs nothing.

alter table nofx.registry_feed add column epoch_tag text not null generated always as
  (left(encode(sha256(uuid_send(epoch)), 'hex'), 16)) stored;
revoke select on nofx.registry_feed from anon, authenticated;
grant select (only_row, head, epoch_tag) on nofx.registry_feed to anon, authenticated;

drop function nofx.advance_log(bigint);
drop function nofx.log_place(bigint);

/*
 * A place in the log: four bytes of the hash of the event with this number, by which a cursor knows the log that it is
 * of; null where no event has it. `pending`: something is committed and has no number yet.
 */
create function nofx.log_place(number bigint)
  returns table (epoch text, head bigint, mark text, pending boolean)
  language sql stable security definer set search_path = ''
  as $$
    select feed.epoch_tag, feed.head,
      (select left(encode(event.hash, 'hex'), 8) from nofx.registry_events as event
        where event.seq = number and event.seq <= feed.head),
      exists (select from nofx.registry_events as event where event.seq is null and event.hash is null)
    from nofx.registry_feed as feed
  $$;

/* Numbers what is committed, and says how the log now ends, and what is at the place where it ended before. */
create function nofx.advance_log(known bigint)
  returns table (epoch text, head bigint, head_mark text, known_mark text)
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    perform nofx.sequence_events();
    return query
      select feed.epoch_tag, feed.head, left(encode(feed.hash, 'hex'), 8), place.mark
      from nofx.registry_feed as feed, nofx.log_place(known) as place;
  end
  $$;

revoke execute on function nofx.log_place(bigint), nofx.advance_log(bigint) from public;
grant execute on function nofx.log_place(bigint), nofx.advance_log(bigint) to anon, authenticated, service_role;
