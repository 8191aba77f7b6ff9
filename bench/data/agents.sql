-- 1,000 public agents with 5 versions each, and 10 private ones that no peer may show.

insert into nofx.agent_registry (id, namespace, slug, name, description, visibility, category, tags, keywords, metadata,
  owner, repository, created_at, updated_at)
select
  md5('agent' || i)::uuid,
  namespaces[1 + (i * 7 + i / 40) % 10],
  seed.slug(name),
  name,
  format('%s for everything about %s: %s', name, subject, seed.prose('agent' || i)),
  'PUBLIC',
  seed.pick(categories, 'agent category' || i),
  seed.some(tags, 4, 'agent' || i),
  array_to_string(array['Review ' || subject, 'Explain ' || subject, 'Report on ' || subject, subject], ' '),
  jsonb_build_object('maturity', seed.pick(array['stable', 'beta', 'experimental'], 'agent' || i)),
  'team ' || namespaces[1 + i % 10],
  'https://github.com/example/' || seed.slug(name),
  timestamptz '2026-01-01' + i * interval '1 hour',
  timestamptz '2026-06-01' + (i * 37 % 1000) * interval '1 hour'
from seed.words, generate_series(0, 999) i,
  lateral (select subjects[1 + i % 40] as subject, roles[1 + i / 40 % 25] as role) as chosen,
  lateral (select initcap(subject) || ' ' || role as name) as named;

insert into nofx.agent_registry (id, namespace, slug, name, description, visibility)
select md5('hidden agent' || i)::uuid, namespaces[1 + i], 'a-hidden-agent-' || i, 'A hidden agent ' || i,
  'Private: ' || array_to_string(subjects, ' ') || ' ' || array_to_string(roles, ' '), 'PRIVATE'
from seed.words, generate_series(0, 9) i;

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
from nofx.agent_registry entry, seed.words, unnest(words.versions) with ordinality as numbered (version, position);

/* Every tenth was rolled back. */
update nofx.agent_registry entry set current_version_id = version.id
from nofx.agent_versions version
where version.entry_id = entry.id
  and version.version = case when hashtext(entry.slug) % 10 = 0 then '1.2.0' else '2.0.0' end;
