/*
 * What the tests of a template version said when it was published. Null for versions from before tests were run. As all
 * content of a version it never changes (guard_version).
 */
alter table nofx.template_versions
  add column tests jsonb check (jsonb_typeof(tests) = 'object');

grant insert (tests) on nofx.template_versions to authenticated;
