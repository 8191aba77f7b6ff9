-- What depends on an entry, for those who read it: what they may see anyway, found without reading every manifest.

/*
 * The published versions that depend on entries by their ids, as the viewer sees them: by the rules of
 * `agent_versions_read` and `template_versions_read`, and an id means what it means to the viewer. An entry that the
 * viewer cannot see has none.
 */
create function nofx.dependents_of(of_kind text, entries uuid[])
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
            where own.namespace = dependency.namespace and own.slug = entry.slug and own.removed_at is null
              and (own.is_public or own.namespace = home and (own.current_version_id is not null or reads_drafts))
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
            where own.namespace = dependency.namespace and own.slug = entry.slug and own.removed_at is null
              and (own.is_public or own.namespace = home and (own.current_version_id is not null or reads_drafts))
          ))
        join nofx.template_versions version on version.id = dependency.version_id and version.status = 'ACTIVE'
          and (version.is_public or version.namespace = home and (version.is_published or reads_drafts))
        where entry.id = any (entries)
          and (entry.is_public or entry.namespace = home and (entry.current_version_id is not null or reads_drafts));
    end if;
  end
  $$;

revoke execute on function nofx.dependents_of(text, uuid[]) from public;
grant execute on function nofx.dependents_of(text, uuid[]) to anon, authenticated;
