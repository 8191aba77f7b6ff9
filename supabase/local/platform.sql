-- The little of Supabase that a plain Postgres lacks. Never run on Supabase itself. Safe to repeat.

do $$
declare
  wanted text;
begin
  -- A role that is there is not created: an owner who may not create roles may still migrate.
  for wanted in
    select name from unnest(array['anon', 'authenticated', 'service_role']) as name
    where not exists (select from pg_roles where rolname = name)
  loop
    begin
      execute format('create role %I nologin noinherit', wanted);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
  if not exists (select from pg_roles where rolname = 'authenticator') then
    begin
      -- Who the gateway logs in as: owns nothing, bypasses nothing, inherits nothing. Give it a password to use it.
      create role authenticator login noinherit;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not (pg_has_role('authenticator', 'anon', 'member') and pg_has_role('authenticator', 'authenticated', 'member')) then
    grant anon, authenticated to authenticator;
  end if;
end
$$;

create schema if not exists auth;
create schema if not exists extensions;
grant usage on schema auth, extensions to anon, authenticated, service_role;

create or replace function auth.jwt() returns jsonb
  language sql stable
  as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;

create or replace function auth.uid() returns uuid
  language sql stable
  as $$ select (auth.jwt() ->> 'sub')::uuid $$;
