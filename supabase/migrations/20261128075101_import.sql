-- What an import keeps from the registry that it comes from: dates, authors, and versions that are archived or private there.
-- Only an admin imports, and only through the registry's own code.

/*
 * Whoever publishes does it now, and the entry says how visible that is. Another date is that of an import; a date in the
 * future is none. The owner, and roles past row level security, restore what they want.
 */
create function nofx.guard_kept_values() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    kept timestamptz;
    is_private boolean := false;
  begin
    if auth.jwt() is null then
      return new;
    end if;
    if tg_table_name in ('agent_registry', 'template_registry') then
      kept := new.created_at;
    else
      kept := new.published_at;
      is_private := new.visibility = 'PRIVATE';
    end if;
    if kept = now()::timestamptz(3) and not is_private then
      return new;
    end if;
    if not nofx.is_admin() or not nofx.is_sealed() or kept = now()::timestamptz(3) then
      raise exception 'only an import of an admin keeps what was elsewhere' using errcode = 'insufficient_privilege';
    end if;
    if kept > now() then
      raise exception 'an import keeps a date that is past' using errcode = 'restrict_violation';
    end if;
    return new;
  end
  $$;

create trigger guard_kept_values before insert on nofx.agent_registry
  for each row execute function nofx.guard_kept_values();
create trigger guard_kept_values before insert on nofx.template_registry
  for each row execute function nofx.guard_kept_values();
create trigger guard_kept_values before insert on nofx.agent_versions
  for each row execute function nofx.guard_kept_values();
create trigger guard_kept_values before insert on nofx.template_versions
  for each row execute function nofx.guard_kept_values();

revoke execute on function nofx.guard_kept_values() from public;

/* Beside what a publisher inserts: a version of another author, from another time, also archived. */
create policy agent_versions_import on nofx.agent_versions for insert to authenticated with check (
  (select nofx.is_admin())
  and namespace = (select nofx.viewer_namespace())
  and published_at < now()::timestamptz(3)
);
create policy template_versions_import on nofx.template_versions for insert to authenticated with check (
  (select nofx.is_admin())
  and namespace = (select nofx.viewer_namespace())
  and published_at < now()::timestamptz(3)
);

/* The agents of a version are those that it came with, in the transaction that inserted it. */
create policy template_version_agents_import on nofx.template_version_agents for insert to authenticated with check (
  (select nofx.is_admin())
  and namespace = (select nofx.viewer_namespace())
  and exists (
    select from nofx.template_versions version
    where version.id = template_version_id and version.published_at < now()::timestamptz(3)
      and version.xmin = pg_current_xact_id()::xid
  )
  and (agent_registry_id is null or exists (
    select from nofx.agent_registry agent where agent.id = agent_registry_id and agent.slug = template_version_agents.slug
  ))
);

grant insert (created_at) on nofx.agent_registry, nofx.template_registry to authenticated;
grant insert (published_at, visibility) on nofx.agent_versions, nofx.template_versions to authenticated;
