-- Whether a link belongs to its template's current version stands on the link, so that the templates of an agent are found
-- without looking at the versions that are no longer current. A trigger keeps it, whoever writes.

alter table nofx.template_version_agents add column is_current boolean not null default false;

alter table nofx.template_registry no force row level security;
alter table nofx.template_version_agents no force row level security, disable trigger user;
update nofx.template_version_agents as link set is_current = true
  from nofx.template_registry as entry where entry.current_version_id = link.template_version_id;
alter table nofx.template_registry force row level security;
alter table nofx.template_version_agents force row level security, enable trigger user;

/* With what the policy asks, so that the links are read from the index alone. */
create index template_version_agents_current on nofx.template_version_agents (agent_registry_id, template_version_id)
  include (namespace, is_public, is_published) where is_current;

/*
 * As before, and whether the version of a new link is current. The template is locked first, as by whoever changes it: a change
 * of its current version waits until this link is committed, and then finds it.
 */
create or replace function nofx.keep_link_readers() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if tg_op = 'INSERT' then
      select current_version_id is not distinct from new.template_version_id into new.is_current
        from nofx.template_registry
        where id = (select entry_id from nofx.template_versions where id = new.template_version_id) for share;
    end if;
    select namespace, is_public, is_published into new.namespace, new.is_public, new.is_published
      from nofx.template_versions where id = new.template_version_id for share;
    if not found then
      raise exception 'a link belongs to a version of a template' using errcode = 'foreign_key_violation';
    end if;
    return new;
  end
  $$;

/* Not where only the current version changes: nothing that it looks up is then another. */
drop trigger keep_link_readers on nofx.template_version_agents;
create trigger keep_link_readers
  before insert or update of template_version_id, agent_registry_id, namespace, is_public, is_published
  on nofx.template_version_agents for each row execute function nofx.keep_link_readers();

/* A template whose current version is another: the links of both. */
create function nofx.keep_current_links() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    update nofx.template_version_agents set is_current = template_version_id is not distinct from new.current_version_id
      where template_version_id in (old.current_version_id, new.current_version_id);
    return null;
  end
  $$;

create trigger keep_current_links after update of current_version_id on nofx.template_registry for each row
  when (old.current_version_id is distinct from new.current_version_id)
  execute function nofx.keep_current_links();

revoke execute on function nofx.keep_current_links() from public;
