-- Links that sign in to the console once: `registry console` prints one, which holds a code. A row has the hash of the code and the
-- token encrypted with a key that follows from the code, so that no row alone signs anyone in.

/* Valid for two minutes, and not worth a log: unlogged, and in no backup. */
create unlogged table nofx.console_links (
  /* SHA-256. */
  code_hash bytea primary key check (octet_length(code_hash) = 32),
  user_id uuid not null,
  sealed_token bytea not null check (octet_length(sealed_token) between 29 and 9000),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null
);
create index console_links_by_user on nofx.console_links (user_id, created_at);
create index console_links_expired on nofx.console_links (expires_at);

alter table nofx.console_links enable row level security;
alter table nofx.console_links force row level security;

/* Reached through the functions below only, which run as the owner. */
create policy console_links_functions on nofx.console_links to current_user using (true) with check (true);

/* Stores a link of the caller. Of a user's links the newest ten stay. Returns when it expires. */
create function nofx.create_console_link(code_hash bytea, sealed_token bytea, seconds integer) returns timestamptz
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    expiry constant timestamptz := clock_timestamp() + make_interval(secs => least(greatest(seconds, 1), 120));
    caller constant uuid := nofx.viewer_id();
  begin
    if caller is null or nofx.viewer_role() is null then
      raise exception 'a link signs in a user with a role' using errcode = 'insufficient_privilege';
    end if;
    delete from nofx.console_links as link where link.code_hash in (
      select old.code_hash from nofx.console_links as old
      where old.user_id = caller order by old.created_at desc offset 9 for update skip locked
    );
    insert into nofx.console_links (code_hash, user_id, sealed_token, created_at, expires_at)
      values (create_console_link.code_hash, caller, create_console_link.sealed_token, clock_timestamp(), expiry);
    return expiry;
  end
  $$;

/* Takes a link: of several callers at once, one gets the row. Null for a code that is unknown, used or expired. */
create function nofx.redeem_console_link(code_hash bytea) returns bytea
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    token bytea;
  begin
    delete from nofx.console_links as link
      where link.code_hash = redeem_console_link.code_hash and link.expires_at > clock_timestamp()
      returning link.sealed_token into token;
    return token;
  end
  $$;

/* Removes up to `most` links that have expired. Only the registry itself may call it. */
create function nofx.clean_up_console_links(most integer) returns integer
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    removed integer;
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself cleans up' using errcode = 'insufficient_privilege';
    end if;
    delete from nofx.console_links as link where link.code_hash in (
      select old.code_hash from nofx.console_links as old
      where old.expires_at <= clock_timestamp() order by old.expires_at limit most for update skip locked
    );
    get diagnostics removed = row_count;
    return removed;
  end
  $$;

revoke execute on function nofx.create_console_link(bytea, bytea, integer), nofx.redeem_console_link(bytea),
  nofx.clean_up_console_links(integer) from public;
grant execute on function nofx.create_console_link(bytea, bytea, integer), nofx.clean_up_console_links(integer)
  to authenticated;
grant execute on function nofx.redeem_console_link(bytea) to anon, authenticated;
