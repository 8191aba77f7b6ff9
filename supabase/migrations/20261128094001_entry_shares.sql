-- Entries that the admins of a namespace share with another one by name: its members read the published versions of the
-- entry while it is shared, whatever its visibility, and use it in runs and templates if the share allows it.

create table nofx.entry_shares (
  kind text not null check (kind in ('AGENT', 'TEMPLATE')),
  entry_id uuid not null,
  /* Whom it is shared with. */
  namespace text not null check (nofx.is_namespace(namespace)),
  may_instantiate boolean not null,
  shared_by uuid not null,
  shared_at timestamptz(3) not null default now(),
  /* The namespace of the entry. Written by the trigger, as the next two. */
  owner_namespace text not null default '' check (owner_namespace <> ''),
  /* Whether the share shows anything: the entry has a current version, and is neither disabled nor removed. */
  is_open boolean not null default false,
  /* The transaction time of when it last ceased to. */
  closed_at timestamptz,
  primary key (entry_id, namespace)
);
create index entry_shares_open on nofx.entry_shares (namespace, entry_id) where is_open;

/*
 * The entry is locked, so that its changes, its shares and the end of a share wait for each other. Whatever a statement
 * says of the owner and of what the share shows, what is true is written. An entry is shared with 100 namespaces at most.
 */
create function nofx.guard_share() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    entry record;
    is_written constant boolean := tg_op = 'INSERT' or new.may_instantiate is distinct from old.may_instantiate;
  begin
    if tg_op = 'UPDATE' and (new.kind, new.entry_id, new.namespace) is distinct from (old.kind, old.entry_id, old.namespace) then
      raise exception 'the identity of a share never changes' using errcode = 'restrict_violation';
    end if;
    if new.kind = 'AGENT' then
      select namespace, status, removed_at, current_version_id into entry
        from nofx.agent_registry where id = new.entry_id for no key update;
    else
      select namespace, status, removed_at, current_version_id into entry
        from nofx.template_registry where id = new.entry_id for no key update;
    end if;
    if entry.namespace is null then
      raise exception 'a share is of an entry' using errcode = 'foreign_key_violation';
    end if;
    if entry.namespace = new.namespace then
      raise exception 'an entry is not shared with its own namespace' using errcode = 'restrict_violation';
    end if;
    if is_written and entry.removed_at is not null then
      raise exception 'a removed entry is not shared' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'INSERT' and (select count(*) from nofx.entry_shares where entry_id = new.entry_id) >= 100 then
      raise exception 'an entry is shared with 100 namespaces at most' using errcode = 'restrict_violation';
    end if;
    new.owner_namespace := entry.namespace;
    new.is_open := entry.status <> 'DISABLED' and entry.removed_at is null and entry.current_version_id is not null;
    if tg_op = 'INSERT' then
      new.shared_at := now();
      new.closed_at := null;
    else
      new.shared_at := old.shared_at;
      new.closed_at := case when old.is_open and not new.is_open then now() else old.closed_at end;
    end if;
    return new;
  end
  $$;

create trigger guard_share before insert or update on nofx.entry_shares
  for each row execute function nofx.guard_share();
/* As versions and events: only the registry's own code writes shares, which keeps the log. */
create trigger guard_seal before insert or update on nofx.entry_shares
  for each row execute function nofx.guard_seal();

create function nofx.guard_share_removal() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if pg_has_role(current_user, (select relowner from pg_catalog.pg_class where oid = tg_relid), 'USAGE')
      or (select rolbypassrls from pg_catalog.pg_roles where rolname = current_user)
      or nofx.is_sealed() then
      return old;
    end if;
    raise exception 'only the registry itself ends shares, in transactions that it seals'
      using errcode = 'insufficient_privilege', constraint = 'registry_seal';
  end
  $$;
create trigger guard_seal_removal before delete on nofx.entry_shares
  for each row execute function nofx.guard_share_removal();

/* An entry that is disabled, enabled or removed: its shares, after it. */
create function nofx.keep_shares() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    update nofx.entry_shares set is_open = is_open where entry_id = new.id;
    return null;
  end
  $$;
create trigger keep_shares after update on nofx.agent_registry for each row
  when ((old.status = 'DISABLED', old.removed_at is null, old.current_version_id is null)
    is distinct from (new.status = 'DISABLED', new.removed_at is null, new.current_version_id is null))
  execute function nofx.keep_shares();
create trigger keep_shares after update on nofx.template_registry for each row
  when ((old.status = 'DISABLED', old.removed_at is null, old.current_version_id is null)
    is distinct from (new.status = 'DISABLED', new.removed_at is null, new.current_version_id is null))
  execute function nofx.keep_shares();

