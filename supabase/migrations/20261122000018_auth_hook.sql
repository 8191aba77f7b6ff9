-- What Supabase Auth asks before it signs an access token (https://supabase.com/docs/guides/auth/auth-hooks/custom-access-token-hook).

/*
 * `app_metadata` of the token as the gateway takes it: a role that there is, a namespace that can be one, and the
 * control plane's `tenant_id` as the namespace where none is given. Who has another value there (a role of another
 * application, a name with capitals) signs in all the same, with no role in the registry: a role without the namespace
 * that was meant would be one in `default`. Only what an administrator wrote counts: `user_metadata` is not looked at.
 */
create function nofx.custom_access_token_hook(event jsonb) returns jsonb
  language plpgsql immutable set search_path = ''
  as $$
  declare
    metadata jsonb := event -> 'claims' -> 'app_metadata';
    claim text;
    meant jsonb;
  begin
    if jsonb_typeof(metadata) is distinct from 'object' then
      return event;
    end if;
    foreach claim in array array['registry_role', 'namespace', 'tenant_id'] loop
      if metadata -> claim = 'null' then
        metadata := metadata - claim;
      end if;
    end loop;

    meant := coalesce(metadata -> 'namespace', metadata -> 'tenant_id');
    if meant is null then
      null;
    elsif jsonb_typeof(meant) = 'string' and nofx.is_namespace(meant #>> '{}') then
      metadata := metadata || jsonb_build_object('namespace', meant);
    else
      metadata := metadata - array['namespace', 'registry_role'];
    end if;
    if metadata -> 'registry_role' not in ('"viewer"', '"publisher"', '"admin"') then
      metadata := metadata - 'registry_role';
    end if;
    return jsonb_set(event, '{claims,app_metadata}', metadata);
  end
  $$;

revoke execute on function nofx.custom_access_token_hook(jsonb) from public;

do $$
  begin
    if exists (select from pg_catalog.pg_roles where rolname = 'supabase_auth_admin') then
      grant usage on schema nofx to supabase_auth_admin;
      grant execute on function nofx.custom_access_token_hook(jsonb) to supabase_auth_admin;
    end if;
  end
$$;
