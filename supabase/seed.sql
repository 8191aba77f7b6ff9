-- After the migrations of `supabase db reset`. It adds nothing: the gateway publishes packages/shared when it starts, and
-- an entry or a user of a seed would reach a real project by `db push --include-seed`. It looks whether the reset left a
-- registry that may be served.

do $$
  declare
    open_tables text;
  begin
    select string_agg(relname, ', ' order by relname) into open_tables from pg_catalog.pg_class
      where relnamespace = 'nofx'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity);
    if open_tables is not null then
      raise exception 'row level security is not forced on: %', open_tables;
    end if;
    if not exists (select from nofx.registry_feed) then
      raise exception 'the log has no head';
    end if;
  end
$$;
