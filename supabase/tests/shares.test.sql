-- Shares: who reads, makes, changes and ends them, and what is read through them. The whole is tests/policies; this is the
-- essence of it, for `supabase test db`.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(47);

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

-- Private agents of two namespaces, each with a version; one of them has a draft only, and one was removed.
insert into agent_registry (id, namespace, slug, name, description, visibility)
  select md5(slug)::uuid, namespace, slug, slug, slug, 'PRIVATE'
  from (values ('tap-acme', 'tap-lent'), ('tap-acme', 'tap-draft'), ('tap-acme', 'tap-gone'), ('tap-globex', 'tap-theirs'))
    as entries (namespace, slug);
insert into agent_versions (id, entry_id, version, status, manifest, digest, visibility)
  select md5(slug || version)::uuid, md5(slug)::uuid, version, status, '{}', repeat('0', 64), 'PRIVATE'
  from (values ('tap-lent', '1.0.0', 'ACTIVE'), ('tap-lent', '2.0.0', 'DRAFT'), ('tap-draft', '1.0.0', 'DRAFT'),
    ('tap-gone', '1.0.0', 'ACTIVE'), ('tap-theirs', '1.0.0', 'ACTIVE')) as versions (slug, version, status);
update agent_registry set current_version_id = md5(slug || '1.0.0')::uuid where slug in ('tap-lent', 'tap-gone', 'tap-theirs');
update agent_registry set removed_at = now() where slug = 'tap-gone';

create function pg_temp.share(slug text, recipient text, may_instantiate boolean default false) returns void language sql as $$
  insert into nofx.entry_shares (kind, entry_id, namespace, may_instantiate, shared_by)
  values ('AGENT', md5(slug)::uuid, recipient, may_instantiate, auth.uid())
$$;
create function pg_temp.shares() returns setof text language sql as $$
  select entry.slug || ' with ' || share.namespace
  from nofx.entry_shares share join (values ('tap-lent'), ('tap-draft'), ('tap-theirs')) as entry (slug) on md5(entry.slug)::uuid = share.entry_id
$$;
create function pg_temp.seen() returns setof text language sql as $$
  select version from nofx.agent_versions where entry_id = md5('tap-lent')::uuid
$$;
create function pg_temp.unshare(recipient text) returns bigint language sql as $$
  with ended as (
    delete from nofx.entry_shares where entry_id = md5('tap-lent')::uuid and namespace = recipient returning 1
  )
  select count(*) from ended
$$;

-- Who makes them.
select pg_temp.become('viewer');
select throws_ok($$ select pg_temp.share('tap-lent', 'tap-globex') $$, '42501', null, 'a viewer shares nothing');
select pg_temp.become('publisher');
select throws_ok($$ select pg_temp.share('tap-lent', 'tap-globex') $$, '42501', null, 'nor does a publisher');
select pg_temp.become('admin', 'tap-globex', '00000000-0000-4000-8000-00000000000b');
select throws_ok($$ select pg_temp.share('tap-lent', 'tap-globex') $$, '42501', null, 'nor an admin of another namespace');
select pg_temp.become('admin');
select lives_ok($$ select pg_temp.share('tap-lent', 'tap-globex') $$, 'an admin of its namespace does');
select lives_ok($$ select pg_temp.share('tap-lent', 'tap-initech') $$, 'with several namespaces');
select lives_ok($$ select pg_temp.share('tap-draft', 'tap-globex') $$, 'also an entry with no version yet');
select throws_ok($$ select pg_temp.share('tap-lent', 'tap-globex') $$, '23505', null, 'each once');
select throws_ok($$ select pg_temp.share('tap-theirs', 'tap-initech') $$, '42501', null, 'but nothing of another namespace');
select throws_ok($$ select pg_temp.share('tap-lent', 'tap-acme') $$, '23001', null, 'and nothing with its own');
select throws_ok($$ select pg_temp.share('tap-lent', 'No One') $$, '23514', null, 'nor with what is no namespace');
select throws_ok($$ select pg_temp.share('tap-gone', 'tap-globex') $$, '23001', null, 'and a removed entry is not shared');
select throws_ok($$ insert into entry_shares (kind, entry_id, namespace, may_instantiate, shared_by)
  values ('AGENT', md5('tap-lent')::uuid, 'tap-hooli', false, md5('another')::uuid) $$, '42501', null, 'in no other name');
