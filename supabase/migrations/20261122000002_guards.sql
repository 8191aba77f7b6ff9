-- What no grant and no policy can say: which change of a row is one that the registry makes.

/*
 * An entry keeps its name for ever, and its current version is a published one. Its status, its removal, and a step
 * back to an older version are an admin's.
 */
create function nofx.guard_entry() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    versions constant text := replace(tg_table_name, '_registry', '_versions');
    unpublished boolean := false;
    older boolean := false;
  begin
    if tg_op = 'DELETE' then
      raise exception 'an entry is removed by its removed_at, never deleted' using errcode = 'restrict_violation';
    end if;
    if (new.id, new.namespace, new.slug, new.created_at) is distinct from (old.id, old.namespace, old.slug, old.created_at) then
      raise exception 'the identity of an entry never changes' using errcode = 'restrict_violation';
    end if;
    if new.current_version_id is distinct from old.current_version_id then
      execute format('select exists (select from %I.%I where id = $1 and status <> ''ACTIVE'')', tg_table_schema, versions)
        into unpublished using new.current_version_id;
      if unpublished then
        raise exception 'the current version of an entry is a published one' using errcode = 'restrict_violation';
      end if;
    end if;
    if auth.jwt() is null or nofx.is_admin() then
      return new;
    end if;
    if (new.status, new.status_message, new.removed_at) is distinct from (old.status, old.status_message, old.removed_at) then
      raise exception 'only an admin changes the status of an entry' using errcode = 'insufficient_privilege';
    end if;
    if new.current_version_id is distinct from old.current_version_id and old.current_version_id is not null then
      execute format(
        'select not exists (select from %1$I.%2$I was, %1$I.%2$I becomes
           where was.id = $1 and becomes.id = $2 and becomes.version_key > was.version_key)',
        tg_table_schema, versions)
        into older using old.current_version_id, new.current_version_id;
      if older then
        raise exception 'only an admin goes back to an older version' using errcode = 'insufficient_privilege';
      end if;
    end if;
    return new;
  end
  $$;

/* A version's content never changes, whoever asks. It is promoted, archived and brought back; only a draft goes away. */
create function nofx.guard_version() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if tg_op = 'DELETE' then
      if old.status = 'DRAFT' then
        return old;
      end if;
      raise exception 'a published version is never deleted' using errcode = 'restrict_violation';
    end if;
    /* What Postgres generates is not there yet before the update. */
    if to_jsonb(new) - array['status', 'published_at', 'version_key', 'version_point', 'is_prerelease']
      is distinct from to_jsonb(old) - array['status', 'published_at', 'version_key', 'version_point', 'is_prerelease'] then
      raise exception 'a version never changes' using errcode = 'restrict_violation';
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
