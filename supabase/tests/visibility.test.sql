-- Who reads what: the visibility of an entry and of its versions, and what others are told when it is taken from them.
-- The whole matrix is tests/policies/matrix.ts; this is the essence of it, for `supabase test db`.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(24);

/* As the registry's own transactions: see guard_seal. */
select set_config('tap.secret', encode(secret, 'hex'), true) from registry_secret;
create function pg_temp.seal() returns text language sql as $$
  select set_config('registry.seal', nofx.hmac_sha256(decode(current_setting('tap.secret'), 'hex'),
    'seal ' || current_setting('request.jwt.claims')), true)
$$;
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

-- An agent that was private at 1.0.0 and is public since 2.0.0; one whose current version is private.
insert into agent_registry (id, namespace, slug, name, description, visibility)
  select md5(slug)::uuid, 'tap-acme', slug, slug, slug, 'PUBLIC' from unnest(array['tap-open', 'tap-covered']) as slug;
insert into agent_versions (id, entry_id, version, status, manifest, digest, visibility)
  select md5(slug || version)::uuid, md5(slug)::uuid, version, 'ACTIVE', '{}', repeat('0', 64), visibility
  from (values ('tap-open', '1.0.0', 'PRIVATE'), ('tap-open', '2.0.0', 'PUBLIC'), ('tap-covered', '1.0.0', 'PUBLIC'),
    ('tap-covered', '2.0.0', 'PRIVATE')) as versions (slug, version, visibility);
update agent_registry set current_version_id = md5(slug || '2.0.0')::uuid where namespace = 'tap-acme';
update agent_registry set audience_changed_at = null where namespace = 'tap-acme';

create function pg_temp.seen() returns setof text language sql as $$
  select slug || '@' || version from nofx.agent_registry entry join nofx.agent_versions on entry_id = entry.id where entry.namespace = 'tap-acme'
$$;
create function pg_temp.say(action text, slug text, version text default null) returns void language sql as $$
  insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id, version, reason)
  values ('agent.updated', action, 'AGENT', md5(slug)::uuid, slug, 'tap-acme', 'tap-acme', auth.uid(), 'tap', version, 'Because.')
$$;
create function pg_temp.told() returns setof text language sql as $$
  select action || ' ' || coalesce(version, '-') || ' ' || coalesce(reason, '-')
  from nofx.registry_events where correlation_id = 'tap' order by seq
$$;

select pg_temp.become('anon');
select set_eq('select pg_temp.seen()', array['tap-open@2.0.0'], 'anon sees the public version of a public entry');
select is_empty($$ select from agent_registry where slug = 'tap-covered' $$, 'and no entry whose current version is private');
select pg_temp.become('admin', 'tap-globex');
select set_eq('select pg_temp.seen()', array['tap-open@2.0.0'], 'another namespace sees the same');
select pg_temp.become('viewer');
select is((select count(*) from pg_temp.seen()), 4::bigint, 'its own namespace sees all of it');

select pg_temp.become('publisher');
select throws_ok($$ update agent_versions set visibility = 'PRIVATE' where id = md5('tap-open2.0.0')::uuid $$, '23001', null,
  'what is public stays public');
select throws_ok($$ update agent_registry set is_public = true where slug = 'tap-covered' $$, '42501', null,
  'nobody says of an entry that others see it');
select throws_ok($$ insert into agent_versions (entry_id, version, status, manifest, digest, published_by, visibility)
  values (md5('tap-open')::uuid, '9.0.0', 'ACTIVE', '{}', repeat('0', 64), auth.uid(), 'PRIVATE') $$, '42501', null,
  'nor hides a new version, which an import by an admin does');
select throws_ok($$ update agent_versions set is_public = true where id = md5('tap-open1.0.0')::uuid $$, '42501', null,
  'nor says of a version that others read it');
select throws_ok($$ insert into agent_versions (entry_id, version, status, manifest, digest, published_by, is_public)
  values (md5('tap-open')::uuid, '9.0.0', 'ACTIVE', '{}', repeat('0', 64), auth.uid(), true) $$, '42501', null,
  'nor of a new one');
select throws_ok($$ update agent_versions set namespace = 'tap-globex' where id = md5('tap-open1.0.0')::uuid $$, '42501', null,
  'nor gives it to another namespace');
