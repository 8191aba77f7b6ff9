-- Who is asking, and the words and numbers that every table shares.

create schema if not exists nofx;
create extension if not exists pg_trgm with schema extensions;

grant usage on schema nofx to anon, authenticated, service_role;

-- The viewer, from the request's claims. Policies call these inside `(select …)`, so once per statement.

create function nofx.viewer_id() returns uuid
  language sql stable set search_path = ''
  as $$ select auth.uid() $$;

create function nofx.viewer_role() returns text
  language sql stable set search_path = ''
  as $$
    select role from (select auth.jwt() -> 'app_metadata' ->> 'registry_role' as role) as claimed
    where role in ('viewer', 'publisher', 'admin')
  $$;

/* Null for whoever has no role in the registry: null equals no namespace. */
create function nofx.viewer_namespace() returns text
  language plpgsql stable set search_path = ''
  as $$
  declare
    metadata constant jsonb := auth.jwt() -> 'app_metadata';
  begin
    if metadata ->> 'registry_role' in ('viewer', 'publisher', 'admin') then
      return coalesce(metadata ->> 'namespace', metadata ->> 'tenant_id', 'default');
    end if;
    return null;
  end
  $$;

create function nofx.is_publisher() returns boolean
  language sql stable set search_path = ''
  as $$ select coalesce(nofx.viewer_role() in ('publisher', 'admin'), false) $$;

create function nofx.is_admin() returns boolean
  language sql stable set search_path = ''
  as $$ select coalesce(nofx.viewer_role() = 'admin', false) $$;

-- Names.

create function nofx.is_namespace(value text) returns boolean
  language sql immutable parallel safe set search_path = ''
  as $$ select value ~ '^[a-z0-9][a-z0-9-]{0,62}$' $$;

create function nofx.is_slug(value text) returns boolean
  language sql immutable parallel safe set search_path = ''
  as $$ select value ~ '^[a-z][a-z0-9-]{1,63}$' $$;

-- Versions: SemVer 2.0 (semver.org), as a text that sorts bytewise in order of precedence.

create function nofx.is_semver(value text) returns boolean
  language sql immutable parallel safe set search_path = ''
  as $$
    select length(value) <= 256 and value ~ (
      '^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)'
      || '(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?'
      || '(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$')
  $$;

create function nofx.semver_number(digits text) returns text
  language sql immutable parallel safe set search_path = ''
  as $$ select lpad(length(digits)::text, 2, '0') || digits $$;

create function nofx.is_prerelease(version text) returns boolean
  language sql immutable parallel safe set search_path = ''
  as $$ select split_part(version, '+', 1) like '%-%' $$;

/* Build metadata is no part of it: 1.0.0+a and 1.0.0+b are one version. A release sorts after its prereleases. */
create function nofx.semver_key(version text) returns text
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  declare
    plain constant text := split_part(version, '+', 1);
    core constant text[] := string_to_array(split_part(plain, '-', 1), '.');
    prerelease constant text := substr(plain, length(split_part(plain, '-', 1)) + 2);
  begin
    return nofx.semver_number(core[1]) || nofx.semver_number(core[2]) || nofx.semver_number(core[3]) || case
      when prerelease = '' then '~'
      else (
        select string_agg(
          case when identifier ~ '^\d+$' then '0' || nofx.semver_number(identifier) else '1' || identifier end,
          ' ' order by position)
        from unnest(string_to_array(prerelease, '.')) with ordinality as identifiers (identifier, position)
      )
    end;
  end
  $$;

/* Where a version stands among the ranges: releases and prereleases apart, since a range has its own rule for the latter. */
create function nofx.semver_point(version text) returns text
  language sql immutable parallel safe set search_path = ''
  as $$ select case when nofx.is_prerelease(version) then 'p' else 'r' end || nofx.semver_key(version) $$;

/* A range of versions such as `^1.2.0 || 3.x`, as intervals of points: `range @> semver_point(version)`. */
create type nofx.version_interval as range (
  subtype = text,
  collation = "C",
  multirange_type_name = nofx.version_range
);

-- Search: what is written, weighted.

create function nofx.search_vector(slug text, name text, description text, tags text[], category text, keywords text)
  returns tsvector
  language sql immutable parallel safe set search_path = ''
  as $$
    select setweight(to_tsvector('pg_catalog.english', name || ' ' || replace(slug, '-', ' ') || ' ' || slug), 'A')
      || setweight(to_tsvector('pg_catalog.english', array_to_string(tags, ' ') || ' ' || coalesce(category, '')), 'B')
      || setweight(to_tsvector('pg_catalog.english', keywords), 'C')
      || setweight(to_tsvector('pg_catalog.english', description), 'D')
  $$;

create function nofx.search_text(slug text, name text, tags text[], keywords text) returns text
  language sql immutable parallel safe set search_path = ''
  as $$ select lower(name || ' ' || replace(slug, '-', ' ') || ' ' || array_to_string(tags, ' ') || ' ' || keywords) $$;
