-- An empty list of ids is typed, as the linter of Supabase requires.

create or replace function nofx.shared_entries() returns uuid[]
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    home constant text := nofx.viewer_namespace();
  begin
    if home is null then
      return '{}'::uuid[];
    end if;
    return coalesce((select array_agg(entry_id) from nofx.entry_shares where namespace = home and is_open), '{}'::uuid[]);
  end
  $$;

create or replace function nofx.read_only_entries() returns uuid[]
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    home constant text := nofx.viewer_namespace();
  begin
    if home is null then
      return '{}'::uuid[];
    end if;
    return coalesce(
      (select array_agg(entry_id) from nofx.entry_shares where namespace = home and is_open and not may_instantiate), '{}'::uuid[]
    );
  end
  $$;