alter table nofx.entry_shares enable row level security;
alter table nofx.entry_shares force row level security;

/* The admins of the entry's namespace see with whom it is shared. Those it is shared with see their own share only. */
create policy entry_shares_read on nofx.entry_shares for select to authenticated using (
  (namespace = (select nofx.viewer_namespace()) and is_open)
  or (owner_namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()))
);
create policy entry_shares_insert on nofx.entry_shares for insert to authenticated with check (
  owner_namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()) and shared_by = (select nofx.viewer_id())
);
create policy entry_shares_update on nofx.entry_shares for update to authenticated
  using (owner_namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()))
  with check (owner_namespace = (select nofx.viewer_namespace()) and shared_by = (select nofx.viewer_id()));
create policy entry_shares_delete on nofx.entry_shares for delete to authenticated using (
  owner_namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin())
);
/* The triggers and functions run as the owner, whom `force` binds too. */
create policy entry_shares_keep on nofx.entry_shares to current_user using (true);
grant select (kind, entry_id, namespace, may_instantiate, shared_by, shared_at, owner_namespace) on nofx.entry_shares to authenticated;
grant insert (kind, entry_id, namespace, may_instantiate, shared_by), update (may_instantiate, shared_by), delete
  on nofx.entry_shares to authenticated;

-- Who reads what. The names of those an entry is shared with stand on no row that others read.

/* The entries that are shared with the viewer's namespace. Policies ask it once a statement, and not where all rows are public or its own. */
create function nofx.shared_entries() returns uuid[]
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    home constant text := nofx.viewer_namespace();
  begin
    if home is null then
      return '{}';
    end if;
    return coalesce((select array_agg(entry_id) from nofx.entry_shares where namespace = home and is_open), '{}');
  end
  $$;

/* Whether a template's version is shared with the viewer's namespace. */
create function nofx.is_shared_version(of_version uuid) returns boolean
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    return exists (
      select from nofx.template_versions shared
      join nofx.entry_shares share on share.entry_id = shared.entry_id
      where shared.id = of_version and shared.status <> 'DRAFT' and share.namespace = nofx.viewer_namespace() and share.is_open
    );
  end
  $$;

alter policy agent_registry_read on nofx.agent_registry using (
  is_public
  or (
    namespace = (select nofx.viewer_namespace())
    and (current_version_id is not null or (select nofx.is_publisher()))
  )
  or id = any ((select nofx.shared_entries())::uuid[])
);
alter policy template_registry_read on nofx.template_registry using (
  is_public
  or (
    namespace = (select nofx.viewer_namespace())
    and (current_version_id is not null or (select nofx.is_publisher()))
  )
  or id = any ((select nofx.shared_entries())::uuid[])
);
/* Published versions, archived ones too, and never a draft. */
alter policy agent_versions_read on nofx.agent_versions using (
  is_public
  or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
  or (status <> 'DRAFT' and entry_id = any ((select nofx.shared_entries())::uuid[]))
);
alter policy template_versions_read on nofx.template_versions using (
  is_public
  or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
  or (status <> 'DRAFT' and entry_id = any ((select nofx.shared_entries())::uuid[]))
);
alter policy template_version_agents_read on nofx.template_version_agents using (
  is_public
  or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
  or (is_published and (select nofx.shared_entries()) <> '{}'::uuid[] and nofx.is_shared_version(template_version_id))
);
alter policy channels_read on nofx.channels using (
  is_public
  or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
  or (is_published and entry_id = any ((select nofx.shared_entries())::uuid[]))
);

/* As before, and what is shared. The new label is its last. */
create or replace view nofx.searchable with (security_invoker = true) as
  select entry.id, entry.kind, entry.namespace, entry.slug, entry.is_public, entry.is_published, entry.status,
    entry.visibility, entry.category, entry.tags, entry.sort_name, entry.name_vector, entry.search_text,
    entry.search_vector, jsonb_build_object('namespace', entry.namespace, 'status', entry.status,
      'visibility', entry.visibility, 'category', entry.category, 'tags', entry.tags,
      'featured', entry.is_featured,
      'sharedWithMe', entry.id = any ((select nofx.shared_entries())::uuid[])) as labels
  from nofx.search_entries as entry
  where entry.is_public or (
    entry.namespace = (select nofx.search_namespace())
    and (entry.is_published or (select nofx.search_drafts()))
  ) or entry.id = any ((select nofx.shared_entries())::uuid[]);

-- Who uses what.

