-- What writes cost beside their own work: the key of the seal is padded once and not for each row, and triggers for both kinds
-- have a statement for each instead of one that is put together, and planned, every time.

/* The key of HMAC-SHA256 (RFC 2104) with each byte combined with this value by XOR. */
create function nofx.pad_key(key bytea, value integer) returns bytea
  language plpgsql immutable strict parallel safe set search_path = ''
  as $$
  declare
    padded bytea := key;
  begin
    for at in 0 .. octet_length(key) - 1 loop
      padded := set_byte(padded, at, get_byte(key, at) # value);
    end loop;
    return padded;
  end
  $$;
alter table nofx.registry_secret
  add column inner_pad bytea not null generated always as (nofx.pad_key(secret, 54)) stored,
  add column outer_pad bytea not null generated always as (nofx.pad_key(secret, 92)) stored;

/* As before: `hmac_sha256` of the secret and of "seal " with the claims. */
create or replace function nofx.is_sealed() returns boolean
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    said constant text := current_setting('registry.seal', true);
  begin
    if coalesce(said, '') = '' then
      return false;
    end if;
    return coalesce(
      (
        select said = encode(
          sha256(outer_pad || sha256(inner_pad || convert_to('seal ' || current_setting('request.jwt.claims', true), 'UTF8'))), 'hex')
        from nofx.registry_secret
      ),
      false
    );
  end
  $$;

create or replace function nofx.keep_is_public() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    shown boolean := false;
  begin
    if new.visibility = 'PUBLIC' and new.status <> 'DISABLED' and new.removed_at is null then
      if tg_table_name = 'agent_registry' then
        shown := exists (
          select from nofx.agent_versions
          where id = new.current_version_id and visibility = 'PUBLIC' and status <> 'DRAFT'
        );
      else
        shown := exists (
          select from nofx.template_versions
          where id = new.current_version_id and visibility = 'PUBLIC' and status <> 'DRAFT'
        );
      end if;
    end if;
    new.is_public := shown;
    if tg_op = 'UPDATE' and old.is_public <> shown then
      new.audience_changed_at := now();
      new.last_public_tags := case when old.is_public then old.tags end;
    end if;
    return new;
  end
  $$;

create or replace function nofx.settle_visibility() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if tg_table_name = 'agent_versions' then
      update nofx.agent_registry set updated_at = updated_at where id = new.entry_id and current_version_id = new.id;
    else
      update nofx.template_registry set updated_at = updated_at where id = new.entry_id and current_version_id = new.id;
    end if;
    return null;
  end
  $$;

create or replace function nofx.guard_entry() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
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
      if tg_table_name = 'agent_registry' then
        unpublished := exists (select from nofx.agent_versions where id = new.current_version_id and status <> 'ACTIVE');
      else
        unpublished := exists (select from nofx.template_versions where id = new.current_version_id and status <> 'ACTIVE');
      end if;
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
      if tg_table_name = 'agent_registry' then
        older := not exists (
          select from nofx.agent_versions was, nofx.agent_versions becomes
          where was.id = old.current_version_id and becomes.id = new.current_version_id
            and becomes.version_key > was.version_key
        );
      else
        older := not exists (
          select from nofx.template_versions was, nofx.template_versions becomes
          where was.id = old.current_version_id and becomes.id = new.current_version_id
            and becomes.version_key > was.version_key
        );
      end if;
      if older then
        raise exception 'only an admin goes back to an older version' using errcode = 'insufficient_privilege';
      end if;
    end if;
    return new;
  end
  $$;
