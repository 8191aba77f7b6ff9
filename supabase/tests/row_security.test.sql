-- Every table is behind row level security, and who may touch it at all.
-- The whole matrix is tests/policies/matrix.ts; this is the essence of it, for `supabase test db`.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(17);

create function pg_temp.become(registry_role text, namespace text default 'tap-acme', id uuid default '00000000-0000-4000-8000-00000000000a')
  returns text language sql as $$
    select set_config('role', case registry_role when 'anon' then 'anon' else 'authenticated' end, true)
      || set_config('request.jwt.claims', case registry_role when 'anon' then '' else json_build_object(
        'sub', id, 'role', 'authenticated',
        'app_metadata', json_build_object('registry_role', nullif(registry_role, 'nobody'), 'namespace', namespace))::text end, true)
  $$;
create function pg_temp.owner() returns text language sql as $$
  select set_config('role', 'none', true) || set_config('request.jwt.claims', '', true)
$$;

select is_empty(
  $$ select relname from pg_class where relnamespace = 'nofx'::regnamespace and relkind in ('r', 'p')
     and not (relrowsecurity and relforcerowsecurity) $$,
  'row level security is on and forced, on every table');
select is_empty(
  $$ select relname from pg_class where relnamespace = 'nofx'::regnamespace and relkind = 'v'
     and not coalesce(reloptions @> '{security_invoker=true}', false) $$,
  'a view runs as whoever asks');
select is_empty(
  $$ select proname from pg_proc where pronamespace = 'nofx'::regnamespace and prosecdef
     and not coalesce(proconfig @> array['search_path=pg_catalog, pg_temp'], false) $$,
  'what runs with the rights of the owner names its search path');
select is_empty(
  $$ select relname, role, privilege from pg_class, unnest(array['anon', 'authenticated', 'service_role']) as role,
       unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege
     where relnamespace = 'nofx'::regnamespace and relkind = 'r' and has_table_privilege(role, pg_class.oid, privilege) $$,
  'nobody truncates, refers to or triggers on a table');
select is_empty(
  $$ select relname, privilege from pg_class, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as privilege
     where relnamespace = 'nofx'::regnamespace and relkind = 'r' and has_table_privilege('service_role', pg_class.oid, privilege) $$,
  'service_role reads and writes no table');
select is_empty(
  $$ select relname, privilege from pg_class, unnest(array['INSERT', 'UPDATE']) as privilege
     where relnamespace = 'nofx'::regnamespace and relkind = 'r' and has_any_column_privilege('anon', pg_class.oid, privilege) $$,
  'anon writes no column of any table');

select pg_temp.become('anon');
select throws_ok('select * from runs', '42501', null, 'anon reads no runs');
select throws_ok('select * from steps', '42501', null, 'anon reads no steps');
select throws_ok('select * from registry_validation_reports', '42501', null, 'anon reads no reports');
select throws_ok('select * from idempotency_keys', '42501', null, 'anon reads no idempotency keys');
select throws_ok('create table nofx.mine ()', '42501', null, 'anon makes no tables');

-- What a token says of itself where its holder can write it counts for nothing.
select pg_temp.owner();
select set_config('request.jwt.claims',
  '{"role": "authenticated", "user_metadata": {"registry_role": "admin", "namespace": "tap-acme"}, "registry_role": "admin"}', true);
select is(viewer_role(), null, 'user_metadata gives no role');
select is(viewer_namespace(), null, 'user_metadata gives no namespace');
select set_config('request.jwt.claims', '{"app_metadata": {"registry_role": "owner", "namespace": "tap-acme"}}', true);
select is(viewer_role(), null, 'a role that there is not is none');
select is(viewer_namespace(), null, 'without a role there is no namespace');
select set_config('request.jwt.claims', '{"app_metadata": {"registry_role": "viewer", "tenant_id": "tap-acme"}}', true);
select is(viewer_namespace(), 'tap-acme', 'a tenant_id stands in for a namespace');
select set_config('request.jwt.claims', '{"app_metadata": {"registry_role": "viewer"}}', true);
select is(viewer_namespace(), 'default', 'without either it is default');

select * from finish();
rollback;
