/*
 * A draft of a template that includes others is tested again when it is published. What its tests said then takes the place of
 * what they said when it was uploaded; apart from that, the content of a version never changes.
 */
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
    if tg_table_name = 'template_versions' and old.status = 'DRAFT' and new.status = 'ACTIVE' then
      unchanged.tests := old.tests;
    end if;
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

grant update (tests) on nofx.template_versions to authenticated;
