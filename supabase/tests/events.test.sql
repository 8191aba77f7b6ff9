-- The log: appended to by whoever did it, read by whoever sees what it is about, changed by nobody.
-- The whole matrix is tests/policies/matrix.ts; this is the essence of it, for `supabase test db`.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(21);

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

-- What happened: to something public, to something private, to a draft.
insert into registry_events (seq, type, action, kind, entry_id, slug, namespace, tenant, correlation_id)
  select head + row_number() over (), 'agent.updated', action, 'AGENT', md5(namespace || slug)::uuid, slug, namespace, namespace, 'c'
  from registry_feed, unnest(array['tap-acme', 'tap-globex']) as namespace,
    (values ('PUBLISHED', 'open'), ('PUBLISHED', 'inner'), ('DRAFTED', 'open'), ('VALIDATION_FAILED', 'open')) as events (action, slug);
update registry_feed set head = head + 8;
insert into registry_events (type, action, kind, entry_id, slug, namespace, tenant, correlation_id)
  values ('agent.updated', 'PUBLISHED', 'AGENT', md5('tap-acmeopen')::uuid, 'open', 'tap-acme', 'tap-acme', 'not numbered');

create function pg_temp.append(action text, entry text, namespace text, tenant text default 'tap-acme', actor uuid default auth.uid())
  returns void language sql as $$
    insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id)
    values ('agent.updated', action, 'AGENT', md5(namespace || entry)::uuid, entry, namespace, tenant, actor, 'c')
  $$;

select pg_temp.become('anon');
select set_eq($$ select action || slug || tenant from registry_events where tenant like 'tap-%' $$, array['PUBLISHEDopentap-acme', 'PUBLISHEDopentap-globex'],
  'anon sees what happened to what is public, once it has its number');

select pg_temp.become('viewer');
select set_eq($$ select action || slug || tenant from registry_events where tenant like 'tap-%' $$,
  array['PUBLISHEDopentap-acme', 'PUBLISHEDopentap-globex', 'PUBLISHEDinnertap-acme'], 'a viewer sees what happened in its namespace, not to drafts');
select throws_ok($$ select pg_temp.append('PUBLISHED', 'open', 'tap-acme') $$, '42501', null, 'and says nothing');

select pg_temp.become('publisher');
select is((select count(*) from registry_events where tenant = 'tap-acme'), 4::bigint, 'a publisher sees drafts and refusals, too');
select is((select count(*) from registry_events where tenant = 'tap-globex'), 1::bigint, 'of its own namespace only');
select lives_ok($$ select pg_temp.append('PUBLISHED', 'open', 'tap-acme') $$, 'it says what it did');
select pg_temp.unsealed();
select throws_ok($$ select pg_temp.append('PUBLISHED', 'open', 'tap-acme') $$, '42501', null, 'but not past the registry');
select throws_ok($$ select epoch from registry_feed $$, '42501', null, 'and the epoch it does not read');
select pg_temp.seal();
select throws_ok($$ select pg_temp.append('PUBLISHED', 'open', 'tap-acme', actor => gen_random_uuid()) $$, '42501', null, 'not what another did');
select throws_ok($$ select pg_temp.append('PUBLISHED', 'open', 'tap-acme', tenant => 'tap-globex') $$, '42501', null, 'not for another tenant');
select throws_ok($$ select pg_temp.append('PUBLISHED', 'open', 'tap-globex') $$, '42501', null, 'not about another’s entry');
select throws_ok($$ select pg_temp.append('REMOVED', 'open', 'tap-acme') $$, '42501', null, 'not what an admin does');
select throws_ok($$ insert into registry_events (seq, type, action, kind, namespace, tenant, correlation_id)
  values (0, 'agent.updated', 'PUBLISHED', 'AGENT', 'tap-acme', 'tap-acme', 'c') $$, '42501', null, 'and gives no numbers');
select throws_ok($$ update registry_events set reason = 'x' $$, '42501', null, 'and changes nothing');
select throws_ok($$ delete from registry_events $$, '42501', null, 'and deletes nothing');
select lives_ok('select sequence_events()', 'any reader numbers what was committed');

select pg_temp.become('admin', 'tap-globex');
select is((select count(*) from registry_events where tenant = 'tap-acme'), 3::bigint, 'another tenant’s admin sees what is public');
select throws_ok($$ select pg_temp.append('REMOVED', 'open', 'tap-acme', tenant => 'tap-globex') $$, '42501', null, 'and says nothing about others');

select pg_temp.owner();
select throws_ok($$ update registry_events set reason = 'x' where seq = (select head from registry_feed) $$, '23001', null, 'the owner changes nothing either');
select throws_ok($$ update registry_events set seq = 0 where seq = (select head from registry_feed) $$, '23001', null, 'gives no other number');
select throws_ok($$ delete from registry_events where seq = (select head from registry_feed) $$, '23001', null, 'and deletes nothing');

select * from finish();
rollback;
