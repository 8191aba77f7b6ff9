-- What depends on an entry, so that a change says whom it touches before it is made.

/*
 * The dependencies that versions declare by id: agents on agents, templates on templates. Written by triggers from the
 * manifest, and read through the functions below only. `template_version_agents` has the agents of templates.
 */
create table nofx.version_dependencies (
  kind text not null check (kind in ('AGENT', 'TEMPLATE')),
  version_id uuid not null,
  slug text not null,
  range text not null,
  /* Of the version that declares it. */
  namespace text not null check (nofx.is_namespace(namespace)),
  primary key (version_id, slug)
);

create index version_dependencies_by_slug on nofx.version_dependencies (kind, slug, namespace);

/* A published version is never deleted and never changes, so only a draft takes its dependencies with it. */
create function nofx.keep_dependencies() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if tg_op = 'DELETE' then
      delete from nofx.version_dependencies where version_id = old.id;
      return null;
    end if;
    insert into nofx.version_dependencies (kind, version_id, slug, range, namespace)
      select case when tg_table_name = 'agent_versions' then 'AGENT' else 'TEMPLATE' end, new.id, each.key, each.value, new.namespace
      from jsonb_each_text(new.manifest -> 'dependencies') as each where each.value is not null;
    return null;
  end
  $$;

create trigger keep_dependencies after insert on nofx.agent_versions for each row
  when (jsonb_typeof(new.manifest -> 'dependencies') = 'object') execute function nofx.keep_dependencies();
create trigger keep_dependencies after insert on nofx.template_versions for each row
  when (jsonb_typeof(new.manifest -> 'dependencies') = 'object') execute function nofx.keep_dependencies();
create trigger forget_dependencies after delete on nofx.agent_versions for each row
  when (jsonb_typeof(old.manifest -> 'dependencies') = 'object') execute function nofx.keep_dependencies();
create trigger forget_dependencies after delete on nofx.template_versions for each row
  when (jsonb_typeof(old.manifest -> 'dependencies') = 'object') execute function nofx.keep_dependencies();

alter table nofx.version_dependencies enable row level security;
alter table nofx.version_dependencies force row level security;
/* The triggers and functions run as the owner, whom `force` binds too. */
create policy version_dependencies_keep on nofx.version_dependencies to current_user using (true);
create policy owner_backup on nofx.version_dependencies for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');

/* What is there already. */
insert into nofx.version_dependencies (kind, version_id, slug, range, namespace)
  select 'AGENT', version.id, each.key, each.value, version.namespace
  from nofx.agent_versions version, jsonb_each_text(version.manifest -> 'dependencies') as each
  where jsonb_typeof(version.manifest -> 'dependencies') = 'object' and each.value is not null
  union all
  select 'TEMPLATE', version.id, each.key, each.value, version.namespace
  from nofx.template_versions version, jsonb_each_text(version.manifest -> 'dependencies') as each
  where jsonb_typeof(version.manifest -> 'dependencies') = 'object' and each.value is not null;

/* The recent runs of a version, without reading all that it ever had. */
create index runs_of_version on nofx.runs (template_version_id, created_at desc);
drop index nofx.runs_by_template_version;

/*
 * The versions that refer to an entry, drafts too, with their ranges. An id without a namespace is looked up in the
 * namespace of the version that names it, then in `default`; a template keeps the agent that it was published with.
 */
create function nofx.links_to(of_kind text, of_entry uuid)
  returns table (kind text, version_id uuid, range text, namespace text)
  language plpgsql stable set search_path = ''
  as $$
  #variable_conflict use_column
  declare
    entry record;
  begin
    if of_kind = 'AGENT' then
      select agent.namespace, agent.slug into entry from nofx.agent_registry agent where agent.id = of_entry;
      return query
        select 'TEMPLATE'::text, link.template_version_id, link.range, link.namespace
        from nofx.template_version_agents link where link.agent_registry_id = of_entry;
      return query
        select dependency.kind, dependency.version_id, dependency.range, dependency.namespace
        from nofx.version_dependencies dependency
        where dependency.kind = 'AGENT' and dependency.slug = entry.slug
          and (dependency.namespace = entry.namespace or entry.namespace = 'default' and not exists (
            select from nofx.agent_registry own
            where own.namespace = dependency.namespace and own.slug = entry.slug and own.removed_at is null
          ));
    else
      select template.namespace, template.slug into entry from nofx.template_registry template where template.id = of_entry;
      return query
        select dependency.kind, dependency.version_id, dependency.range, dependency.namespace
        from nofx.version_dependencies dependency
        where dependency.kind = 'TEMPLATE' and dependency.slug = entry.slug
          and (dependency.namespace = entry.namespace or entry.namespace = 'default' and not exists (
            select from nofx.template_registry own
            where own.namespace = dependency.namespace and own.slug = entry.slug and own.removed_at is null
          ));
    end if;
  end
  $$;

/* For members of its namespace: what depends on an entry is for those who can change it. */
create function nofx.require_own_entry(of_kind text, of_entry uuid) returns void
  language plpgsql stable set search_path = ''
  as $$
  begin
    if nofx.viewer_role() is null or not exists (
      select from nofx.agent_registry entry
      where of_kind = 'AGENT' and entry.id = of_entry and entry.namespace = nofx.viewer_namespace()
      union all
      select from nofx.template_registry entry
      where of_kind = 'TEMPLATE' and entry.id = of_entry and entry.namespace = nofx.viewer_namespace()
    ) then
      raise exception 'the entry belongs to another namespace' using errcode = 'insufficient_privilege';
    end if;
  end
  $$;

