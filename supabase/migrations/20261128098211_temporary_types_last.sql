-- Temporary tables and types of the caller come before all others in every search path that does not name pg_temp, the
-- empty one included. A caller with SQL could make a type called `text` whose check ran inside the functions that run as
-- their owner, with the owner's rights. Each function names pg_temp last.

do $$
declare
  called regprocedure;
begin
  for called in
    select function.oid from pg_catalog.pg_proc as function
    join pg_catalog.pg_language as language on language.oid = function.prolang
    where function.pronamespace = 'nofx'::regnamespace and language.lanname in ('sql', 'plpgsql')
  loop
    execute format('alter function %s set search_path = pg_catalog, pg_temp', called);
  end loop;
end
$$;