select throws_ok($$ insert into entry_shares (kind, entry_id, namespace, may_instantiate, shared_by, is_open)
  values ('AGENT', md5('tap-lent')::uuid, 'tap-hooli', false, auth.uid(), true) $$, '42501', null, 'nor says itself that it is open');
select set_config('registry.seal', '', true);
select throws_ok($$ select pg_temp.share('tap-lent', 'tap-hooli') $$, '42501', null, 'no one shares past the registry');

-- Who reads them, and what they show.
select pg_temp.become('admin');
select set_eq('select pg_temp.shares()', array['tap-lent with tap-globex', 'tap-lent with tap-initech', 'tap-draft with tap-globex'],
  'an admin reads all shares of the namespace');
select pg_temp.become('publisher');
select is_empty('select pg_temp.shares()', 'a publisher reads none');
select pg_temp.become('viewer', 'tap-globex');
select set_eq('select pg_temp.shares()', array['tap-lent with tap-globex'], 'the other namespace reads its own that shows something');
select set_eq('select pg_temp.seen()', array['1.0.0'], 'and of the entry what is published');
select pg_temp.become('admin', 'tap-hooli');
select is_empty('select pg_temp.shares()', 'a third namespace reads none');
select is_empty('select pg_temp.seen()', 'and nothing of the entry');
select pg_temp.become('anon');
select throws_ok('select from entry_shares', '42501', null, 'and others may not even ask');

-- Who changes them.
select pg_temp.become('admin', 'tap-globex', '00000000-0000-4000-8000-00000000000b');
update entry_shares set may_instantiate = true, shared_by = auth.uid() where entry_id = md5('tap-lent')::uuid;
select is((select may_instantiate from entry_shares where entry_id = md5('tap-lent')::uuid), false, 'whom it is for does not change it');
select is(pg_temp.unshare('tap-globex'), 0::bigint, 'nor ends it');
select pg_temp.become('publisher');
select is(pg_temp.unshare('tap-globex'), 0::bigint, 'nor does a publisher of its namespace');
select pg_temp.become('admin');
select lives_ok($$ update entry_shares set may_instantiate = true, shared_by = auth.uid()
  where entry_id = md5('tap-lent')::uuid and namespace = 'tap-globex' $$, 'an admin of its namespace changes it');
select throws_ok($$ update entry_shares set namespace = 'tap-hooli' where entry_id = md5('tap-lent')::uuid $$, '42501', null,
  'but not whom it is for');
select pg_temp.become('viewer', 'tap-globex');
select is((select may_instantiate from entry_shares where entry_id = md5('tap-lent')::uuid), true, 'and the other namespace reads the change');

-- An entry that is disabled, enabled, published and removed.
select pg_temp.owner();
update agent_registry set status = 'DISABLED' where slug = 'tap-lent';
select results_eq($$ select is_open, closed_at = now() from entry_shares where entry_id = md5('tap-lent')::uuid and namespace = 'tap-globex' $$,
  $$ values (false, true) $$, 'the share of a disabled entry is closed');
