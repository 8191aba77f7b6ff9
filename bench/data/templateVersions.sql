-- The first 1,000 templates, and the private ones, have 5 versions each, later ones have the last of them.

insert into nofx.template_versions (entry_id, version, status, manifest, files, digest, commit_sha, published_at)
select
  entry.id, version, 'ACTIVE',
  jsonb_build_object(
    '$schema', '../../schemas/template.schema.json',
    'templateId', entry.slug,
    'name', entry.name,
    'description', entry.description,
    'version', version,
    'visibility', lower(entry.visibility),
    'owner', entry.owner,
    'category', entry.category,
    'tags', entry.tags,
    'supportedAgents', (select jsonb_object_agg(agent, '^1.0.0 || ^2.0.0') from unnest(planned.agents) agent),
    'variables', jsonb_build_object(
      'type', 'object',
      'properties', jsonb_build_object(
        'repository', jsonb_build_object('type', 'string', 'description', 'GitHub repository as owner/name.', 'pattern', '^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$'),
        'since', jsonb_build_object('type', 'string', 'description', 'Where it starts.', 'minLength', 1, 'maxLength', 200),
        'audience', jsonb_build_object('type', 'string', 'enum', jsonb_build_array('developers', 'operators', 'end-users'), 'default', 'developers')),
      'required', jsonb_build_array('repository'),
      'additionalProperties', false),
    'defaultPlan', jsonb_build_object('steps', (
      select jsonb_agg(jsonb_build_object(
        'id', 'step-' || step, 'name', 'Step ' || step, 'agent', agent,
        'dependsOn', case when step = 1 then '[]'::jsonb else jsonb_build_array('step-' || step - 1) end,
        'inputs', jsonb_build_object('task', seed.prose(entry.slug || version || step), 'repository', '{{ variables.repository }}'),
        'outputs', jsonb_build_object('findings', jsonb_build_object('type', 'array', 'description', 'What was found.'))) order by step)
      from unnest(planned.agents) with ordinality as steps (agent, step)
    )),
    'expectedOutputs', jsonb_build_object('report', 'What was found, as Markdown.'),
    'rollbackAdvice', 'Nothing is written; delete the report.',
    'resourceProfile', jsonb_build_object('cpu', 2, 'memoryMb', 2048, 'timeoutSeconds', 3600),
    'environments', jsonb_build_object('staging', jsonb_build_object('variables', jsonb_build_object('audience', 'operators'))),
    'metadata', entry.metadata
  ),
  seed.files(entry.slug || version, array['template.json', 'docs.md', 'tests/defaults.json']),
  seed.digest(entry.slug || version),
  left(md5(entry.slug || version), 40),
  entry.created_at + position * interval '10 days'
from nofx.template_registry entry
join seed.templates planned on seed.slug(planned.name) = entry.slug,
  seed.words, unnest(words.versions) with ordinality as numbered (version, position)
where version = '2.0.0' or not exists (select from seed.brief where brief.id = entry.id);

/* Every tenth of those with 5 versions was rolled back. */
update nofx.template_registry entry set current_version_id = version.id
from nofx.template_versions version
where version.entry_id = entry.id
  and version.version = case
    when hashtext(entry.slug) % 10 = 0 and not exists (select from seed.brief where brief.id = entry.id) then '1.2.0'
    else '2.0.0'
  end;
