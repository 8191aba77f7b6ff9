-- Who reads a version, a link of a template to an agent, a rating count or a step stands on its own row: the policies compare
-- columns with the viewer's claims, and look into no other table. Triggers keep the columns, whoever writes.

/* The namespace that it belongs to never changes. `is_public`: everyone reads it. */
alter table nofx.agent_versions
  add column namespace text not null default '',
  add column is_public boolean not null default false,
  /* All members of the namespace read it: no draft, of an entry that has a current version. Else its publishers do. */
  add column is_published boolean not null default false;
alter table nofx.template_versions
  add column namespace text not null default '',
  add column is_public boolean not null default false,
  add column is_published boolean not null default false;
/* As its template's version. */
alter table nofx.template_version_agents
  add column namespace text not null default '',
  add column is_public boolean not null default false,
  add column is_published boolean not null default false;
/* As its template. */
alter table nofx.template_rating_counts
  add column namespace text not null default '',
  add column is_public boolean not null default false,
  add column is_published boolean not null default false;
/* As its run. */
alter table nofx.steps
  add column namespace text not null default '';

-- What is there already.

alter table nofx.agent_registry no force row level security;
alter table nofx.template_registry no force row level security;
alter table nofx.agent_versions no force row level security, disable trigger user;
alter table nofx.template_versions no force row level security, disable trigger user;
alter table nofx.template_version_agents no force row level security, disable trigger user;
alter table nofx.template_rating_counts no force row level security;
alter table nofx.runs no force row level security;
alter table nofx.steps no force row level security, disable trigger user;
update nofx.agent_versions as version set
    namespace = entry.namespace,
    is_public = entry.is_public and version.visibility = 'PUBLIC' and version.status <> 'DRAFT',
    is_published = entry.current_version_id is not null and version.status <> 'DRAFT'
  from nofx.agent_registry as entry where entry.id = version.entry_id;
update nofx.template_versions as version set
    namespace = entry.namespace,
    is_public = entry.is_public and version.visibility = 'PUBLIC' and version.status <> 'DRAFT',
    is_published = entry.current_version_id is not null and version.status <> 'DRAFT'
  from nofx.template_registry as entry where entry.id = version.entry_id;
update nofx.template_version_agents as link set
    namespace = version.namespace, is_public = version.is_public, is_published = version.is_published
  from nofx.template_versions as version where version.id = link.template_version_id;
update nofx.template_rating_counts as rating set
    namespace = entry.namespace, is_public = entry.is_public, is_published = entry.current_version_id is not null
  from nofx.template_registry as entry where entry.id = rating.template_id;
update nofx.steps as step set namespace = run.namespace from nofx.runs as run where run.id = step.run_id;
alter table nofx.agent_registry force row level security;
alter table nofx.template_registry force row level security;
alter table nofx.agent_versions force row level security, enable trigger user;
alter table nofx.template_versions force row level security, enable trigger user;
alter table nofx.template_version_agents force row level security, enable trigger user;
alter table nofx.template_rating_counts force row level security;
alter table nofx.runs force row level security;
alter table nofx.steps force row level security, enable trigger user;

/* No row is without a namespace, should a trigger be missing. */
alter table nofx.agent_versions add constraint agent_versions_namespace check (namespace <> '');
alter table nofx.template_versions add constraint template_versions_namespace check (namespace <> '');
alter table nofx.template_version_agents add constraint template_version_agents_namespace check (namespace <> '');
alter table nofx.template_rating_counts add constraint template_rating_counts_namespace check (namespace <> '');
alter table nofx.steps add constraint steps_namespace check (namespace <> '');

/* With what the policy asks, so that the links of an agent are read from the index alone. */
drop index nofx.template_version_agents_by_agent;
create index template_version_agents_by_agent on nofx.template_version_agents (agent_registry_id, template_version_id)
  include (namespace, is_public, is_published);

-- The triggers. They run as the owner, whom `force` binds too.

create policy agent_versions_keep on nofx.agent_versions for update to current_user using (true);
create policy template_versions_keep on nofx.template_versions for update to current_user using (true);
create policy template_version_agents_seen on nofx.template_version_agents for select to current_user using (true);
create policy template_version_agents_keep on nofx.template_version_agents for update to current_user using (true);

/*
 * As before: a new version, and a draft that is promoted, is public only in a public entry and unless its manifest says
 * private; later a private version becomes public on purpose, in a public entry. And who reads it, from its entry: the
 * entry is locked, so that whoever changes it waits until this version is committed, and then finds it. Whatever a
 * statement says of these columns, what is true is written.
 */
