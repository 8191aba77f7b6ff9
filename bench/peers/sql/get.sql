-- One agent with its current version. $1: namespace; $2: slug.
select json_build_object('agent', (
  select json_build_object(
    'agentId', entry.slug, 'namespace', entry.namespace, 'name', entry.name, 'description', entry.description,
    'category', entry.category, 'tags', entry.tags, 'updatedAt', entry.updated_at,
    'currentVersion', case when version.id is not null then json_build_object(
      'version', version.version, 'digest', version.digest, 'publishedAt', version.published_at, 'manifest', version.manifest
    ) end)
  from agent_registry entry
  left join agent_versions version on version.id = entry.current_version_id
  where entry.namespace = $1 and entry.slug = $2 and entry.removed_at is null
))::text as body
