-- A run that was upgraded to another version of its template is a new run, and names the run that it replaces.

/* Whether the viewer sees a run. A policy of runs cannot read runs itself. */
create function nofx.run_is_visible(run uuid) returns boolean
  language sql stable set search_path = ''
  as $$ select exists (select from nofx.runs where runs.id = run_is_visible.run) $$;

revoke execute on function nofx.run_is_visible(uuid) from public;
grant execute on function nofx.run_is_visible(uuid) to authenticated;

alter table nofx.runs add column upgraded_from uuid references nofx.runs (id) on delete restrict,
  add constraint runs_upgraded_from check (upgraded_from <> id);

create index runs_by_upgraded_from on nofx.runs (upgraded_from) where upgraded_from is not null;

alter policy runs_insert on nofx.runs with check (
  namespace = (select nofx.viewer_namespace())
  and (select nofx.is_publisher())
  and created_by = (select nofx.viewer_id())
  and (upgraded_from is null or nofx.run_is_visible(upgraded_from))
  and exists (
    select from nofx.template_versions version join nofx.template_registry entry on entry.id = version.entry_id
    where version.id = template_version_id and version.entry_id = template_id
      and (version.status = 'ACTIVE' or (version.status = 'ARCHIVED' and is_from_lock))
      and entry.status <> 'DISABLED' and entry.removed_at is null
  )
);

grant insert (upgraded_from) on nofx.runs to authenticated;
