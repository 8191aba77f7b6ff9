-- A dependency resolves to the same entry for every viewer: that of its own namespace if there is one, also if it was removed
-- or the viewer does not see it, else that of `default`.

/*
 * Whether an id that a version depends on is that of an entry of the version's namespace, also of one that was removed or that
 * the viewer does not see. True only for versions that the viewer reads, by the rules of `agent_versions_read` and
 * `template_versions_read`, and for ids in their `dependencies`, so that it does not tell which other ids exist.
 */
create function nofx.is_own_dependency(of_kind text, of_version uuid, of_slug text) returns boolean
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    home constant text := nofx.viewer_namespace();
    used record;
  begin
    if of_kind = 'AGENT' then
      select version.entry_id, version.namespace, version.is_public, version.is_published, version.status into used
        from nofx.version_dependencies dependency
        join nofx.agent_versions version on version.id = dependency.version_id
        where dependency.version_id = of_version and dependency.slug = of_slug;
    else
      select version.entry_id, version.namespace, version.is_public, version.is_published, version.status into used
        from nofx.version_dependencies dependency
        join nofx.template_versions version on version.id = dependency.version_id
        where dependency.version_id = of_version and dependency.slug = of_slug;
    end if;
    if not found or not coalesce(
      used.is_public
      or (used.namespace = home and (used.is_published or nofx.is_publisher()))
      or (used.status <> 'DRAFT' and used.entry_id = any (nofx.shared_entries())),
      false
    ) then
      return false;
    end if;
    if of_kind = 'AGENT' then
      return exists (select from nofx.agent_registry own where own.namespace = used.namespace and own.slug = of_slug);
    end if;
    return exists (select from nofx.template_registry own where own.namespace = used.namespace and own.slug = of_slug);
  end
  $$;

/* To anon too: its queries have the same text. */
revoke execute on function nofx.is_own_dependency(text, uuid, text) from public;
grant execute on function nofx.is_own_dependency(text, uuid, text) to anon, authenticated;

/* As before; a removed entry of the namespace counts, too: it is not replaced by that of `default`. */
create or replace function nofx.links_to(of_kind text, of_entry uuid)
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
            where own.namespace = dependency.namespace and own.slug = entry.slug
          ));
    else
      select template.namespace, template.slug into entry from nofx.template_registry template where template.id = of_entry;
      return query
        select dependency.kind, dependency.version_id, dependency.range, dependency.namespace
        from nofx.version_dependencies dependency
        where dependency.kind = 'TEMPLATE' and dependency.slug = entry.slug
          and (dependency.namespace = entry.namespace or entry.namespace = 'default' and not exists (
            select from nofx.template_registry own
            where own.namespace = dependency.namespace and own.slug = entry.slug
          ));
    end if;
  end
  $$;

/* As before; an entry of the namespace counts, also if it was removed or the viewer does not see it. */
create or replace function nofx.dependents_of(of_kind text, entries uuid[])
  returns table (entry_id uuid, version_id uuid, range text)
  language plpgsql stable security definer set search_path = ''
  as $$
  #variable_conflict use_column
  declare
    home constant text := nofx.viewer_namespace();
    reads_drafts constant boolean := nofx.is_publisher();
  begin
    if of_kind = 'AGENT' then
      return query
        select entry.id, version.id, dependency.range
        from nofx.agent_registry entry
        join nofx.version_dependencies dependency on dependency.kind = 'AGENT' and dependency.slug = entry.slug
          and (dependency.namespace = entry.namespace or entry.namespace = 'default' and not exists (
            select from nofx.agent_registry own
            where own.namespace = dependency.namespace and own.slug = entry.slug
          ))
        join nofx.agent_versions version on version.id = dependency.version_id and version.status = 'ACTIVE'
          and (version.is_public or version.namespace = home and (version.is_published or reads_drafts))
        where entry.id = any (entries)
          and (entry.is_public or entry.namespace = home and (entry.current_version_id is not null or reads_drafts));
    else
      return query
        select entry.id, version.id, dependency.range
        from nofx.template_registry entry
        join nofx.version_dependencies dependency on dependency.kind = 'TEMPLATE' and dependency.slug = entry.slug
          and (dependency.namespace = entry.namespace or entry.namespace = 'default' and not exists (
            select from nofx.template_registry own
            where own.namespace = dependency.namespace and own.slug = entry.slug
          ))
        join nofx.template_versions version on version.id = dependency.version_id and version.status = 'ACTIVE'
          and (version.is_public or version.namespace = home and (version.is_published or reads_drafts))
        where entry.id = any (entries)
          and (entry.is_public or entry.namespace = home and (entry.current_version_id is not null or reads_drafts));
    end if;
  end
  $$;