select pg_temp.become('admin', 'tap-globex', '00000000-0000-4000-8000-00000000000b');
select is_empty('select pg_temp.shares()', 'and not read by whom it is for');
select is_empty('select pg_temp.seen()', 'nor is the entry');
select is(decline_share('AGENT', 'tap-acme', 'tap-lent', null, 'tap', 30), null, 'who cannot decline it either');
select pg_temp.owner();
update agent_registry set status = 'ACTIVE' where slug = 'tap-lent';
select is((select is_open from entry_shares where entry_id = md5('tap-lent')::uuid and namespace = 'tap-globex'), true, 'enabled, it is open');
update agent_versions set status = 'ACTIVE' where id = md5('tap-draft1.0.0')::uuid;
update agent_registry set current_version_id = md5('tap-draft1.0.0')::uuid where slug = 'tap-draft';
select is((select is_open from entry_shares where entry_id = md5('tap-draft')::uuid), true, 'as is that of an entry with its first version');
update agent_registry set removed_at = now() where slug = 'tap-draft';
select is((select is_open from entry_shares where entry_id = md5('tap-draft')::uuid), false, 'and closed again when it is removed');

-- Who ends them.
select pg_temp.become('publisher', 'tap-globex');
select throws_ok($$ select decline_share('AGENT', 'tap-acme', 'tap-lent', null, 'tap', 30) $$, '42501', null, 'a publisher does not decline');
select pg_temp.become('admin', 'tap-globex', '00000000-0000-4000-8000-00000000000b');
select isnt(decline_share('AGENT', 'tap-acme', 'tap-lent', 'Not needed.', 'tap', 30), null, 'an admin of the other namespace does');
select is_empty('select pg_temp.seen()', 'which takes the entry from it');
select is(decline_share('AGENT', 'tap-acme', 'tap-lent', null, 'tap', 30), null, 'once');
select pg_temp.owner();
select results_eq($$ select namespace, tenant, actor is null, reason, audience from registry_events where action = 'SHARE_DECLINED' and recipient is null $$,
  $$ values ('tap-acme', 'tap-globex', true, null, 'NAMESPACE') $$, 'its owner is told which namespace declined, not who or why');
select results_eq($$ select recipient, actor, reason, audience from registry_events where action = 'SHARE_DECLINED' and recipient is not null $$,
  $$ values ('tap-globex', '00000000-0000-4000-8000-00000000000b'::uuid, 'Not needed.', 'SHARE_WITHDRAWAL') $$, 'and it is in the log of who declined');
select is(nofx.event_topics('SHARE_DECLINED', 'NAMESPACE', 'AGENT', md5('tap-lent')::uuid, 'tap-acme', 'tap-globex', null), '{}'::text[],
  'what is for admins is on no channel of Realtime');
select is(nofx.event_topics('SHARE_DECLINED', 'SHARE_WITHDRAWAL', 'AGENT', md5('tap-lent')::uuid, 'tap-acme', 'tap-globex', 'tap-globex'),
  array['registry:nofx:namespace:tap-globex'], 'but that the entry is taken is, for the members of the other namespace');
select pg_temp.become('admin');
select is(pg_temp.unshare('tap-initech'), 1::bigint, 'an admin of the entry ends the others');
select is((select count(*) from pg_temp.shares() share where share like 'tap-lent%'), 0::bigint, 'and none is left');

-- Limits.
select lives_ok($$ select pg_temp.share('tap-lent', 'tap-' || number) from generate_series(1, 100) as number $$,
  'an entry is shared with a hundred namespaces');
select throws_ok($$ select pg_temp.share('tap-lent', 'tap-101') $$, '23001', 'an entry is shared with 100 namespaces at most');
select pg_temp.owner();
insert into agent_registry (id, namespace, slug, name, description, visibility)
  select md5('tap-many-' || number)::uuid, 'tap-acme', 'tap-many-' || number, 'Many', 'Many', 'PRIVATE' from generate_series(1, 500) as number;
insert into entry_shares (kind, entry_id, namespace, may_instantiate, shared_by)
  select 'AGENT', md5('tap-many-' || number)::uuid, 'tap-1', false, md5('tap')::uuid from generate_series(1, 499) as number;
select pg_temp.become('admin');
select throws_ok($$ select pg_temp.share('tap-many-500', 'tap-1') $$, '23001', 'a namespace shares 500 entries with another at most');
select * from finish();
rollback;