create or replace function nofx.keep_visibility() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    entry record;
  begin
    if tg_table_name = 'agent_versions' then
      select namespace, visibility, is_public, current_version_id is not null as has_current into entry
        from nofx.agent_registry where id = new.entry_id for no key update;
    else
      select namespace, visibility, is_public, current_version_id is not null as has_current into entry
        from nofx.template_registry where id = new.entry_id for no key update;
    end if;
    if not found then
      raise exception 'a version belongs to an entry' using errcode = 'foreign_key_violation';
    end if;
    if new.visibility = 'PUBLIC' and entry.visibility <> 'PUBLIC' then
      if tg_op = 'INSERT' or (old.status = 'DRAFT' and new.status = 'ACTIVE') then
        new.visibility := 'PRIVATE';
      elsif old.visibility = 'PRIVATE' then
        raise exception 'a version becomes public only in a public entry' using errcode = 'restrict_violation';
      end if;
    elsif tg_op = 'INSERT' and new.manifest ->> 'visibility' = 'private' then
      new.visibility := 'PRIVATE';
    end if;
    new.namespace := entry.namespace;
    new.is_public := entry.is_public and new.visibility = 'PUBLIC' and new.status <> 'DRAFT';
    new.is_published := entry.has_current and new.status <> 'DRAFT';
    return new;
  end
  $$;

/* A version's content is as before; who reads it is written by `keep_visibility` only, after this. */
create or replace function nofx.guard_version() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    unchanged record;
  begin
    if tg_op = 'DELETE' then
      if old.status = 'DRAFT' then
        return old;
      end if;
      raise exception 'a published version is never deleted' using errcode = 'restrict_violation';
    end if;
    unchanged := new;
    unchanged.status := old.status;
    unchanged.visibility := old.visibility;
    unchanged.published_at := old.published_at;
    unchanged.is_public := old.is_public;
    unchanged.is_published := old.is_published;
    /* What Postgres generates is not there yet before the update. */
    unchanged.version_key := old.version_key;
    unchanged.version_point := old.version_point;
    unchanged.is_prerelease := old.is_prerelease;
    if unchanged *<> old then
      raise exception 'a version never changes' using errcode = 'restrict_violation';
    end if;
    if old.visibility = 'PUBLIC' and new.visibility = 'PRIVATE' then
      raise exception 'a public version stays public' using errcode = 'restrict_violation';
    end if;
    /* Its time is when it was published: a draft's becomes that of its promotion, to the millisecond. */
    if new.published_at is distinct from
      (case when old.status = 'DRAFT' and new.status = 'ACTIVE' then now()::timestamptz(3) else old.published_at end) then
      raise exception 'a version is published when it is published' using errcode = 'restrict_violation';
    end if;
    if new.status = old.status or (old.status = 'DRAFT' and new.status = 'ACTIVE') then
      return new;
    end if;
    if (old.status, new.status) in (('ACTIVE', 'ARCHIVED'), ('ARCHIVED', 'ACTIVE')) then
      if auth.jwt() is null or nofx.is_admin() then
        return new;
      end if;
      raise exception 'only an admin archives a version' using errcode = 'insufficient_privilege';
    end if;
    raise exception 'a version does not go from % to %', old.status, new.status using errcode = 'restrict_violation';
  end
  $$;

/* An entry whose readers change, after it has changed: its versions, and of a template its rating count. */
create function nofx.keep_readers_of_entry() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if tg_table_name = 'agent_registry' then
      update nofx.agent_versions set is_public = is_public where entry_id = new.id and status <> 'DRAFT';
    else
      update nofx.template_versions set is_public = is_public where entry_id = new.id and status <> 'DRAFT';
      update nofx.template_rating_counts set is_public = is_public where template_id = new.id;
    end if;
    return null;
  end
  $$;

create trigger keep_readers after update on nofx.agent_registry for each row
  when (old.is_public <> new.is_public or (old.current_version_id is null) <> (new.current_version_id is null))
  execute function nofx.keep_readers_of_entry();
create trigger keep_readers after update on nofx.template_registry for each row
  when (old.is_public <> new.is_public or (old.current_version_id is null) <> (new.current_version_id is null))
  execute function nofx.keep_readers_of_entry();

