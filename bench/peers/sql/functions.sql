-- What PostGraphile's own documentation tells its users to write where a table alone does not answer: a computed column
-- for a relation with a condition, and (in searchStatement.ts) a custom query for the search. Both run as the viewer.

create schema bench;
grant usage on schema bench to anon;

/* Inlined by Postgres: plain SQL, stable, a set. */
create function bench.agent_registry_templates(agent nofx.agent_registry) returns setof nofx.template_registry
  language sql stable
  as $$
    select template.* from nofx.template_version_agents link
    join nofx.template_registry template on template.current_version_id = link.template_version_id
    where link.agent_registry_id = agent.id and template.removed_at is null
    order by template.sort_name, template.id
  $$;

create type bench.search_hit as (kind text, slug text, namespace text, name text, score float8, highlight text);
create type bench.search_answer as (total_count integer, facets jsonb, hits bench.search_hit[]);

/* A condition on what has no index of its own. */
comment on column nofx.agent_registry.removed_at is '@behavior +filterBy';

/* PostGraphile refuses two things of one name, which for Postgres are a table and a function. */
comment on function nofx.search_words is '@name wordsOfSearch';
