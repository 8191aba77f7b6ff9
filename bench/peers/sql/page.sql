-- A page of 20 agents by name, after a place. $1, $2: the name to sort by and the id of the place.
select json_build_object('agents', json_build_object(
  'hasNextPage', count(*) > 20,
  'items', json_agg(json_build_object(
    'agentId', page.slug, 'namespace', page.namespace, 'name', page.name, 'description', page.description,
    'category', page.category, 'tags', page.tags, 'updatedAt', page.updated_at
  ) order by page.sort_name, page.id) filter (where page.place <= 20)))::text as body
from (
  select entry.*, row_number() over (order by entry.sort_name, entry.id) as place from agent_registry entry
  where entry.removed_at is null and (entry.sort_name, entry.id) > ($1, $2::uuid)
  order by entry.sort_name, entry.id
  limit 21
) as page
