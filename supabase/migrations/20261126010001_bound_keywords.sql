-- The text by which an entry is found has a maximum length, as everything else of an entry does: a search by likeness
-- reads all of it. The gateway writes no more than this (src/registry/entryContent.ts); the checks are for SQL. Rows from
-- before are shortened, which only their owner can do past row level security.

alter table nofx.agent_registry no force row level security;
alter table nofx.template_registry no force row level security;

update nofx.agent_registry set keywords = left(keywords, 4000) where length(keywords) > 4000;
update nofx.template_registry set keywords = left(keywords, 4000) where length(keywords) > 4000;

alter table nofx.agent_registry force row level security;
alter table nofx.template_registry force row level security;

alter table nofx.agent_registry
  add constraint agent_registry_keywords_length check (length(keywords) <= 4000);
alter table nofx.template_registry
  add constraint template_registry_keywords_length check (length(keywords) <= 4000);