select lives_ok($$ select pg_temp.say('PUBLISHED', 'tap-open', '1.0.0'), pg_temp.say('PUBLISHED', 'tap-open', '2.0.0') $$,
  'a publisher says what was published');
select sequence_events();
select pg_temp.become('anon');
select results_eq('select pg_temp.told()', array['PUBLISHED 2.0.0 Because.'], 'others are told of the public version only');

select pg_temp.become('publisher');
select lives_ok($$ update agent_registry set visibility = 'PRIVATE' where slug = 'tap-open' $$, 'a publisher makes it private');
select pg_temp.say('VISIBILITY_CHANGED', 'tap-open', '2.0.0');
select pg_temp.say('PROMOTED', 'tap-open', '2.0.0');
select sequence_events();
select results_eq('select pg_temp.told()',
  array['PUBLISHED 1.0.0 Because.', 'PUBLISHED 2.0.0 Because.', 'VISIBILITY_CHANGED 2.0.0 Because.', 'PROMOTED 2.0.0 Because.'],
  'its own namespace is told everything');
select pg_temp.become('anon');
select is_empty('select pg_temp.seen()', 'others see nothing of it');
select results_eq('select pg_temp.told()', array['VISIBILITY_CHANGED - -'], 'and are told that, once, without a word of why');

select pg_temp.become('publisher');
select throws_ok($$ update agent_versions set visibility = 'PUBLIC' where id = md5('tap-open1.0.0')::uuid $$, '23001', null,
  'a version becomes public in a public entry only');
select lives_ok($$ insert into agent_versions (entry_id, version, status, manifest, digest, published_by, visibility)
  values (md5('tap-open')::uuid, '3.0.0', 'ACTIVE', '{}', repeat('0', 64), auth.uid(), 'PUBLIC') $$,
  'a version comes while it is private, whatever it says itself');
update agent_registry set visibility = 'PUBLIC' where slug = 'tap-open';
select pg_temp.become('anon');
select set_eq('select pg_temp.seen()', array['tap-open@2.0.0'], 'and is not seen when the entry is public again');

select pg_temp.owner();
update agent_versions set is_public = true, is_published = false where entry_id = md5('tap-open')::uuid;
select set_eq($$ select version from agent_versions where entry_id = md5('tap-open')::uuid and is_public $$, array['2.0.0'],
  'not even the owner writes what is not true');
select throws_ok($$ update agent_versions set namespace = 'tap-globex' where id = md5('tap-open1.0.0')::uuid $$, '23001', null,
  'and a version stays in its namespace');

-- Nothing is carried out that is disabled.
select pg_temp.become('admin');
update agent_registry set status = 'DISABLED' where slug = 'tap-open';
insert into template_registry (id, namespace, slug, name, description) values (md5('tap-plan')::uuid, 'tap-acme', 'tap-plan', '', '');
insert into template_versions (id, entry_id, version, status, manifest, digest, published_by)
  values (md5('tap-plan1')::uuid, md5('tap-plan')::uuid, '1.0.0', 'ACTIVE', '{}', repeat('0', 64), auth.uid());
update template_registry set current_version_id = md5('tap-plan1')::uuid where slug = 'tap-plan';
select lives_ok($$ insert into runs (id, namespace, template_id, template_version_id, created_by)
  values (md5('tap-run')::uuid, 'tap-acme', md5('tap-plan')::uuid, md5('tap-plan1')::uuid, auth.uid()) $$, 'a run is made');
select throws_ok($$ insert into steps (run_id, step_id, position, name, agent_id, agent_version_id)
  values (md5('tap-run')::uuid, 'only', 0, '', md5('tap-open')::uuid, md5('tap-open2.0.0')::uuid) $$, '42501', null,
  'without a step of a disabled agent');
update template_registry set status = 'DISABLED' where slug = 'tap-plan';
select throws_ok($$ insert into runs (namespace, template_id, template_version_id, created_by)
  values ('tap-acme', md5('tap-plan')::uuid, md5('tap-plan1')::uuid, auth.uid()) $$, '42501', null, 'nor a run of a disabled template');

select * from finish();
rollback;
