-- The first 20 agents of a namespace with their current version, 5 templates each, and those templates' current versions.
-- $1: namespace.
select json_build_object('agents', coalesce(json_agg(json_build_object(
  'agentId', page.slug, 'name', page.name,
  'currentVersion', case when page.version is not null then json_build_object(
    'version', page.version, 'digest', page.digest, 'publishedAt', page.published_at
  ) end,
  'templates', page.templates
) order by page.sort_name, page.id), '[]'))::text as body
from (
  select entry.id, entry.slug, entry.name, entry.sort_name, version.version, version.digest, version.published_at, (
    select coalesce(json_agg(json_build_object(
      'templateId', supporting.slug, 'name', supporting.name,
      'currentVersion', json_build_object(
        'version', supporting.version, 'digest', supporting.digest, 'publishedAt', supporting.published_at)
    ) order by supporting.sort_name, supporting.id), '[]')
    from (
      select template.id, template.slug, template.name, template.sort_name, current.version, current.digest, current.published_at
      from template_version_agents link
      join template_registry template on template.current_version_id = link.template_version_id
      join template_versions current on current.id = template.current_version_id
      where link.agent_registry_id = entry.id and template.removed_at is null
      order by template.sort_name, template.id
      limit 5
    ) as supporting
  ) as templates
  from agent_registry entry
  left join agent_versions version on version.id = entry.current_version_id
  where entry.namespace = $1 and entry.removed_at is null
  order by entry.sort_name, entry.id
  limit 20
) as page
