-- The five newest versions of an agent, with their manifests. $1: namespace; $2: slug.
select json_build_object('agent', (
  select json_build_object('agentId', entry.slug, 'versions', (
    select json_agg(json_build_object(
      'version', newest.version, 'digest', newest.digest, 'publishedAt', newest.published_at, 'manifest', newest.manifest
    ) order by newest.version_key desc)
    from (
      select version.version, version.version_key, version.digest, version.published_at, version.manifest
      from agent_versions version
      where version.entry_id = entry.id
      order by version.version_key desc
      limit 5
    ) as newest
  ))
  from agent_registry entry
  where entry.namespace = $1 and entry.slug = $2 and entry.removed_at is null
))::text as body
