-- 10,000 public agents of 20 categories and 500 tags; 1,000 templates that use the first of them; one version of each, and 500 earlier
-- ones of the first agent; 2,000 runs of the first template, 2,000 events, and 500 deliveries of a webhook. The same rows at every run.

create temporary view many as
select i, 'many-' || i as slug,
  (array['Invoice', 'Incident', 'Contract', 'Release', 'Pipeline'])[1 + i % 5] || ' '
    || (array['reviewer', 'reconciler', 'summarizer', 'planner'])[1 + i % 4] || ' ' || to_char(i, 'FM00000') as name
from generate_series(0, 9999) i;

create temporary view templates as select * from many where i < 1000;

create temporary view things as select * from many where i < 2000;

insert into nofx.agent_registry (id, namespace, slug, name, description, visibility, category, tags, created_at, updated_at)
select md5('agent' || i)::uuid, 'default', slug, name, repeat('Reads what is there before it proposes anything. ', 1 + i % 3),
  'PUBLIC', 'category ' || i % 20, array['tag ' || i % 500], timestamptz '2026-01-01' + i * interval '1 minute',
  timestamptz '2026-01-01' + i * interval '1 minute'
from many;

insert into nofx.agent_versions (id, entry_id, version, status, manifest, files, digest)
select md5('agent version' || i)::uuid, md5('agent' || i)::uuid, '1.0.0', 'ACTIVE',
  jsonb_build_object('agentId', slug, 'name', name, 'version', '1.0.0', 'entryPrompt', 'prompts/system.md', 'skills', '[]'::jsonb),
  '[]', encode(sha256(slug::bytea), 'hex')
from many;

insert into nofx.agent_versions (id, entry_id, version, status, manifest, files, digest)
select md5('earlier version' || earlier)::uuid, md5('agent0')::uuid, '0.' || earlier || '.0', 'ACTIVE',
  jsonb_build_object('agentId', slug, 'name', name, 'version', '0.' || earlier || '.0', 'entryPrompt', 'prompts/system.md', 'skills', '[]'::jsonb),
  '[]', encode(sha256(('earlier' || earlier)::bytea), 'hex')
from many, generate_series(1, 500) earlier where i = 0;

update nofx.agent_registry set current_version_id = version.id from nofx.agent_versions version
where entry_id = agent_registry.id and version = '1.0.0';

insert into nofx.template_registry (id, namespace, slug, name, description, visibility, category, tags)
select md5('template' || i)::uuid, 'default', slug, name, 'From the first look to the report.', 'PUBLIC', 'category ' || i % 20,
  array['tag ' || i % 500]
from templates;

insert into nofx.template_versions (id, entry_id, version, status, manifest, files, digest)
select md5('template version' || i)::uuid, md5('template' || i)::uuid, '1.0.0', 'ACTIVE',
  jsonb_build_object('templateId', slug, 'name', name, 'version', '1.0.0', 'defaultPlan', jsonb_build_object('steps', jsonb_build_array(
    jsonb_build_object('id', 'only', 'name', 'Only', 'agent', 'many-0', 'inputs', '{}'::jsonb)))),
  '[]', encode(sha256(slug::bytea), 'hex')
from templates;

update nofx.template_registry set current_version_id = version.id
from nofx.template_versions version where entry_id = template_registry.id;

insert into nofx.template_version_agents (template_version_id, slug, agent_registry_id, range, matches)
select md5('template version' || i)::uuid, 'many-0', md5('agent0')::uuid, '^1.0.0', :range
from templates;

insert into nofx.runs (namespace, template_id, template_version_id, created_by, status, created_at, started_at, finished_at)
select 'default', md5('template0')::uuid, md5('template version0')::uuid, gen_random_uuid(), 'SUCCEEDED', at, at, at + interval '9 seconds'
from things, lateral (select now() - i * interval '1 minute' as at) as times;

insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, version, tenant, correlation_id)
select 'agent.updated', 'PROMOTED', 'AGENT', md5('agent' || i)::uuid, slug, 'default', '1.0.0', 'default', 'many'
from things;

insert into nofx.webhooks (id, namespace, url, status, position, secret_id, created_by)
values (md5('webhook')::uuid, 'default', 'https://hooks.example.com/registry', 'PAUSED', 0, gen_random_uuid(), gen_random_uuid());

insert into nofx.webhook_deliveries (webhook_id, namespace, type, status, attempts, attempt_count, created_at, finished_at)
select md5('webhook')::uuid, 'default', 'agent.updated', 'DELIVERED',
  jsonb_build_array(jsonb_build_object('at', at, 'durationMs', i, 'statusCode', 204, 'error', null)), 1, at, at
from things, lateral (select now() - i * interval '1 minute' as at) as times where i < 500;