/* A template's version whose readers change: its links to agents. */
create function nofx.keep_readers_of_version() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    update nofx.template_version_agents set is_public = is_public where template_version_id = new.id;
    return null;
  end
  $$;

create trigger keep_readers after update on nofx.template_versions for each row
  when (old.is_public <> new.is_public or old.is_published <> new.is_published)
  execute function nofx.keep_readers_of_version();

/* A link is read by whoever reads its version: locked, as an entry above. */
create function nofx.keep_link_readers() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    select namespace, is_public, is_published into new.namespace, new.is_public, new.is_published
      from nofx.template_versions where id = new.template_version_id for share;
    if not found then
      raise exception 'a link belongs to a version of a template' using errcode = 'foreign_key_violation';
    end if;
    return new;
  end
  $$;

create trigger keep_link_readers before insert or update on nofx.template_version_agents
  for each row execute function nofx.keep_link_readers();

create function nofx.keep_rating_readers() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    select namespace, is_public, current_version_id is not null into new.namespace, new.is_public, new.is_published
      from nofx.template_registry where id = new.template_id for share;
    if not found then
      raise exception 'a rating belongs to a template' using errcode = 'foreign_key_violation';
    end if;
    return new;
  end
  $$;

create trigger keep_rating_readers before insert or update of template_id, namespace, is_public, is_published
  on nofx.template_rating_counts for each row execute function nofx.keep_rating_readers();

/* The namespace of a run never changes (`guard_run`), nor does that of a step (`guard_step`). */
create function nofx.keep_step_namespace() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    select namespace into new.namespace from nofx.runs where id = new.run_id;
    if not found then
      raise exception 'a step belongs to a run' using errcode = 'foreign_key_violation';
    end if;
    return new;
  end
  $$;

create trigger keep_step_namespace before insert on nofx.steps
  for each row execute function nofx.keep_step_namespace();

revoke execute on function nofx.keep_readers_of_entry(), nofx.keep_readers_of_version(), nofx.keep_link_readers(),
  nofx.keep_rating_readers(), nofx.keep_step_namespace() from public;

-- The policies.

alter policy agent_versions_read on nofx.agent_versions using (
  is_public
  or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
);
alter policy agent_versions_insert on nofx.agent_versions with check (
  namespace = (select nofx.viewer_namespace())
  and (select nofx.is_publisher())
  and status in ('DRAFT', 'ACTIVE')
  and published_by = (select nofx.viewer_id())
);
alter policy agent_versions_update on nofx.agent_versions using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
);
alter policy agent_versions_delete on nofx.agent_versions using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher()) and status = 'DRAFT'
);

alter policy template_versions_read on nofx.template_versions using (
  is_public
  or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
);
alter policy template_versions_insert on nofx.template_versions with check (
  namespace = (select nofx.viewer_namespace())
  and (select nofx.is_publisher())
  and status in ('DRAFT', 'ACTIVE')
  and published_by = (select nofx.viewer_id())
);
alter policy template_versions_update on nofx.template_versions using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
);
alter policy template_versions_delete on nofx.template_versions using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher()) and status = 'DRAFT'
);

alter policy template_version_agents_read on nofx.template_version_agents using (
  is_public
  or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
);
alter policy template_version_agents_insert on nofx.template_version_agents with check (
  namespace = (select nofx.viewer_namespace())
  and (select nofx.is_publisher())
  and exists (
    select from nofx.template_versions version
    where version.id = template_version_id
      and (version.status = 'DRAFT' or (version.published_at = now()::timestamptz(3) and agent_registry_id is not null))
  )
  and (agent_registry_id is null or exists (
    select from nofx.agent_registry agent where agent.id = agent_registry_id and agent.slug = template_version_agents.slug
  ))
);
alter policy template_version_agents_bind on nofx.template_version_agents using (
  agent_registry_id is null
  and namespace = (select nofx.viewer_namespace())
  and (select nofx.is_publisher())
  and exists (
    select from nofx.template_versions version
    where version.id = template_version_id
      and (version.status = 'DRAFT' or version.published_at = now()::timestamptz(3))
  )
);
revoke insert on nofx.template_version_agents from authenticated;
grant insert (template_version_id, slug, agent_registry_id, range, matches) on nofx.template_version_agents to authenticated;

alter policy template_rating_counts_read on nofx.template_rating_counts using (
  is_public
  or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
);

alter policy steps_read on nofx.steps using (namespace = (select nofx.viewer_namespace()));
alter policy steps_update on nofx.steps
  using (namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher()));
