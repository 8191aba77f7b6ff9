-- 1,000 public templates with 5 versions each, and 10 private ones. Each supports 3 to 5 agents of the first 20 subjects:
-- half of the agents are in use, by 8 templates or so.

create function seed.agents_of(template integer) returns text[]
  language sql stable
  as $$
    select array_agg(seed.slug(subjects[1 + n % 20] || ' ' || roles[1 + n / 20]))
    from seed.words, generate_series(0, 2 + template % 3) k, lateral (select (template * 37 + k * 211) % 500 as n) as chosen
  $$;

create table seed.templates as
select i, name, subject, seed.agents_of(i) as agents
from seed.words, generate_series(0, 999) i,
  lateral (select subjects[1 + i % 40] as subject, jobs[1 + i / 40 % 25] as job) as chosen,
  lateral (select initcap(subject) || ' ' || job as name) as named;

insert into nofx.template_registry (id, namespace, slug, name, description, visibility, category, tags, keywords, metadata,
  owner, created_at, updated_at)
select
  md5('template' || i)::uuid,
  namespaces[1 + (i * 3 + i / 40) % 10],
  seed.slug(name),
  name,
  format('%s, from the first look to the report: %s', name, seed.prose('template' || i)),
  'PUBLIC',
  seed.pick(categories, 'template category' || i),
  seed.some(tags, 4, 'template' || i),
  'Collect ' || subject || ' ' || array_to_string(agents, ' '),
  jsonb_build_object('maturity', seed.pick(array['stable', 'beta', 'experimental'], 'template' || i)),
  'team ' || namespaces[1 + i % 10],
  timestamptz '2026-02-01' + i * interval '1 hour',
  timestamptz '2026-07-01' + (i * 41 % 1000) * interval '1 hour'
from seed.templates, seed.words;

insert into nofx.template_registry (id, namespace, slug, name, description, visibility)
select md5('hidden template' || i)::uuid, namespaces[1 + i], 'a-hidden-template-' || i, 'A hidden template ' || i,
  'Private: ' || array_to_string(subjects, ' ') || ' ' || array_to_string(jobs, ' '), 'PRIVATE'
from seed.words, generate_series(0, 9) i;
insert into seed.templates select 1000 + i, 'A hidden template ' || i, 'audit', seed.agents_of(i) from generate_series(0, 9) i;

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
  seed.words, unnest(words.versions) with ordinality as numbered (version, position);

/* Every tenth was rolled back. */
update nofx.template_registry entry set current_version_id = version.id
from nofx.template_versions version
where version.entry_id = entry.id
  and version.version = case when hashtext(entry.slug) % 10 = 0 then '1.2.0' else '2.0.0' end;
