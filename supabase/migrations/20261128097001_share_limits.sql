-- What one namespace shares with another is limited, since all reads of the other look at its shares.

create index entry_shares_pair on nofx.entry_shares (owner_namespace, namespace);

create or replace function nofx.guard_share() returns trigger
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
    if tg_op = 'INSERT' then
      -- One at a time, so that two at once do not exceed the limit together.
      perform pg_advisory_xact_lock(hashtextextended('nofx.entry_shares ' || entry.namespace || ' ' || new.namespace, 0));
      if (select count(*) from nofx.entry_shares where owner_namespace = entry.namespace and namespace = new.namespace) >= 500 then
        raise exception 'a namespace shares 500 entries with another at most' using errcode = 'restrict_violation';
      end if;
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
