-- Channels: who sees and moves them, and what they may point to. The whole is tests/policies; this is the essence of it, for
-- `supabase test db`.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(14);

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

-- An agent with a private and a public version, and a draft.
insert into agent_registry (id, namespace, slug, name, description, visibility)
  values (md5('tap-open')::uuid, 'tap-acme', 'tap-open', 'Open', 'Open', 'PUBLIC');
insert into agent_versions (id, entry_id, version, status, manifest, digest, visibility)
  select md5('tap-open' || version)::uuid, md5('tap-open')::uuid, version, status, '{}', repeat('0', 64), visibility
  from (values ('1.0.0', 'ACTIVE', 'PRIVATE'), ('2.0.0', 'ACTIVE', 'PUBLIC'), ('3.0.0', 'DRAFT', 'PUBLIC'))
    as versions (version, status, visibility);
update agent_registry set current_version_id = md5('tap-open2.0.0')::uuid where slug = 'tap-open' and namespace = 'tap-acme';

create function pg_temp.point(channel text, version text) returns void language sql as $$
  insert into nofx.channels (kind, entry_id, name, version_id)
  values ('AGENT', md5('tap-open')::uuid, channel, md5('tap-open' || version)::uuid)
$$;
create function pg_temp.seen() returns setof text language sql as $$
  select name from nofx.channels where entry_id = md5('tap-open')::uuid
$$;

select pg_temp.become('publisher');
select lives_ok($$ select pg_temp.point('stable', '2.0.0') $$, 'a publisher sets a channel');
select lives_ok($$ select pg_temp.point('inside', '1.0.0') $$, 'also to a private version');
select throws_ok($$ select pg_temp.point('next', '3.0.0') $$, '23001', null, 'not to a draft');
select throws_ok($$ select pg_temp.point('v2', '2.0.0') $$, '23514', null, 'and a channel is not called like a version');
select set_eq('select pg_temp.seen()', array['stable', 'inside'], 'its namespace sees all channels');
select pg_temp.become('anon');
select set_eq('select pg_temp.seen()', array['stable'], 'others see those of public versions');
select throws_ok($$ select pg_temp.point('mine', '2.0.0') $$, '42501', null, 'and set none');
select pg_temp.become('admin', 'tap-globex');
select set_eq('select pg_temp.seen()', array['stable'], 'another namespace sees the same');
select throws_ok($$ select pg_temp.point('mine', '2.0.0') $$, '42501', null, 'and sets none either');
select pg_temp.become('publisher');
delete from channels where entry_id = md5('tap-open')::uuid;
select set_eq('select pg_temp.seen()', array['stable', 'inside'], 'a publisher removes no channel');
select pg_temp.become('admin');
select throws_ok($$ update agent_versions set status = 'ARCHIVED' where id = md5('tap-open1.0.0')::uuid $$, '23001', null,
  'a version in a channel is not archived');
update agent_registry set visibility = 'PRIVATE' where id = md5('tap-open')::uuid;
select pg_temp.become('anon');
select is_empty('select pg_temp.seen()', 'the channels of a private entry are private');
select pg_temp.become('admin');
delete from channels where name = 'inside' and entry_id = md5('tap-open')::uuid;
select set_eq('select pg_temp.seen()', array['stable'], 'an admin removes a channel');
select set_config('registry.seal', '', true);
select throws_ok($$ select pg_temp.point('raw', '2.0.0') $$, '42501', null, 'no one writes a channel past the registry');
select * from finish();
rollback;
