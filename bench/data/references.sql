-- Which agents each version of a template supports. $1: ranges; $2: the same as multiranges of points.

insert into nofx.template_version_agents (template_version_id, slug, agent_registry_id, range, matches)
select version.id, agent.slug, agent.id, ranges.range, ranges.matches::nofx.version_range
from nofx.template_versions version
join nofx.template_registry entry on entry.id = version.entry_id
join seed.templates planned on seed.slug(planned.name) = entry.slug
cross join unnest(planned.agents) as supported (slug)
join nofx.agent_registry agent on agent.slug = supported.slug
join unnest($1::text[], $2::text[]) with ordinality as ranges (range, matches, position)
  on position = 1 + (hashtext(entry.slug || supported.slug || version.version) & 2147483647) % cardinality($1::text[])
