-- Links to the console: no one reads a row, and a code is taken once.
-- The whole matrix is tests/policies/matrix.ts; this is the essence of it, for `supabase test db`.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(9);

create function pg_temp.become(registry_role text) returns text language sql as $$
  select set_config('role', case registry_role when 'anon' then 'anon' else 'authenticated' end, true)
    || set_config('request.jwt.claims', case registry_role when 'anon' then '' else json_build_object(
      'sub', '00000000-0000-4000-8000-00000000000a', 'role', 'authenticated',
      'app_metadata', json_build_object('registry_role', nullif(registry_role, 'nobody'), 'namespace', 'tap-acme'))::text end, true)
$$;

select pg_temp.become('viewer');
select lives_ok($$ select create_console_link(sha256('one'), sha256('sealed') || sha256('token'), 60) $$, 'a viewer makes a link');
select throws_ok($$ select * from console_links $$, '42501', null, 'and reads none');
select throws_ok($$ delete from console_links $$, '42501', null, 'nor removes one');
select throws_ok($$ select clean_up_console_links(10) $$, '42501', null, 'nor cleans up');
select pg_temp.become('nobody');
select throws_ok($$ select create_console_link(sha256('two'), sha256('sealed') || sha256('token'), 60) $$, '42501', null,
  'a user without a role makes none');
select pg_temp.become('anon');
select throws_ok($$ select create_console_link(sha256('two'), sha256('sealed') || sha256('token'), 60) $$, '42501', null,
  'nor does a caller without a token');
select is(redeem_console_link(sha256('other')), null, 'another code has nothing');
select is(redeem_console_link(sha256('one')), sha256('sealed') || sha256('token'), 'its code has the sealed token');
select is(redeem_console_link(sha256('one')), null, 'once');

select * from finish();
rollback;
