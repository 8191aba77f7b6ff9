-- Instantiated templates. Every step holds the exact version of its agent: a run can be repeated next year.

create table nofx.runs (
  id uuid primary key default gen_random_uuid(),
  namespace text not null check (nofx.is_namespace(namespace)),
  template_id uuid not null references nofx.template_registry (id) on delete restrict,
  template_version_id uuid not null references nofx.template_versions (id) on delete restrict,
  environment text,
  variables jsonb not null default '{}',
  resource_profile jsonb not null default '{}',
  status text not null default 'QUEUED' check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  created_by uuid not null,
  created_at timestamptz(3) not null default now(),
  started_at timestamptz(3),
  finished_at timestamptz(3)
);

create table nofx.steps (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references nofx.runs (id) on delete cascade,
  step_id text not null,
  position integer not null,
  name text not null,
  agent_id uuid not null references nofx.agent_registry (id) on delete restrict,
  agent_version_id uuid not null references nofx.agent_versions (id) on delete restrict,
  depends_on text[] not null default '{}',
  inputs jsonb not null default '{}',
  outputs jsonb,
  status text not null default 'QUEUED'
    check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'SKIPPED')),
  started_at timestamptz(3),
  finished_at timestamptz(3),
  unique (run_id, step_id)
);

create index runs_by_namespace on nofx.runs (namespace, created_at desc, id desc);
create index runs_by_template on nofx.runs (template_id, created_at desc);
create index runs_by_template_version on nofx.runs (template_version_id);
create index steps_by_run on nofx.steps (run_id, position);
create index steps_by_agent on nofx.steps (agent_id);
create index steps_by_agent_version on nofx.steps (agent_version_id);

alter table nofx.runs enable row level security;
alter table nofx.runs force row level security;
alter table nofx.steps enable row level security;
alter table nofx.steps force row level security;

create policy runs_read on nofx.runs for select to authenticated using (namespace = (select nofx.viewer_namespace()));
create policy runs_insert on nofx.runs for insert to authenticated with check (
  namespace = (select nofx.viewer_namespace())
  and (select nofx.is_publisher())
  and created_by = (select nofx.viewer_id())
  and exists (
    select from nofx.template_versions version
    where version.id = template_version_id and version.entry_id = template_id and version.status = 'ACTIVE'
  )
);
create policy steps_read on nofx.steps for select to authenticated using (
  exists (select from nofx.runs run where run.id = run_id)
);
/* Only together with their run, and of what its maker can see. */
create policy steps_insert on nofx.steps for insert to authenticated with check (
  exists (
    select from nofx.runs run
    where run.id = run_id and run.created_by = (select nofx.viewer_id()) and run.created_at = now()::timestamptz(3)
  )
  and exists (
    select from nofx.agent_versions version
    where version.id = agent_version_id and version.entry_id = agent_id and version.status = 'ACTIVE'
  )
);

grant select on nofx.runs, nofx.steps to authenticated;
grant insert (id, namespace, template_id, template_version_id, environment, variables, resource_profile, created_by)
  on nofx.runs to authenticated;
grant insert (id, run_id, step_id, position, name, agent_id, agent_version_id, depends_on, inputs)
  on nofx.steps to authenticated;
