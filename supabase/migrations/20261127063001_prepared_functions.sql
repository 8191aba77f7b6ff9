-- The same functions in PL/pgSQL, which plans a statement once a session: SQL functions with a `search_path` are planned again
-- in every statement that calls them. Policies, checks and generated columns call these; a version key took 0.1 ms of each.

create or replace function nofx.viewer_id() returns uuid
  language plpgsql stable set search_path = ''
  as $$
  begin
    return auth.uid();
  end
  $$;

create or replace function nofx.viewer_role() returns text
  language plpgsql stable set search_path = ''
  as $$
  declare
    role constant text := auth.jwt() -> 'app_metadata' ->> 'registry_role';
  begin
    if role in ('viewer', 'publisher', 'admin') then
      return role;
    end if;
    return null;
  end
  $$;

create or replace function nofx.is_publisher() returns boolean
  language plpgsql stable set search_path = ''
  as $$
  begin
    return coalesce(nofx.viewer_role() in ('publisher', 'admin'), false);
  end
  $$;

create or replace function nofx.is_admin() returns boolean
  language plpgsql stable set search_path = ''
  as $$
  begin
    return coalesce(nofx.viewer_role() = 'admin', false);
  end
  $$;

create or replace function nofx.is_namespace(value text) returns boolean
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  begin
    return value ~ '^[a-z0-9][a-z0-9-]{0,62}$';
  end
  $$;

create or replace function nofx.is_slug(value text) returns boolean
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  begin
    return value ~ '^[a-z][a-z0-9-]{1,63}$';
  end
  $$;

create or replace function nofx.is_semver(value text) returns boolean
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  begin
    return length(value) <= 256 and value ~ (
      '^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)'
      || '(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?'
      || '(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$');
  end
  $$;

create or replace function nofx.is_prerelease(version text) returns boolean
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  begin
    return split_part(version, '+', 1) like '%-%';
  end
  $$;

/* Null for what has no three numbers, as before. */
create or replace function nofx.semver_key(version text) returns text
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  declare
    plain constant text := split_part(version, '+', 1);
    release constant text := split_part(plain, '-', 1);
    core constant text[] := string_to_array(release, '.');
    key text := lpad(length(core[1])::text, 2, '0') || core[1] || lpad(length(core[2])::text, 2, '0') || core[2]
      || lpad(length(core[3])::text, 2, '0') || core[3];
    separator text := '';
    identifier text;
  begin
    if length(plain) <= length(release) + 1 then
      return key || '~';
    end if;
    foreach identifier in array coalesce(string_to_array(substr(plain, length(release) + 2), '.'), array[]::text[]) loop
      key := key || separator
        || case when identifier ~ '^\d+$' then '0' || lpad(length(identifier)::text, 2, '0') else '1' end || identifier;
      separator := ' ';
    end loop;
    return key;
  end
  $$;

create or replace function nofx.semver_point(version text) returns text
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  begin
    return case when nofx.is_prerelease(version) then 'p' else 'r' end || nofx.semver_key(version);
  end
  $$;

create or replace function nofx.search_text(slug text, name text, tags text[], keywords text) returns text
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  begin
    return coalesce(replace(array_to_string(nofx.search_chunks(
      name || ' ' || slug || ' ' || array_to_string(tags, ' ') || ' ' || keywords, false), ' '), '-', ' '), '');
  end
  $$;
