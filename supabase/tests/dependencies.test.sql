-- What dependencies resolve to: the entry of their own namespace if there is one, for every caller and whatever its state, else
-- that of `default`. Of ids on which no version depends that the caller reads, nothing is told.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(27);

/* As the registry's own transactions: see guard_seal. */
select set_config('tap.secret', encode(secret, 'hex'), true) from registry_secret;
create function pg_temp.become(registry_role text, namespace text default 'tap-acme') returns text language sql as $$
  select set_config('role', case registry_role when 'anon' then 'anon' else 'authenticated' end, true)
    || set_config('request.jwt.claims', case registry_role when 'anon' then '' else json_build_object(
      'sub', '00000000-0000-4000-8000-00000000000a', 'role', 'authenticated',
      'app_metadata', json_build_object('registry_role', nullif(registry_role, 'no role'), 'namespace', namespace))::text end, true)
    || set_config('registry.seal', nofx.hmac_sha256(decode(current_setting('tap.secret'), 'hex'),
      'seal ' || current_setting('request.jwt.claims')), true)
$$;
create function pg_temp.owner() returns text language sql as $$
  select set_config('role', 'none', true) || set_config('request.jwt.claims', '', true)
$$;

-- `default` has an entry of each id. A namespace has four of them: public, private, removed, and as a draft only.
create function pg_temp.add(kind text, namespace text, slug text, visibility text, status text, manifest jsonb default '{}')
  returns void language plpgsql as $$
  begin
    execute format('insert into nofx.%s_registry (id, namespace, slug, name, description, visibility)
      values ($1, $2, $3, $3, $3, $4)', kind) using md5(kind || namespace || slug)::uuid, namespace, slug, visibility;
    execute format('insert into nofx.%s_versions (id, entry_id, version, status, manifest, digest, visibility)
      values ($1, $2, ''1.0.0'', $3, $4, repeat(''0'', 64), $5)', kind)
      using md5(kind || namespace || slug || 'version')::uuid, md5(kind || namespace || slug)::uuid, status, manifest, visibility;
    if status = 'ACTIVE' then
      execute format('update nofx.%s_registry set current_version_id = $1 where id = $2', kind)
        using md5(kind || namespace || slug || 'version')::uuid, md5(kind || namespace || slug)::uuid;
    end if;
  end
  $$;
select pg_temp.add(kind, 'default', 'tap-' || slug, 'PUBLIC', 'ACTIVE')
  from unnest(array['agent', 'template']) as kind, unnest(array['open', 'inner', 'gone', 'sketch', 'free', 'other']) as slug;
select pg_temp.add(kind, 'tap-acme', 'tap-' || slug, visibility, status)
  from unnest(array['agent', 'template']) as kind, (values ('open', 'PUBLIC', 'ACTIVE'), ('inner', 'PRIVATE', 'ACTIVE'),
    ('gone', 'PUBLIC', 'ACTIVE'), ('sketch', 'PUBLIC', 'DRAFT'), ('other', 'PUBLIC', 'ACTIVE')) as entries (slug, visibility, status);
update agent_registry set removed_at = now() where namespace = 'tap-acme' and slug = 'tap-gone';
update template_registry set removed_at = now() where namespace = 'tap-acme' and slug = 'tap-gone';
-- Those that depend on them: public, private, shared with another namespace, and as a draft only.
select pg_temp.add(kind, 'tap-acme', 'tap-' || slug, visibility, status, '{"dependencies":
    {"tap-open": "*", "tap-inner": "*", "tap-gone": "*", "tap-sketch": "*", "tap-free": "*"}}')
  from unnest(array['agent', 'template']) as kind, (values ('user', 'PUBLIC', 'ACTIVE'), ('secret', 'PRIVATE', 'ACTIVE'),
    ('lent', 'PRIVATE', 'ACTIVE'), ('plan', 'PUBLIC', 'DRAFT')) as entries (slug, visibility, status);
insert into agent_versions (id, entry_id, version, status, manifest, digest, visibility)
  values (md5('draft of a shared agent')::uuid, md5('agenttap-acmetap-lent')::uuid, '2.0.0', 'DRAFT', '{"dependencies": {"tap-open": "*"}}',
    repeat('0', 64), 'PRIVATE');
insert into template_versions (id, entry_id, version, status, manifest, digest, visibility)
  values (md5('draft of a shared template')::uuid, md5('templatetap-acmetap-lent')::uuid, '2.0.0', 'DRAFT', '{"dependencies": {"tap-open": "*"}}',
    repeat('0', 64), 'PRIVATE');
select pg_temp.add(kind, 'tap-initech', 'tap-elsewhere', 'PUBLIC', 'ACTIVE', '{"dependencies": {"tap-open": "*", "tap-gone": "*"}}')
  from unnest(array['agent', 'template']) as kind;
insert into entry_shares (kind, entry_id, namespace, may_instantiate, shared_by)
  select upper(kind), md5(kind || 'tap-acmetap-lent')::uuid, 'tap-globex', false, md5('tap')::uuid
  from unnest(array['agent', 'template']) as kind;

/* The ids of both kinds that mean an entry of the namespace of the one that depends on them. */
create function pg_temp.own(dependent text, namespace text default 'tap-acme') returns setof text language sql as $$
  select kind || ' ' || slug from unnest(array['agent', 'template']) as kind,
    unnest(array['open', 'inner', 'gone', 'sketch', 'free', 'other', 'none']) as slug
  where nofx.is_own_dependency(upper(kind), md5(kind || namespace || 'tap-' || dependent || 'version')::uuid, 'tap-' || slug)
$$;
create function pg_temp.both(slugs text[]) returns setof text language sql as $$
  select kind || ' ' || slug from unnest(array['agent', 'template']) as kind, unnest(slugs) as slug
$$;
create function pg_temp.held() returns setof text language sql as $$ select pg_temp.both(array['open', 'inner', 'gone', 'sketch']) $$;

-- Of a public version: the same for everyone.
select pg_temp.become('anon');
select set_eq($$ select pg_temp.own('user') $$, $$ select pg_temp.held() $$, 'anyone learns which ids of a public version are of its namespace');
select is_empty($$ select pg_temp.own('elsewhere', 'tap-initech') $$, 'and that those of another namespace are not');
select pg_temp.become('viewer', 'tap-globex');
select set_eq($$ select pg_temp.own('user') $$, $$ select pg_temp.held() $$, 'so does a member of another namespace');
select pg_temp.become('viewer');
select set_eq($$ select pg_temp.own('user') $$, $$ select pg_temp.held() $$, 'and of its own');
select pg_temp.become('no role');
select set_eq($$ select pg_temp.own('user') $$, $$ select pg_temp.held() $$, 'and a user without a role');

-- Of a version that is not public: for those who read it.
select pg_temp.become('anon');
select is_empty($$ select pg_temp.own('secret') union all select pg_temp.own('lent') union all select pg_temp.own('plan') $$,
  'nothing is told of a version that is not read');
select pg_temp.become('admin', 'tap-globex');
select is_empty($$ select pg_temp.own('secret') union all select pg_temp.own('plan') $$, 'nor to members of another namespace');
select set_eq($$ select pg_temp.own('lent') $$, $$ select pg_temp.held() $$, 'unless it is shared with theirs');
select ok(not is_own_dependency('AGENT', md5('draft of a shared agent')::uuid, 'tap-open')
  and not is_own_dependency('TEMPLATE', md5('draft of a shared template')::uuid, 'tap-open'), 'but not of its drafts');
select pg_temp.become('admin', 'tap-initech');
select is_empty($$ select pg_temp.own('lent') $$, 'and not with a third one');
select pg_temp.become('no role');
select is_empty($$ select pg_temp.own('secret') union all select pg_temp.own('plan') $$, 'nor to a user without a role');
select pg_temp.become('viewer');
select set_eq($$ select pg_temp.own('secret') $$, $$ select pg_temp.held() $$, 'a viewer learns it of a private version');
select is_empty($$ select pg_temp.own('plan') $$, 'and not of a draft');
select pg_temp.become('publisher');
select set_eq($$ select pg_temp.own('plan') $$, $$ select pg_temp.held() $$, 'which is for publishers');
select pg_temp.owner();
update agent_registry set status = 'DISABLED' where namespace = 'tap-acme' and slug = 'tap-lent';
update template_registry set status = 'DISABLED' where namespace = 'tap-acme' and slug = 'tap-lent';
select pg_temp.become('admin', 'tap-globex');
select is_empty($$ select pg_temp.own('lent') $$, 'a share of a disabled entry shows nothing of it');

-- A kind that does not fit, and what is null.
select pg_temp.become('publisher');
select ok(not is_own_dependency('TEMPLATE', md5('agenttap-acmetap-userversion')::uuid, 'tap-open'), 'a version is of its kind');
select ok(not is_own_dependency('AGENT', md5('templatetap-acmetap-userversion')::uuid, 'tap-open'), 'whichever it is');
select ok(not is_own_dependency('AGENT', null, 'tap-open'), 'no version depends on nothing');

-- What depends on the entries of `default`.
create function pg_temp.dependents(namespace text, slug text) returns setof text language sql as $$
  select kind || ' ' || entry.slug from unnest(array['agent', 'template']) as kind
    cross join lateral nofx.dependents_of(upper(kind), array[md5(kind || namespace || 'tap-' || slug)::uuid]) as dependent
    join (select current_version_id, slug from nofx.agent_registry union all select current_version_id, slug from nofx.template_registry)
      as entry on entry.current_version_id = dependent.version_id
$$;
select pg_temp.become('anon');
select set_eq($$ select pg_temp.dependents('default', 'free') $$, $$ values ('agent tap-user'), ('template tap-user') $$,
  'what depends on the entry of `default` is listed');
select is_empty($$ select pg_temp.dependents('default', 'inner') union all select pg_temp.dependents('default', 'sketch') $$,
  'and not what has an entry of this id in its namespace, whatever its state');
select set_eq($$ select pg_temp.dependents('default', 'gone') $$, $$ values ('agent tap-elsewhere'), ('template tap-elsewhere') $$,
  'which does not touch other namespaces');
select set_eq($$ select pg_temp.dependents('tap-acme', 'open') $$, $$ values ('agent tap-user'), ('template tap-user') $$,
  'it is a dependent of the entry of its namespace');
select pg_temp.become('viewer');
select set_eq($$ select pg_temp.dependents('default', 'free') $$,
  $$ select pg_temp.both(array['tap-user', 'tap-secret', 'tap-lent']) $$, 'members see their private ones too');
select set_eq($$ select pg_temp.dependents('default', 'gone') $$, $$ values ('agent tap-elsewhere'), ('template tap-elsewhere') $$,
  'and none that depends on what their namespace removed');

-- Who breaks.
select pg_temp.owner();
create function pg_temp.linked(slug text) returns setof text language sql as $$
  select each.kind || ' ' || link.namespace from unnest(array['agent', 'template']) as each (kind)
    cross join lateral nofx.links_to(upper(each.kind), md5(each.kind || 'defaulttap-' || slug)::uuid) as link where link.namespace like 'tap-%'
$$;
select set_eq($$ select distinct pg_temp.linked('free') $$, $$ values ('agent tap-acme'), ('template tap-acme') $$,
  'a change of the entry of `default` counts what depends on it');
select set_eq($$ select distinct pg_temp.linked('gone') $$, $$ values ('agent tap-initech'), ('template tap-initech') $$,
  'and not where an entry of this id was removed');
select is_empty($$ select pg_temp.linked('inner') union all select pg_temp.linked('sketch') $$,
  'or is private, or a draft');
select * from finish();
rollback;
