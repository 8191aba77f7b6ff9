-- Public agents, and 10 private ones that no peer may show.

insert into nofx.agent_registry (id, namespace, slug, name, description, visibility, category, tags, keywords, metadata,
  owner, repository, created_at, updated_at)
select
  md5('agent' || i)::uuid,
  namespaces[1 + (i * 7 + i / 40) % 10],
  seed.slug(name),
  name,
  format('%s for everything about %s: %s', name, subject, seed.prose('agent' || i)),
  'PUBLIC',
  seed.pick(categories, 'agent category' || i),
  seed.some(tags, 4, 'agent' || i),
  array_to_string(array['Review ' || subject, 'Explain ' || subject, 'Report on ' || subject, subject], ' '),
  jsonb_build_object('maturity', seed.pick(array['stable', 'beta', 'experimental'], 'agent' || i)),
  'team ' || namespaces[1 + i % 10],
  'https://github.com/example/' || seed.slug(name),
  timestamptz '2026-01-01' + i * interval '1 hour',
  timestamptz '2026-06-01' + (i * 37 % 1000) * interval '1 hour'
from seed.words, generate_series(0, seed.entries() - 1) i,
  lateral (select subjects[1 + i % 40] as subject, roles[1 + i / 40 % 25] as role) as chosen,
  lateral (select seed.name(subject, qualifiers, i, role) as name) as named;

insert into nofx.agent_registry (id, namespace, slug, name, description, visibility)
select md5('hidden agent' || i)::uuid, namespaces[1 + i], 'a-hidden-agent-' || i, 'A hidden agent ' || i,
  'Private: ' || array_to_string(subjects, ' ') || ' ' || array_to_string(roles, ' '), 'PRIVATE'
from seed.words, generate_series(0, 9) i;
