/*
 * How a version's digest was made, beside it: what is published stays valid under the rule of its time.
 *   1  the files count byte for byte
 *   2  text files count with LF line ends
 */
alter table nofx.agent_versions
  add column digest_rule smallint not null default 1 check (digest_rule in (1, 2));
alter table nofx.template_versions
  add column digest_rule smallint not null default 1 check (digest_rule in (1, 2));

grant insert (digest_rule) on nofx.agent_versions to authenticated;
grant insert (digest_rule) on nofx.template_versions to authenticated;
