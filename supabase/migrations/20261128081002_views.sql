-- Views for clients that read through supabase-js (PostgREST): one row for each entry, with its current version. They run
-- with the rights of the caller, so the policies of the tables decide. A preview has none.

do $$
  begin
    if 'nofx' <> 'no' || 'fx' or not has_database_privilege(current_database(), 'CREATE') then
      return;
    end if;
    create schema if not exists nofx_api;
    grant usage on schema nofx_api to anon, authenticated, service_role;

    create or replace view nofx_api.agent_registry with (security_invoker = true) as
      select entry.namespace, entry.slug as agent_id, entry.status as state, version.version, entry.metadata,
        (select file.sha256 from jsonb_to_recordset(version.files) as file (path text, sha256 text)
          where file.path = version.manifest ->> 'entryPrompt') as prompt_hash,
        version.digest, entry.name, entry.description, entry.tags, entry.category, entry.visibility, entry.updated_at
      from nofx.agent_registry as entry left join nofx.agent_versions as version on version.id = entry.current_version_id
      where entry.removed_at is null;
    comment on view nofx_api.agent_registry is
      'Agents that the caller may read, each with its current version: prompt_hash is the SHA-256 of its entry prompt.';

    create or replace view nofx_api.template_registry with (security_invoker = true) as
      select entry.namespace, entry.slug as template_id, entry.status as state, version.version, entry.metadata,
        version.digest, entry.name, entry.description, entry.tags, entry.category, entry.visibility, entry.updated_at
      from nofx.template_registry as entry
        left join nofx.template_versions as version on version.id = entry.current_version_id
      where entry.removed_at is null;
    comment on view nofx_api.template_registry is 'Templates that the caller may read, each with its current version.';

    grant select on nofx_api.agent_registry, nofx_api.template_registry to anon, authenticated;
  end
  $$;
