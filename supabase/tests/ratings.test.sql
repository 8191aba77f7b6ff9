-- Ratings: a rater's own, counted for all who see the template; who rated and why stays in the rater's namespace.
-- The whole matrix is tests/policies/matrix.ts; this is the essence of it, for `supabase test db`.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(16);

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

insert into template_registry (id, namespace, slug, name, description, visibility)
  select md5('template' || namespace || slug)::uuid, namespace, slug, slug, slug, visibility
  from unnest(array['tap-acme', 'tap-globex']) as namespace, (values ('plan', 'PUBLIC'), ('inner-plan', 'PRIVATE')) as entries (slug, visibility);
insert into template_versions (id, entry_id, version, status, manifest, digest, published_at)
  select md5(slug || namespace || '1.0.0')::uuid, id, '1.0.0', 'ACTIVE', '{}', repeat('0', 64), '2026-01-01'
  from template_registry where namespace like 'tap-%';
update template_registry set current_version_id = md5(slug || namespace || '1.0.0')::uuid where namespace like 'tap-%';

create function pg_temp.rate(template_of text, slug text, stars integer, rater uuid default auth.uid()) returns void language sql as $$
  insert into nofx.template_ratings (template_id, rater, stars, comment)
    values (md5('template' || template_of || slug)::uuid, rater, stars, 'Because.')
$$;
create function pg_temp.counts(template_of text) returns integer[] language sql as $$
  select counts from nofx.template_rating_counts where template_id = md5('template' || template_of || 'plan')::uuid
$$;

select pg_temp.become('viewer');
select lives_ok($$ select pg_temp.rate('tap-globex', 'plan', 5) $$, 'a viewer rates what is public, of another namespace');
select is(pg_temp.counts('tap-globex'), '{0,0,0,0,1}', 'and it counts');
select throws_ok($$ select pg_temp.rate('tap-globex', 'plan', 1) $$, '23505', null, 'once');
select lives_ok($$ update template_ratings set stars = 2, rated_at = now() $$, 'it changes its mind');
select is(pg_temp.counts('tap-globex'), '{0,1,0,0,0}', 'and the last one counts');
select throws_ok($$ select pg_temp.rate('tap-globex', 'inner-plan', 5) $$, '42501', null, 'not what is private');
select throws_ok($$ select pg_temp.rate('tap-acme', 'plan', 5, gen_random_uuid()) $$, '42501', null, 'nor as somebody else');
select throws_ok($$ select pg_temp.rate('tap-acme', 'plan', 6) $$, '23514', null, 'nor with six stars');
select throws_ok($$ delete from template_ratings $$, '42501', null, 'nobody takes a rating away');
select throws_ok($$ update template_rating_counts set counts = '{9,9,9,9,9}' $$, '42501', null, 'nor counts by hand');
select lives_ok($$ insert into registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, reason, correlation_id)
  values ('template.updated', 'RATED', 'TEMPLATE', md5('templatetap-globexplan')::uuid, 'plan', 'tap-globex', 'tap-acme', auth.uid(), 'Because.', 'c') $$,
  'and says so');

select pg_temp.become('nobody', 'tap-acme', '00000000-0000-4000-8000-00000000000b');
select throws_ok($$ select pg_temp.rate('tap-acme', 'plan', 5) $$, '42501', null, 'who has no role rates nothing');

select sequence_events();
select pg_temp.become('admin', 'tap-globex', '00000000-0000-4000-8000-00000000000c');
select is_empty('select rater from template_ratings', 'who rated is not told to the template’s namespace');
select is(pg_temp.counts('tap-globex'), '{0,1,0,0,0}', 'how many is');
select is_empty($$ select id from registry_events where action = 'RATED' $$, 'nor is the event');
select pg_temp.become('viewer', 'tap-acme', '00000000-0000-4000-8000-00000000000d');
select isnt_empty($$ select id from registry_events where action = 'RATED' $$, 'it is the rater’s namespace’s');

select * from finish();
rollback;
