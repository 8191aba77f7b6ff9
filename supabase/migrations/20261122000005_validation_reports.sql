-- What was found when somebody validated a definition, or was refused a publish. Issues, never content.

create table nofx.registry_validation_reports (
  id uuid primary key default gen_random_uuid(),
  namespace text not null check (nofx.is_namespace(namespace)),
  kind text not null check (kind in ('AGENT', 'TEMPLATE')),
  slug text,
  version text,
  valid boolean not null,
  digest text,
  issues jsonb not null default '[]',
  actor uuid,
  correlation_id text not null,
  created_at timestamptz(3) not null default now()
);

create index registry_validation_reports_by_time on nofx.registry_validation_reports (namespace, created_at desc, id desc);
create index registry_validation_reports_by_entry
  on nofx.registry_validation_reports (namespace, kind, slug, created_at desc, id desc);

alter table nofx.registry_validation_reports enable row level security;
alter table nofx.registry_validation_reports force row level security;

create policy registry_validation_reports_read on nofx.registry_validation_reports for select to authenticated using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
);
create policy registry_validation_reports_insert on nofx.registry_validation_reports for insert to authenticated
  with check (namespace = (select nofx.viewer_namespace()) and actor = (select nofx.viewer_id()));

grant select on nofx.registry_validation_reports to authenticated;
grant insert (id, namespace, kind, slug, version, valid, digest, issues, actor, correlation_id)
  on nofx.registry_validation_reports to authenticated;
