-- Runs, reports and idempotency keys: of their namespace, of their actor.
-- The whole matrix is tests/policies/matrix.ts; this is the essence of it, for `supabase test db`.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(35);

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
  where namespace like 'tap-%';
update agent_registry set current_version_id = md5(namespace || slug || case slug when 'open' then '2.0.0' else '1.0.0' end)::uuid
  where slug <> 'sketch' and namespace like 'tap-%';

insert into template_registry (id, namespace, slug, name, description, visibility)
  select md5('template' || namespace || slug)::uuid, namespace, slug, slug, slug, visibility
  from unnest(array['tap-acme', 'tap-globex']) as namespace, (values ('plan', 'PUBLIC'), ('inner-plan', 'PRIVATE')) as entries (slug, visibility);
insert into template_versions (id, entry_id, version, status, manifest, digest, published_at)
  select md5(slug || namespace || version)::uuid, id, version, versions.status, '{}', repeat('0', 64), '2026-01-01'
  from template_registry, (values ('1.0.0', 'ACTIVE'), ('2.0.0', 'DRAFT')) as versions (version, status)
  where namespace like 'tap-%';
update template_registry set current_version_id = md5(slug || namespace || '1.0.0')::uuid where namespace like 'tap-%';
insert into runs (id, namespace, template_id, template_version_id, created_by, created_at)
  select md5('run' || namespace)::uuid, namespace, id, current_version_id, gen_random_uuid(), '2026-01-01'
  from template_registry where slug = 'plan' and namespace like 'tap-%';
insert into registry_validation_reports (namespace, kind, valid, correlation_id) values ('tap-acme', 'AGENT', true, 'c'), ('tap-globex', 'AGENT', true, 'c');
insert into idempotency_keys (actor, operation, key, payload_hash)
  values (gen_random_uuid(), 'publish AGENT', 'the-key-of-another', 'h');

create function pg_temp.run(namespace text, slug text, template_of text, version text default '1.0.0') returns void language sql as $$
  insert into nofx.runs (id, namespace, template_id, template_version_id, created_by)
    values (md5('fresh')::uuid, namespace, md5('template' || template_of || slug)::uuid, md5(slug || template_of || version)::uuid, auth.uid())
$$;
create function pg_temp.step(run uuid, agent text, version text default '1.0.0') returns void language sql as $$
  insert into nofx.steps (run_id, step_id, position, name, agent_id, agent_version_id)
    values (run, 'first', 0, 'First', md5(agent)::uuid, md5(agent || version)::uuid)
$$;

select pg_temp.become('viewer');
select is_empty($$ update runs set status = 'QUEUED' returning id $$, 'a viewer changes no run');
select set_eq('select namespace from runs', array['tap-acme'], 'a viewer sees the runs of its namespace');
select throws_ok($$ select pg_temp.run('tap-acme', 'plan', 'tap-acme') $$, '42501', null, 'and makes none');
select is_empty('select id from registry_validation_reports', 'and reads no reports');
select lives_ok($$ insert into registry_validation_reports (namespace, kind, valid, actor, correlation_id)
  values ('tap-acme', 'AGENT', true, auth.uid(), 'c') $$, 'but files them');
select throws_ok($$ insert into registry_validation_reports (namespace, kind, valid, actor, correlation_id)
  values ('tap-globex', 'AGENT', true, auth.uid(), 'c') $$, '42501', null, 'in its namespace');

