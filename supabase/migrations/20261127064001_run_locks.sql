-- A run keeps a lock: every part that it was made of, in exact versions with their digests. A run that is made from a lock
-- may use versions that were archived since.

alter table nofx.runs
  add column lock jsonb,
  add column lock_digest text check (lock_digest ~ '^[0-9a-f]{64}$'),
  add column is_from_lock boolean not null default false,
  add constraint runs_locked check (
    case when lock is null then lock_digest is null and not is_from_lock
      else jsonb_typeof(lock) = 'object' and lock ->> 'digest' is not distinct from lock_digest end
  );

alter policy runs_insert on nofx.runs with check (
  namespace = (select nofx.viewer_namespace())
  and (select nofx.is_publisher())
  and created_by = (select nofx.viewer_id())
  and exists (
    select from nofx.template_versions version join nofx.template_registry entry on entry.id = version.entry_id
    where version.id = template_version_id and version.entry_id = template_id
      and (version.status = 'ACTIVE' or (version.status = 'ARCHIVED' and is_from_lock))
      and entry.status <> 'DISABLED' and entry.removed_at is null
  )
);
alter policy steps_insert on nofx.steps with check (
  exists (
    select from nofx.runs run
    where run.id = run_id and run.created_by = (select nofx.viewer_id()) and run.created_at = now()::timestamptz(3)
  )
  and exists (
    select from nofx.agent_versions version join nofx.agent_registry entry on entry.id = version.entry_id
    where version.id = agent_version_id and version.entry_id = agent_id
      and (
        version.status = 'ACTIVE'
        or (version.status = 'ARCHIVED' and exists (select from nofx.runs run where run.id = run_id and run.is_from_lock))
      )
      and entry.status <> 'DISABLED' and entry.removed_at is null
  )
);

grant insert (lock, lock_digest, is_from_lock) on nofx.runs to authenticated;
