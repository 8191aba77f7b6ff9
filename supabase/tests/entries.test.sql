-- Entries: who sees them, who writes them, and what nobody changes.
-- The whole matrix is tests/policies/matrix.ts; this is the essence of it, for `supabase test db`.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(23);

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

-- Two tenants with the same of everything: a public agent with a draft, a private one, one that is only a draft.
insert into agent_registry (id, namespace, slug, name, description, visibility, status)
  select md5(namespace || slug)::uuid, namespace, slug, slug, slug, visibility, status
  from (values ('tap-acme'), ('tap-globex')) as tenants (namespace),
    (values ('open', 'PUBLIC', 'ACTIVE'), ('off', 'PUBLIC', 'DISABLED'), ('inner', 'PRIVATE', 'ACTIVE'), ('sketch', 'PUBLIC', 'ACTIVE'))
      as entries (slug, visibility, status);
insert into agent_versions (id, entry_id, version, status, manifest, digest, published_at)
  select md5(entry.namespace || entry.slug || version)::uuid, entry.id, version, versions.status, '{}', repeat('0', 64), '2026-01-01'
  from agent_registry entry join (values
    ('open', '1.0.0', 'ACTIVE'), ('open', '2.0.0', 'ACTIVE'), ('open', '3.0.0', 'DRAFT'), ('off', '1.0.0', 'ACTIVE'),
    ('inner', '1.0.0', 'ACTIVE'), ('inner', '2.0.0', 'DRAFT'), ('sketch', '0.1.0', 'DRAFT'))
      as versions (slug, version, status) on versions.slug = entry.slug
  where namespace like 'tap-%';
update agent_registry set current_version_id = md5(namespace || slug || case slug when 'open' then '2.0.0' else '1.0.0' end)::uuid
  where slug <> 'sketch' and namespace like 'tap-%';

select pg_temp.become('anon');
select set_eq($$ select namespace || slug from agent_registry where namespace like 'tap-%' $$, array['tap-acmeopen', 'tap-globexopen'], 'anon sees what is public, published and on');
select throws_ok($$ update agent_registry set name = 'x' $$, '42501', null, 'anon changes nothing');

select pg_temp.become('nobody');
select set_eq($$ select namespace || slug from agent_registry where namespace like 'tap-%' $$, array['tap-acmeopen', 'tap-globexopen'], 'so does whoever has no role');
select is_empty($$ update agent_registry set name = 'x' returning slug $$, 'who changes nothing');

select pg_temp.become('viewer');
select set_eq($$ select namespace || slug from agent_registry where namespace like 'tap-%' $$,
  array['tap-acmeopen', 'tap-globexopen', 'tap-acmeoff', 'tap-acmeinner'], 'a viewer sees its namespace, but no draft');
select is_empty($$ update agent_registry set name = 'x' returning slug $$, 'and changes nothing');
select throws_ok($$ insert into agent_registry (namespace, slug, name, description) values ('tap-acme', 'fresh', '', '') $$,
  '42501', null, 'and makes nothing');

select pg_temp.become('publisher');
select set_eq($$ select namespace || slug from agent_registry where namespace like 'tap-%' $$,
  array['tap-acmeopen', 'tap-globexopen', 'tap-acmeoff', 'tap-acmeinner', 'tap-acmesketch'], 'a publisher sees the drafts of its namespace');
select lives_ok($$ insert into agent_registry (namespace, slug, name, description) values ('tap-acme', 'fresh', '', '') $$, 'and publishes there');
select throws_ok($$ insert into agent_registry (namespace, slug, name, description) values ('tap-globex', 'fresh', '', '') $$,
  '42501', null, 'and nowhere else');
select is_empty($$ update agent_registry set name = 'x' where namespace = 'tap-globex' returning slug $$, 'and changes nothing of others');
select throws_ok($$ update agent_registry set slug = 'other' where slug = 'open' $$, '42501', null, 'nobody renames an entry');
select throws_ok($$ update agent_registry set status = 'DISABLED' where slug = 'open' and namespace = 'tap-acme' $$,
  '42501', null, 'a publisher does not change a status');
select throws_ok($$ update agent_registry set removed_at = now() where slug = 'open' and namespace = 'tap-acme' $$,
  '42501', null, 'nor removes');
select throws_ok($$ update agent_registry set current_version_id = md5('tap-acmeopen1.0.0')::uuid where slug = 'open' and namespace = 'tap-acme' $$,
  '42501', null, 'nor rolls back');
select throws_ok($$ update agent_registry set current_version_id = md5('tap-acmesketch0.1.0')::uuid where slug = 'sketch' $$,
  '23001', null, 'a draft is no current version');
select throws_ok($$ delete from agent_registry $$, '42501', null, 'nobody deletes an entry');

select pg_temp.become('admin');
select lives_ok($$ update agent_registry set current_version_id = md5('tap-acmeopen1.0.0')::uuid where slug = 'open' and namespace = 'tap-acme' $$,
  'an admin rolls back');
select lives_ok($$ update agent_registry set status = 'DEPRECATED' where slug = 'open' and namespace = 'tap-acme' $$, 'and deprecates');

select pg_temp.become('admin', 'tap-globex');
select set_eq($$ select namespace || slug from agent_registry where namespace like 'tap-%' $$,
  array['tap-acmeopen', 'tap-globexopen', 'tap-globexoff', 'tap-globexinner', 'tap-globexsketch'], 'another tenant’s admin sees what is public, and its own');
select is_empty($$ update agent_registry set status = 'DISABLED' where namespace = 'tap-acme' returning slug $$, 'and changes nothing of others');

select pg_temp.owner();
select throws_ok($$ update agent_registry set slug = 'other' where slug = 'sketch' $$, '23001', null, 'the owner renames nothing either');
select throws_ok($$ delete from agent_registry where slug = 'sketch' $$, '23001', null, 'and deletes nothing');

select * from finish();
rollback;