select pg_temp.become('publisher');
select set_eq('select namespace from registry_validation_reports', array['tap-acme'], 'a publisher reads the reports of its namespace');
select throws_ok($$ select pg_temp.run('tap-globex', 'plan', 'tap-globex') $$, '42501', null, 'it makes no run for another tenant');
select throws_ok($$ select pg_temp.run('tap-acme', 'inner-plan', 'tap-globex') $$, '42501', null, 'nor of another’s private template');
select throws_ok($$ select pg_temp.run('tap-acme', 'plan', 'tap-acme', '2.0.0') $$, '42501', null, 'nor of a draft');
select lives_ok($$ select pg_temp.run('tap-acme', 'plan', 'tap-globex') $$, 'it makes one of what is public');
select lives_ok($$ select pg_temp.step(md5('fresh')::uuid, 'tap-acmeopen') $$, 'with its steps');
select throws_ok($$ select pg_temp.step(md5('fresh')::uuid, 'tap-globexinner') $$, '42501', null, 'not of another’s private agent');
select throws_ok($$ select pg_temp.step(md5('runtap-acme')::uuid, 'tap-acmeopen') $$, '42501', null, 'and adds none to a run of before');
select throws_ok($$ update runs set status = 'FAILED' $$, '23001', 'a run is what its steps make of it', 'nobody says what became of a run');
select throws_ok($$ update steps set status = 'SKIPPED' $$, '23001', null, 'nor that a step is skipped');
select throws_ok($$ update steps set attempt = 7 $$, '42501', null, 'nor how often it was tried');
select lives_ok($$ update steps set status = 'RUNNING', worker = 'w', claim_hash = repeat('1', 64), claimed_until = now() + interval '1 min' $$,
  'a publisher claims a step');
select throws_ok($$ update steps set claim_hash = repeat('2', 64) $$, '23001', null, 'and nobody takes it over before its time');
select is((select status from runs where id = md5('fresh')::uuid), 'RUNNING', 'then its run has begun');
select lives_ok($$ update steps set status = 'SUCCEEDED', outputs = '{}', claimed_until = null $$, 'it reports the step');
select is((select status from runs where id = md5('fresh')::uuid), 'SUCCEEDED', 'and its run is what its steps make of it');
select throws_ok($$ update steps set outputs = '{"a":1}' $$, '23001', null, 'what has ended does not change');
select throws_ok($$ select run_revisions(array[md5('fresh')::uuid]) $$, '42501', null, 'only the registry itself asks for revisions');
select is_empty('select key from idempotency_keys', 'nobody reads another’s idempotency keys');
select lives_ok($$ insert into idempotency_keys (actor, operation, key, payload_hash)
  values (auth.uid(), 'publish AGENT', 'the-key-of-another', 'h') $$, 'its own are its own');
select throws_ok($$ insert into idempotency_keys (actor, operation, key, payload_hash)
  values (gen_random_uuid(), 'publish AGENT', 'a-fresh-key', 'h') $$, '42501', null, 'and it claims none for others');
select throws_ok('delete from idempotency_keys', '42501', null, 'nobody deletes them');

-- Which agents a template works with: said when it is published, of agents that the publisher sees.
select throws_ok($$ insert into template_version_agents values (md5('plantap-acme1.0.0')::uuid, 'open', md5('tap-acmeopen')::uuid, '*', '{(,)}') $$,
  '42501', null, 'nothing is added to what was published before');
select throws_ok($$ insert into template_version_agents values (md5('plantap-globex2.0.0')::uuid, 'open', md5('tap-acmeopen')::uuid, '*', '{(,)}') $$,
  '42501', null, 'nor to another’s draft');
select throws_ok($$ insert into template_version_agents values (md5('plantap-acme2.0.0')::uuid, 'inner', md5('tap-globexinner')::uuid, '*', '{(,)}') $$,
  '42501', null, 'nor another’s private agent to a draft');
select lives_ok($$ insert into template_version_agents values (md5('plantap-acme2.0.0')::uuid, 'inner', md5('tap-acmeinner')::uuid, '*', '{(,)}') $$,
  'but one’s own');

select pg_temp.become('admin', 'tap-globex');
select set_eq('select namespace from runs', array['tap-globex'], 'another tenant’s admin sees its own runs');
select set_eq('select namespace from registry_validation_reports', array['tap-globex'], 'and its own reports');
select is_empty($$ select 1 from steps $$, 'and no steps of others');

select * from finish();
rollback;
