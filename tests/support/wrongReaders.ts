/**
 * SQL for the rows whose columns about their readers are not what the rows that they depend on say, as text. As its owner
 * past row level security; none when all is right.
 */
export const wrongReaders = (schema = 'nofx') => {
  const versions = (kind: 'agent' | 'template') => `
    select '${kind} version ' || entry.slug || '@' || version.version as wrong
    from ${schema}.${kind}_versions version join ${schema}.${kind}_registry entry on entry.id = version.entry_id
    where (version.namespace, version.is_public, version.is_published) is distinct from (entry.namespace,
      entry.is_public and version.visibility = 'PUBLIC' and version.status <> 'DRAFT',
      entry.current_version_id is not null and version.status <> 'DRAFT')`;
  return `${versions('agent')} union all ${versions('template')} union all
    select 'link of ' || entry.slug || '@' || version.version || ' to ' || link.slug
    from ${schema}.template_version_agents link join ${schema}.template_versions version on version.id = link.template_version_id
    join ${schema}.template_registry entry on entry.id = version.entry_id
    where (link.namespace, link.is_public, link.is_published, link.is_current) is distinct from
      (version.namespace, version.is_public, version.is_published, version.id is not distinct from entry.current_version_id)
    union all
    select 'rating count of ' || entry.slug
    from ${schema}.template_rating_counts counted join ${schema}.template_registry entry on entry.id = counted.template_id
    where (counted.namespace, counted.is_public, counted.is_published)
      is distinct from (entry.namespace, entry.is_public, entry.current_version_id is not null)
    union all
    select 'step ' || step.step_id from ${schema}.steps step join ${schema}.runs run on run.id = step.run_id
    where step.namespace <> run.namespace
    order by 1`;
};
