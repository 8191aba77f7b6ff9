-- The first 1,000 agents, and the private ones, have 5 versions each, later ones have the last of them.

insert into nofx.agent_versions (entry_id, version, status, manifest, mcp_servers, files, digest, commit_sha, published_at)
select
  entry.id, version, 'ACTIVE',
  jsonb_build_object(
    '$schema', '../../schemas/agent.schema.json',
    'agentId', entry.slug,
    'name', entry.name,
    'description', entry.description,
    'version', version,
    'visibility', lower(entry.visibility),
    'owner', entry.owner,
    'category', entry.category,
    'tags', entry.tags,
    'entryPrompt', 'prompts/system.md',
    'model', jsonb_build_object('provider', 'anthropic', 'name', 'claude-sonnet-4-5', 'temperature', 0.2, 'maxOutputTokens', 8000),
    'skills', (
      select jsonb_agg(jsonb_build_object(
        'id', lower(verb), 'name', verb || ' ' || split_part(entry.slug, '-', 1),
        'description', seed.prose(entry.slug || version || verb), 'tags', seed.some(words.tags, 2, entry.slug || verb)))
      from unnest(array['Review', 'Explain', 'Report', 'Compare']) verb
    ),
    'resourceProfile', jsonb_build_object(
      'cpu', 1, 'memoryMb', 1024, 'gpu', 0, 'apiCalls', 60, 'estimatedTimeMs', 180000, 'timeoutSeconds', 900),
    'env', jsonb_build_array(
      jsonb_build_object('name', 'API_TOKEN', 'description', 'A token with read access.', 'isRequired', true, 'isSecret', true),
      jsonb_build_object('name', 'WORKSPACE_DIR', 'description', 'Where it works.', 'isRequired', true, 'isSecret', false)),
    'metadata', entry.metadata
  ),
  jsonb_build_object(
    'git', jsonb_build_object('command', 'uvx', 'args', jsonb_build_array('mcp-server-git@2026.10.19', '--repository', '${WORKSPACE_DIR}')),
    'api', jsonb_build_object('type', 'http', 'url', 'https://mcp.example.com/' || entry.slug,
      'headers', jsonb_build_object('Authorization', 'Bearer ${secret:API_TOKEN}'))),
  seed.files(entry.slug || version, array['agent.json', 'mcp.json', 'prompts/system.md', 'assets/checklist.md']),
  seed.digest(entry.slug || version),
  left(md5(entry.slug || version), 40),
  entry.created_at + position * interval '10 days'
from nofx.agent_registry entry, seed.words, unnest(words.versions) with ordinality as numbered (version, position)
where version = '2.0.0' or not exists (select from seed.brief where brief.id = entry.id);

/* Every tenth of those with 5 versions was rolled back. */
update nofx.agent_registry entry set current_version_id = version.id
from nofx.agent_versions version
where version.entry_id = entry.id
  and version.version = case
    when hashtext(entry.slug) % 10 = 0 and not exists (select from seed.brief where brief.id = entry.id) then '1.2.0'
    else '2.0.0'
  end;
