-- What a gateway that does not migrate (a function of a platform) asks before it answers: is the database as new as I am?

/*
 * Which of these migrations have not been applied here. The journal of a preview is in its own schema; the registry's
 * own is where Supabase's CLI keeps it, where the login of a gateway may not look.
 */
create function nofx.missing_migrations(known text[]) returns setof text
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    journal text := case
      when to_regclass('nofx.schema_migrations') is not null then 'nofx.schema_migrations'
      else 'supabase_migrations.schema_migrations'
    end;
  begin
    return query execute format(
      'select each from unnest($1) as each where not exists (select from %s as applied where applied.version = each)',
      journal
    ) using known;
  end
  $$;

revoke execute on function nofx.missing_migrations(text[]) from public;
grant execute on function nofx.missing_migrations(text[]) to anon, authenticated;