/* Whether the viewer may use a version in a run: unless it is only read, because of a share. Not whether it is visible. */
create function nofx.may_instantiate(of_kind text, of_version uuid) returns boolean
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    home constant text := nofx.viewer_namespace();
    used record;
  begin
    if of_kind = 'AGENT' then
      select entry_id, namespace, is_public into used from nofx.agent_versions where id = of_version;
    else
      select entry_id, namespace, is_public into used from nofx.template_versions where id = of_version;
    end if;
    return coalesce(used.is_public or used.namespace = home, false) or exists (
      select from nofx.entry_shares share
      where share.entry_id = used.entry_id and share.namespace = home and share.is_open and share.may_instantiate
    );
  end
  $$;

/* The entries that the viewer's namespace may read, and not use, by their shares. `may_instantiate` has the rest of the rule. */
create function nofx.read_only_entries() returns uuid[]
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    home constant text := nofx.viewer_namespace();
  begin
    if home is null then
      return '{}';
    end if;
    return coalesce(
      (select array_agg(entry_id) from nofx.entry_shares where namespace = home and is_open and not may_instantiate), '{}'
    );
  end
  $$;

/* The same of an agent that a template is bound to. */
create function nofx.may_use_agent(of_agent uuid) returns boolean
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    home constant text := nofx.viewer_namespace();
  begin
    return exists (
      select from nofx.agent_registry entry where entry.id = of_agent and (entry.is_public or entry.namespace = home)
    ) or exists (
      select from nofx.entry_shares share
      where share.entry_id = of_agent and share.namespace = home and share.is_open and share.may_instantiate
    );
  end
  $$;

create policy runs_insert_usable on nofx.runs as restrictive for insert to authenticated
  with check (nofx.may_instantiate('TEMPLATE', template_version_id));
create policy steps_insert_usable on nofx.steps as restrictive for insert to authenticated
  with check (nofx.may_instantiate('AGENT', agent_version_id));
create policy template_version_agents_insert_usable on nofx.template_version_agents as restrictive for insert to authenticated
  with check (agent_registry_id is null or nofx.may_use_agent(agent_registry_id));
create policy template_version_agents_bind_usable on nofx.template_version_agents as restrictive for update to authenticated
  using (true) with check (agent_registry_id is null or nofx.may_use_agent(agent_registry_id));

-- What the end of a share touches, for the admins of the entry's namespace: counts, and nothing by name.

create function nofx.share_impact(of_kind text, of_entry uuid, other text, days integer) returns jsonb
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    since constant timestamptz := now() - make_interval(days => least(days, 366));
  begin
    perform nofx.require_own_entry(of_kind, of_entry);
    if not nofx.is_admin() then
      raise exception 'only an admin ends a share' using errcode = 'insufficient_privilege';
    end if;
    return (
      with versions as materialized (
        select version.id, version.entry_id
        from nofx.template_version_agents link
        join nofx.template_versions version on version.id = link.template_version_id
        join nofx.template_registry entry on entry.id = version.entry_id
        where of_kind = 'AGENT' and link.agent_registry_id = of_entry and link.namespace = other
          and version.status = 'ACTIVE' and entry.removed_at is null and entry.status <> 'DISABLED'
        limit 10000
      ),
      used as materialized (
        select run.id, run.status from nofx.runs run
        where of_kind = 'TEMPLATE' and run.template_id = of_entry and run.namespace = other and run.created_at >= since
        union
        select run.id, run.status from nofx.steps step join nofx.runs run on run.id = step.run_id
        where of_kind = 'AGENT' and step.agent_id = of_entry and step.namespace = other and run.created_at >= since
        limit 10000
      )
      select jsonb_build_object(
        'days', days,
        'templates', (select count(distinct entry_id) from versions),
        'templateVersions', (select count(*) from versions),
        'runs', (select count(*) from used),
        'openRuns', (select count(*) from used where status in ('QUEUED', 'RUNNING'))
      )
    );
  end
  $$;

revoke execute on function nofx.guard_share(), nofx.guard_share_removal(), nofx.keep_shares(), nofx.shared_entries(),
  nofx.is_shared_version(uuid), nofx.may_instantiate(text, uuid), nofx.read_only_entries(), nofx.may_use_agent(uuid),
  nofx.share_impact(text, uuid, text, integer) from public;
grant execute on function nofx.shared_entries() to anon, authenticated, registry_search;
/* To anon too: its queries have the same text. */
grant execute on function nofx.is_shared_version(uuid), nofx.may_instantiate(text, uuid), nofx.read_only_entries()
  to anon, authenticated;
grant execute on function nofx.may_use_agent(uuid), nofx.share_impact(text, uuid, text, integer) to authenticated;
