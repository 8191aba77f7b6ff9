-- The roles of a Supabase project, as supabase/postgres makes them: `postgres` there is no superuser. Here it is named
-- project_owner. What supautils lets it do (policies on tables of Storage and Realtime), it does here as a member.
create role supabase_admin superuser createdb createrole replication bypassrls login;
create role project_owner nosuperuser createdb createrole login replication bypassrls;
create role anon nologin;
create role authenticated nologin;
create role service_role nologin bypassrls;
create role authenticator login noinherit;
create role supabase_auth_admin login noinherit createrole;
create role supabase_storage_admin login noinherit createrole;
create role supabase_realtime_admin nologin noinherit;
grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role to project_owner with admin option;
grant supabase_storage_admin, supabase_realtime_admin to project_owner;
