-- Versions: drafts are for publishers of their namespace, and what is published never changes.
-- The whole matrix is tests/policies/matrix.ts; this is the essence of it, for `supabase test db`.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(28);

/* As the registry's own transactions: see guard_seal. `unsealed` is whoever has the claims only. */
select set_config('tap.secret', encode(secret, 'hex'), true) from registry_secret;
create function pg_temp.seal() returns text language sql as $$
  select set_config('registry.seal', nofx.hmac_sha256(decode(current_setting('tap.secret'), 'hex'),
    'seal ' || current_setting('request.jwt.claims')), true)
$$;
create function pg_temp.unsealed() returns text language sql as $$ select set_config('registry.seal', '', true) $$;
create function pg_temp.become(registry_role text, namespace text default 'tap-acme', id uuid default '00000000-0000-4000-8000-00000000000a')
  returns text language sql as $$
    select set_config('role', case registry_role when 'anon' then 'anon' else 'authenticated' end, true)
      || set_config('request.jwt.claims', case registry_role when 'anon' then '' else json_build_object(
        'sub', id, 'role', 'authenticated',
        'app_metadata', json_build_object('registry_role', nullif(registry_role, 'nobody'), 'namespace', namespace))::text end, true)
      || pg_temp.seal()
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
  where entry.namespace like 'tap-%';
insert into template_registry (id, namespace, slug, name, description, visibility)
  values (md5('tap-acmeround')::uuid, 'tap-acme', 'round', 'round', 'round', 'PUBLIC');
insert into template_versions (id, entry_id, version, status, manifest, digest, published_at)
  values (md5('tap-acmeround1.0.0')::uuid, md5('tap-acmeround')::uuid, '1.0.0', 'DRAFT', '{}', repeat('0', 64), '2026-01-01');
update agent_registry set current_version_id = md5(namespace || slug || case slug when 'open' then '2.0.0' else '1.0.0' end)::uuid
  where slug <> 'sketch' and namespace like 'tap-%';

select pg_temp.become('anon');
select set_eq(
  $$ select version.id from agent_versions version join agent_registry entry on entry.id = entry_id where entry.namespace like 'tap-%' $$,
  $$ select md5(tenant || version)::uuid from unnest(array['tap-acme', 'tap-globex']) as tenant, unnest(array['open1.0.0', 'open2.0.0']) as version $$,
  'anon sees the published versions of what is public');

select pg_temp.become('viewer');
select is_empty($$ select id from agent_versions where status = 'DRAFT' $$, 'a viewer sees no draft');
select is_empty($$ delete from agent_versions returning id $$, 'and deletes nothing');

select pg_temp.become('publisher');
select is((select count(*) from agent_versions where status = 'DRAFT'), 3::bigint, 'a publisher sees the drafts of its namespace');
select lives_ok($$ insert into agent_versions (entry_id, version, status, manifest, digest, published_by)
  values (md5('tap-acmeopen')::uuid, '9.0.0', 'ACTIVE', '{}', repeat('0', 64), auth.uid()) $$, 'and publishes');
select pg_temp.unsealed();
select throws_ok($$ insert into agent_versions (entry_id, version, status, manifest, digest, published_by)
  values (md5('tap-acmeopen')::uuid, '9.0.1', 'ACTIVE', '{}', repeat('0', 64), auth.uid()) $$, '42501', null, 'but not past the registry');
select throws_ok($$ select secret from registry_secret $$, '42501', null, 'whose secret it does not read');
select throws_ok($$ select gateway_secret() $$, '42501', null, 'nor by the function for gateways');
select pg_temp.seal();
select throws_ok($$ insert into agent_versions (entry_id, version, status, manifest, digest, published_by)
  values (md5('tap-globexopen')::uuid, '9.0.0', 'ACTIVE', '{}', repeat('0', 64), auth.uid()) $$, '42501', null, 'not under another’s entry');
select throws_ok($$ insert into agent_versions (entry_id, version, status, manifest, digest, published_by)
  values (md5('tap-acmeopen')::uuid, '9.1.0', 'ACTIVE', '{}', repeat('0', 64), gen_random_uuid()) $$, '42501', null, 'not as somebody else');
select throws_ok($$ insert into agent_versions (entry_id, version, status, manifest, digest, published_by)
  values (md5('tap-acmeopen')::uuid, '9.2.0', 'ARCHIVED', '{}', repeat('0', 64), auth.uid()) $$, '42501', null, 'not into the archive');
select throws_ok($$ insert into agent_versions (entry_id, version, status, manifest, digest, published_by)
  values (md5('tap-acmeopen')::uuid, '1.0.0+again', 'ACTIVE', '{}', repeat('0', 64), auth.uid()) $$, '23505', null, 'not a number that is taken');
select throws_ok($$ update agent_versions set manifest = '{"a": 1}' where version = '1.0.0' $$, '42501', null, 'and changes no content');
select throws_ok($$ update agent_versions set status = 'ARCHIVED' where id = md5('tap-acmeopen1.0.0')::uuid $$, '42501', null, 'and archives nothing');
select throws_ok($$ update agent_versions set status = 'ACTIVE', published_at = now() + interval '1 day' where id = md5('tap-acmeopen3.0.0')::uuid $$,
  '23001', null, 'nor chooses when something was published');
select lives_ok($$ update agent_versions set status = 'ACTIVE', published_at = now() where id = md5('tap-acmeopen3.0.0')::uuid $$, 'it promotes its drafts');
select is_empty($$ update agent_versions set status = 'ACTIVE', published_at = now() where id = md5('tap-globexopen3.0.0')::uuid returning id $$,
  'and no other’s');
select lives_ok('delete from agent_versions', 'what it can delete are its drafts');
select is_empty($$ select id from agent_versions where status = 'DRAFT' $$, 'all of them');

select throws_ok($$ update template_versions set tests = '{"passed": 1}' where id = md5('tap-acmeround1.0.0')::uuid $$, '23001', null,
  'the result of the tests of a draft stays');
select lives_ok($$ update template_versions set tests = '{"passed": 1}', status = 'ACTIVE', published_at = now()
  where id = md5('tap-acmeround1.0.0')::uuid $$, 'until it is promoted');
select is((select tests from template_versions where id = md5('tap-acmeround1.0.0')::uuid), '{"passed": 1}', 'with what they say then');
select throws_ok($$ update template_versions set tests = '{"passed": 2}' where id = md5('tap-acmeround1.0.0')::uuid $$, '23001', null,
  'and never afterwards');

select pg_temp.become('admin');
select lives_ok($$ update agent_versions set status = 'ARCHIVED' where id = md5('tap-acmeopen1.0.0')::uuid $$, 'an admin archives');

select pg_temp.owner();
select is((select count(*) from agent_versions join agent_registry entry on entry.id = entry_id where entry.namespace like 'tap-%'), 13::bigint, 'and nothing else is gone');
select throws_ok($$ update agent_versions set manifest = '{"a": 1}' where version = '1.0.0' $$, '23001', null, 'the owner changes no content either');
select throws_ok($$ update agent_versions set status = 'DRAFT' where version = '2.0.0' $$, '23001', null, 'makes no draft of it');
select throws_ok($$ delete from agent_versions where version = '2.0.0' and status = 'ACTIVE' $$, '23001', null, 'and deletes nothing that was published');

select * from finish();
rollback;
