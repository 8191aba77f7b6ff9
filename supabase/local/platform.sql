-- The little of Supabase that a plain Postgres lacks. Never run on Supabase itself. Safe to repeat.

do $$
declare
  wanted text;
begin
  foreach wanted in array array['anon', 'authenticated', 'service_role'] loop
    begin
      execute format('create role %I nologin noinherit', wanted);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
  begin
    -- Who the gateway logs in as: owns nothing, bypasses nothing, inherits nothing. Give it a password to use it.
    create role authenticator login noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
end
$$;

grant anon, authenticated to authenticator;

create schema if not exists auth;
create schema if not exists extensions;
grant usage on schema auth, extensions to anon, authenticated, service_role;

create or replace function auth.jwt() returns jsonb
  language sql stable
  as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;

create or replace function auth.uid() returns uuid
  language sql stable
  as $$ select (auth.jwt() ->> 'sub')::uuid $$;
