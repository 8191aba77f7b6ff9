-- A backup is made by the owner, whom `force` binds too; a restored database says what it lacks.

/* The owner sees every row in a transaction that says that it is a backup, and in no other. */
do $$
  declare
    relation record;
  begin
    for relation in
      select relname as name, pg_get_userbyid(relowner) as owner from pg_catalog.pg_class
      where relnamespace = 'nofx'::regnamespace and relkind in ('r', 'p') and relforcerowsecurity
      order by relname
    loop
      /* `npm run backup` has made it in a database that was older. */
      execute format('drop policy if exists owner_backup on %I.%I', 'nofx', relation.name);
      execute format(
        'create policy owner_backup on %I.%I for select to %I using ((select current_setting(''registry.backup'', true)) = ''on'')',
        'nofx', relation.name, relation.owner);
    end loop;
  end
  $$;

/*
 * What a database lacks that was restored in part, in sentences; nothing where it is whole. `known` are the migrations of
 * the source that asks, `tables` and `policies` what they make (`table policy roles`, the owner as `owner`). A database
 * that has seen other migrations since is not judged. Looks at the first and the newest 500 events, so it takes
 * milliseconds: it finds tables that were not filled. `verify` finds a single row that was changed.
 */
create function nofx.find_restore_problems(known text[], tables text[], policies text[]) returns setof text
  language plpgsql stable set search_path = ''
  as $$
  declare
    journal text := case
      when to_regclass('nofx.schema_migrations') is not null then 'nofx.schema_migrations'
      else 'supabase_migrations.schema_migrations'
    end;
    is_newer boolean;
    lacking text[];
    feed record;
    log record;
  begin
    execute format('select exists (select from %s as applied where applied.version <> all ($1))', journal)
      into is_newer using known;
    if is_newer then
      return;
    end if;

    lacking := array(
      select each from unnest(tables) as each where to_regclass(format('%I.%I', 'nofx', each)) is null order by each);
    if lacking <> '{}' then
      return next 'these tables are missing: ' || array_to_string(lacking, ', ');
      return;
    end if;
    return query
      select format('row level security is not forced on %s', relname) from pg_catalog.pg_class
      where relnamespace = 'nofx'::regnamespace and relname = any (tables) and not (relrowsecurity and relforcerowsecurity)
      order by relname;
    return query
      with wanted as (
        select split_part(each, ' ', 1) as relation, split_part(each, ' ', 2) as policy, split_part(each, ' ', 3) as roles
        from unnest(policies) as each
      ),
      present as (
        select relname as relation, polname as policy, (
          select string_agg(name, ',' order by name collate "C") from (
            select case when member = relowner then 'owner' when member = 0 then 'public' else pg_get_userbyid(member)::text end
              as name
            from unnest(polroles) as member) as named
          ) as roles
        from pg_catalog.pg_policy join pg_catalog.pg_class on pg_class.oid = polrelid
        where relnamespace = 'nofx'::regnamespace
      )
      select case
        when present.policy is null then format('the policy %s on %s is missing', wanted.policy, wanted.relation)
        else format('the policy %s on %s is for %s, not for %s', wanted.policy, wanted.relation, present.roles,
          case wanted.roles when 'owner' then 'the owner' else wanted.roles end)
      end
      from wanted left join present using (relation, policy)
      where present.roles is distinct from wanted.roles
      order by wanted.relation, wanted.policy;

    if not exists (select from nofx.registry_secret) then
      return next 'registry_secret has no row';
    end if;
    select head, hash into feed from nofx.registry_feed;
    if not found then
      return next 'registry_feed has no row';
      return;
    end if;
    select min(seq) as first, coalesce(max(seq), 0) as last into log from nofx.registry_events;
    if log.last <> feed.head then
      return next format('the event log ends at event %s, but its head is event %s', log.last, feed.head);
    elsif log.first > 1 then
      return next format('the event log begins at event %s', log.first);
    elsif feed.head > 0 and feed.hash is distinct from (select hash from nofx.registry_events where seq = feed.head) then
      return next 'the newest event has another hash than the head of the event log';
    end if;
    return query
      with looked as (
        (select * from nofx.registry_events where seq is not null order by seq limit 500)
        union
        (select * from nofx.registry_events where seq is not null order by seq desc limit 500)
      ),
      entries as (select distinct kind, entry_id from looked where entry_id is not null),
      versions as (
        select distinct kind, entry_id, version, after ->> 'digest' as digest from looked
        where action in ('PUBLISHED', 'PROMOTED') and after ? 'digest'
      ),
      counted as (
        select 1 as place, format('agent_registry lacks %s of the %s agents that the event log names',
            count(*) filter (where entry.id is null), count(*)) as what,
          count(*) filter (where entry.id is null) as lacks
        from entries left join nofx.agent_registry as entry on entry.id = entry_id where kind = 'AGENT'
        union all
        select 2, format('template_registry lacks %s of the %s templates that the event log names',
            count(*) filter (where entry.id is null), count(*)),
          count(*) filter (where entry.id is null)
        from entries left join nofx.template_registry as entry on entry.id = entry_id where kind = 'TEMPLATE'
        union all
        select 3, format('%s of the %s published versions that the event log names are missing',
            count(*) filter (where not is_there), count(*)),
          count(*) filter (where not is_there)
        from (select nofx.is_version(kind, entry_id, version, digest) as is_there from versions) as checked
      )
      select what from counted where lacks > 0 order by place;
  end
  $$;

/* The same for who may not see the rows. An owner may set `registry.backup`, and may not fix it to a function. */
create function nofx.restore_problems(known text[], tables text[], policies text[]) returns setof text
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    before constant text := coalesce(current_setting('registry.backup', true), '');
  begin
    perform set_config('registry.backup', 'on', true);
    return query select nofx.find_restore_problems(known, tables, policies);
    perform set_config('registry.backup', before, true);
  end
  $$;

revoke execute on function nofx.find_restore_problems(text[], text[], text[]) from public;
revoke execute on function nofx.restore_problems(text[], text[], text[]) from public;
grant execute on function nofx.restore_problems(text[], text[], text[]) to anon, authenticated;
