-- What an entry allows in a version whose number promises less than its changes. Entries that exist are warned, as
-- nothing was said before; new ones are strict.

alter table nofx.agent_registry
  add column compatibility text not null default 'WARN' check (compatibility in ('STRICT', 'WARN', 'NONE'));
alter table nofx.template_registry
  add column compatibility text not null default 'WARN' check (compatibility in ('STRICT', 'WARN', 'NONE'));
alter table nofx.agent_registry alter column compatibility set default 'STRICT';
alter table nofx.template_registry alter column compatibility set default 'STRICT';

/* Not at the insert: a new entry is strict, and each change of that is in the log. */
grant update (compatibility) on nofx.agent_registry, nofx.template_registry to authenticated;

alter table nofx.registry_events
  drop constraint registry_events_action_check,
  add constraint registry_events_action_check check (action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'ROLLED_BACK',
    'DEPRECATED', 'DISABLED', 'ENABLED', 'ARCHIVED', 'REMOVED', 'RATED', 'INSTANTIATED', 'VALIDATION_FAILED',
    'VISIBILITY_CHANGED', 'COMPATIBILITY_CHANGED'));

/* As before; a publisher changes the policy too, as a publisher publishes under it. */
alter policy registry_events_append on nofx.registry_events with check (
  seq is null
  and tenant = (select nofx.viewer_namespace())
  and actor = (select nofx.viewer_id())
  and (select nofx.is_publisher())
  and (namespace = tenant or action = 'INSTANTIATED')
  and (
    action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'INSTANTIATED', 'VALIDATION_FAILED', 'VISIBILITY_CHANGED',
      'COMPATIBILITY_CHANGED')
    or (action <> 'RATED' and (select nofx.is_admin()))
  )
  and case
    when entry_id is null then action = 'VALIDATION_FAILED'
    when kind = 'AGENT' then exists (
      select from nofx.agent_registry entry
      where entry.id = entry_id and (entry.namespace, entry.slug) = (registry_events.namespace, registry_events.slug)
    )
    else exists (
      select from nofx.template_registry entry
      where entry.id = entry_id and (entry.namespace, entry.slug) = (registry_events.namespace, registry_events.slug)
    )
  end
  and (report_id is null or exists (
    select from nofx.registry_validation_reports report where report.id = report_id
  ))
);
