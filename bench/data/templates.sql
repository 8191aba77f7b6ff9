-- Public templates, and 10 private ones. Each supports 3 to 5 agents of the first 20 subjects:
-- half of the agents are in use, by 8 templates or so.

create function seed.agents_of(template integer) returns text[]
  language sql stable
  as $$
    select array_agg(seed.slug(subjects[1 + n % 20] || ' ' || roles[1 + n / 20]))
    from seed.words, generate_series(0, 2 + template % 3) k, lateral (select (template * 37 + k * 211) % 500 as n) as chosen
  $$;

create table seed.templates as
select i, name, subject, seed.agents_of(i) as agents
from seed.words, generate_series(0, seed.entries() - 1) i,
  lateral (select subjects[1 + i % 40] as subject, jobs[1 + i / 40 % 25] as job) as chosen,
  lateral (select seed.name(subject, qualifiers, i, job) as name) as named;

insert into nofx.template_registry (id, namespace, slug, name, description, visibility, category, tags, keywords, metadata,
  owner, created_at, updated_at)
select
  md5('template' || i)::uuid,
  namespaces[1 + (i * 3 + i / 40) % 10],
  seed.slug(name),
  name,
  format('%s, from the first look to the report: %s', name, seed.prose('template' || i)),
  'PUBLIC',
  seed.pick(categories, 'template category' || i),
  seed.some(tags, 4, 'template' || i),
  'Collect ' || subject || ' ' || array_to_string(agents, ' '),
  jsonb_build_object('maturity', seed.pick(array['stable', 'beta', 'experimental'], 'template' || i)),
  'team ' || namespaces[1 + i % 10],
  timestamptz '2026-02-01' + i * interval '1 hour',
  timestamptz '2026-07-01' + (i * 41 % 1000) * interval '1 hour'
from seed.templates, seed.words;

insert into nofx.template_registry (id, namespace, slug, name, description, visibility)
select md5('hidden template' || i)::uuid, namespaces[1 + i], 'a-hidden-template-' || i, 'A hidden template ' || i,
  'Private: ' || array_to_string(subjects, ' ') || ' ' || array_to_string(jobs, ' '), 'PRIVATE'
from seed.words, generate_series(0, 9) i;
insert into seed.templates select 1000 + i, 'A hidden template ' || i, 'audit', seed.agents_of(i) from generate_series(0, 9) i;