/* The distinct ranges in which an entry is referred to, by anyone: nothing says who does. */
create function nofx.dependent_ranges(of_kind text, of_entry uuid) returns setof text
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    perform nofx.require_own_entry(of_kind, of_entry);
    return query
      select distinct link.range from (select range from nofx.links_to(of_kind, of_entry) limit 10000) as link limit 1000;
  end
  $$;

/*
 * Whom a change of an entry touches. `ranges` says which ranges resolve to something else because of it, or no longer
 * (`isHome`: for its own namespace, or for others), and `versions` the same of its own versions, for their runs.
 * Names only what the caller can read. Everything else is a count under no namespace: private entries of others, and
 * their runs. Looks at 10,000 references and 10,000 runs at most.
 */
create function nofx.impact_of(
  of_kind text, of_entry uuid, ranges jsonb, versions jsonb, days integer, most integer
) returns jsonb
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    home constant text := nofx.viewer_namespace();
    reads_drafts constant boolean := nofx.is_publisher();
    since constant timestamptz := now() - make_interval(days => least(days, 366));
    answer jsonb;
  begin
    perform nofx.require_own_entry(of_kind, of_entry);
    with asked as (
      select * from jsonb_to_recordset(ranges) as asked (range text, "isHome" boolean, effect text, before text, after text)
    ),
    links as materialized (
      select * from nofx.links_to(of_kind, of_entry) limit 10001
    ),
    touched as materialized (
      select links.kind, links.version_id, links.range, links.namespace, asked.effect, asked.before, asked.after
      from links join asked on asked.range = links.range and asked."isHome" = (links.namespace = home)
    ),
    dependents as materialized (
      select touched.*, version.version, version.version_key, entry.id as entry_id, entry.slug,
        coalesce(entry.current_version_id = version.id, false) as is_current,
        version.is_public or (version.namespace = home and (version.is_published or reads_drafts)) as is_seen
      from touched
      join nofx.template_versions version on version.id = touched.version_id
      join nofx.template_registry entry on entry.id = version.entry_id
      where touched.kind = 'TEMPLATE' and version.status = 'ACTIVE' and entry.removed_at is null and entry.status <> 'DISABLED'
      union all
      select touched.*, version.version, version.version_key, entry.id, entry.slug,
        coalesce(entry.current_version_id = version.id, false),
        version.is_public or (version.namespace = home and (version.is_published or reads_drafts))
      from touched
      join nofx.agent_versions version on version.id = touched.version_id
      join nofx.agent_registry entry on entry.id = version.entry_id
      where touched.kind = 'AGENT' and version.status = 'ACTIVE' and entry.removed_at is null and entry.status <> 'DISABLED'
    ),
    recent as materialized (
      select run.id, run.namespace, asked.effect
      from links
      join nofx.runs run on run.template_version_id = links.version_id and run.created_at >= since
      join asked on asked.range = links.range and asked."isHome" = (run.namespace = home)
      where links.kind = 'TEMPLATE'
      union
      select run.id, run.namespace, own.effect
      from jsonb_to_recordset(versions) as own (id uuid, "isHome" boolean, effect text)
      join nofx.template_versions version on version.id = own.id and version.entry_id = of_entry
      join nofx.runs run on run.template_version_id = own.id and run.created_at >= since
        and own."isHome" = (run.namespace = home)
      where of_kind = 'TEMPLATE'
      limit 10001
    )
    select jsonb_build_object(
      'counts', (select coalesce(jsonb_agg(each), '[]') from (
        select namespace, "isTotal", effect,
          count(distinct entry_id) filter (where kind = 'TEMPLATE') as templates,
          count(*) filter (where kind = 'TEMPLATE') as "templateVersions",
          count(distinct entry_id) filter (where kind = 'AGENT') as agents,
          count(*) filter (where kind = 'AGENT') as "agentVersions",
          0 as runs
        from (
          select kind, entry_id, effect, case when is_seen then namespace end as namespace, false as "isTotal" from dependents
          union all
          select kind, entry_id, effect, null, true from dependents
        ) as seen
        group by namespace, "isTotal", effect
        union all
        select case when namespace = home then home end, "isTotal", effect, 0, 0, 0, 0, count(*)
        from recent, (values (false), (true)) as each ("isTotal")
        group by case when namespace = home then home end, "isTotal", effect
      ) as each),
      'dependents', (select coalesce(jsonb_agg(each), '[]') from (
        select kind, effect, namespace, slug, version, is_current as "isCurrent", range, before, after
        from dependents where is_seen
        order by effect = 'UNRESOLVED' desc, is_current desc, namespace = home desc, kind desc, namespace, slug, version_key desc
        limit most
      ) as each),
      'dependentTotal', (select count(*) from dependents where is_seen),
      'truncated', (select count(*) from links) > 10000 or (select count(*) from recent) > 10000
    ) into answer;
    return answer;
  end
  $$;

revoke execute on function nofx.keep_dependencies(), nofx.links_to(text, uuid), nofx.require_own_entry(text, uuid),
  nofx.dependent_ranges(text, uuid), nofx.impact_of(text, uuid, jsonb, jsonb, integer, integer) from public;
grant execute on function nofx.dependent_ranges(text, uuid), nofx.impact_of(text, uuid, jsonb, jsonb, integer, integer)
  to authenticated;
