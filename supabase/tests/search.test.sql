-- What a search reads is for its role alone, and the role is for nothing else.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = nofx, extensions, public;
select plan(8);

select has_role('registry_search', 'there is a role for searches');
select is(
  (select rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = 'registry_search'),
  false, 'it has no login and no attribute');
select is_empty(
  $$ select relname from pg_class, unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as privilege
     where relnamespace = 'nofx'::regnamespace and relkind = 'r' and has_table_privilege('registry_search', oid, privilege) $$,
  'it writes no table');
select results_eq(
  $$ select relname::text collate "default" from pg_class where relnamespace = 'nofx'::regnamespace and relkind in ('r', 'v')
     and has_table_privilege('registry_search', oid, 'SELECT') order by relname $$,
  $$ values ('search_entries'), ('search_words'), ('searchable') $$,
  'it reads what searches read');

insert into agent_registry (namespace, slug, name, description) values ('tap-acme', 'tap-draft', 'Tapdraft', '');
select set_config('role', 'anon', true), set_config('request.jwt.claims', '', true);
select throws_ok('select * from search_entries', '42501', null, 'nobody else reads the rows');
select throws_ok('select * from search_words', '42501', null, 'nobody else reads the words');
select is((select total_count from search_page('tapdraft', null, '{AGENT,TEMPLATE}', '{}', '{"limit": 5, "backwards": false}', 100) limit 1),
  0, 'a draft is found by no outsider');
select set_config('request.jwt.claims',
  '{"role": "authenticated", "app_metadata": {"registry_role": "publisher", "namespace": "tap-acme"}}', true);
select is((select total_count from search_page('tapdraft', null, '{AGENT,TEMPLATE}', '{}', '{"limit": 5, "backwards": false}', 100) limit 1),
  1, 'it is found by a publisher of its namespace');

select * from finish();
rollback;
