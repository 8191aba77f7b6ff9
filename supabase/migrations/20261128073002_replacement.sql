-- What to use instead of a deprecated or disabled entry.

alter table nofx.agent_registry
  add column replaced_by uuid references nofx.agent_registry (id) on delete restrict,
  add constraint agent_registry_replaced_by_another check (replaced_by <> id);
alter table nofx.template_registry
  add column replaced_by uuid references nofx.template_registry (id) on delete restrict,
  add constraint template_registry_replaced_by_another check (replaced_by <> id);
create index agent_registry_by_replacement on nofx.agent_registry (replaced_by) where replaced_by is not null;
create index template_registry_by_replacement on nofx.template_registry (replaced_by) where replaced_by is not null;

grant update (replaced_by) on nofx.agent_registry, nofx.template_registry to authenticated;

/* It goes with the status, so it is an admin's; and it is an entry that whoever names it can see. */
create function nofx.guard_replacement() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    is_there boolean;
  begin
    if auth.jwt() is null then
      return new;
    end if;
    if not nofx.is_admin() then
      raise exception 'only an admin changes the replacement of an entry' using errcode = 'insufficient_privilege';
    end if;
    if tg_table_name = 'agent_registry' then
      is_there := exists (select from nofx.agent_registry where id = new.replaced_by and removed_at is null);
    else
      is_there := exists (select from nofx.template_registry where id = new.replaced_by and removed_at is null);
    end if;
    if new.replaced_by is not null and not is_there then
      raise exception 'the replacement of an entry is one that is there' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end
  $$;

create trigger guard_replacement before update of replaced_by on nofx.agent_registry
  for each row when (new.replaced_by is distinct from old.replaced_by) execute function nofx.guard_replacement();
create trigger guard_replacement before update of replaced_by on nofx.template_registry
  for each row when (new.replaced_by is distinct from old.replaced_by) execute function nofx.guard_replacement();

revoke execute on function nofx.guard_replacement() from public;
