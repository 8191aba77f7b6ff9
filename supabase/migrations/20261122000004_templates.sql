-- Templates and their versions.

create table nofx.template_registry (
  id uuid primary key default gen_random_uuid(),
  namespace text not null check (nofx.is_namespace(namespace)),
  slug text not null check (nofx.is_slug(slug)),
  name text not null,
  description text not null,
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'DEPRECATED', 'DISABLED')),
  status_message text,
  visibility text not null default 'PRIVATE' check (visibility in ('PRIVATE', 'PUBLIC')),
  category text,
  tags text[] not null default '{}',
  keywords text not null default '',
  metadata jsonb not null default '{}',
  owner text,
  repository text,
  current_version_id uuid,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  removed_at timestamptz(3),
  sort_name text collate "C" not null generated always as (lower(name)) stored,
  search_text text not null generated always as (nofx.search_text(slug, name, tags, keywords)) stored,
  search_vector tsvector not null generated always as
    (nofx.search_vector(slug, name, description, tags, category, keywords)) stored,
  unique (namespace, slug)
);

create table nofx.template_versions (
  id uuid primary key default gen_random_uuid(),
  entry_id uuid not null references nofx.template_registry (id) on delete restrict,
  version text not null check (nofx.is_semver(version)),
  version_key text collate "C" not null generated always as (nofx.semver_key(version)) stored,
  version_point text collate "C" not null generated always as (nofx.semver_point(version)) stored,
  is_prerelease boolean not null generated always as (nofx.is_prerelease(version)) stored,
  status text not null check (status in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
  manifest jsonb not null,
  files jsonb not null default '[]',
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  commit_sha text check (commit_sha ~ '^[0-9a-f]{7,64}$'),
  published_by uuid,
  published_at timestamptz(3) not null default now(),
  unique (entry_id, version_key),
  unique (entry_id, id)
);

alter table nofx.template_registry add constraint template_registry_current_version_fkey
  foreign key (id, current_version_id) references nofx.template_versions (entry_id, id);

create index template_registry_current_version on nofx.template_registry (current_version_id);
create index template_registry_by_name on nofx.template_registry (sort_name, id);
create index template_registry_by_creation on nofx.template_registry (created_at, id);
create index template_registry_by_update on nofx.template_registry (updated_at, id);
create index template_registry_by_tag on nofx.template_registry using gin (tags);
create index template_registry_by_category on nofx.template_registry (category, id);
create index template_registry_by_words on nofx.template_registry using gin (search_vector);
create index template_registry_by_trigram on nofx.template_registry using gin (search_text extensions.gin_trgm_ops);

create trigger guard_entry before update or delete on nofx.template_registry
  for each row execute function nofx.guard_entry();
create trigger guard_version before update or delete on nofx.template_versions
  for each row execute function nofx.guard_version();

alter table nofx.template_registry enable row level security;
alter table nofx.template_registry force row level security;
alter table nofx.template_versions enable row level security;
alter table nofx.template_versions force row level security;

/* Outsiders see what is public, published and not switched off; a namespace sees its own; drafts are for publishers. */
create policy template_registry_read on nofx.template_registry for select to anon, authenticated using (
  (visibility = 'PUBLIC' and status <> 'DISABLED' and current_version_id is not null)
  or (
    namespace = (select nofx.viewer_namespace())
    and (current_version_id is not null or (select nofx.is_publisher()))
  )
);
create policy template_registry_insert on nofx.template_registry for insert to authenticated with check (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
);
create policy template_registry_update on nofx.template_registry for update to authenticated using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
);

create policy template_versions_read on nofx.template_versions for select to anon, authenticated using (
  exists (
    select from nofx.template_registry entry
    where entry.id = entry_id
      and (
        template_versions.status <> 'DRAFT'
        or (entry.namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher()))
      )
  )
);
create policy template_versions_insert on nofx.template_versions for insert to authenticated with check (
  (select nofx.is_publisher())
  and status in ('DRAFT', 'ACTIVE')
  and published_by = (select nofx.viewer_id())
  and exists (
    select from nofx.template_registry entry
    where entry.id = entry_id and entry.namespace = (select nofx.viewer_namespace())
  )
);
create policy template_versions_update on nofx.template_versions for update to authenticated using (
  (select nofx.is_publisher())
  and exists (
    select from nofx.template_registry entry
    where entry.id = entry_id and entry.namespace = (select nofx.viewer_namespace())
  )
);
create policy template_versions_delete on nofx.template_versions for delete to authenticated using (
  status = 'DRAFT'
  and (select nofx.is_publisher())
  and exists (
    select from nofx.template_registry entry
    where entry.id = entry_id and entry.namespace = (select nofx.viewer_namespace())
  )
);

grant select on nofx.template_registry, nofx.template_versions to anon, authenticated;
grant insert (id, namespace, slug, name, description, visibility, category, tags, keywords, metadata, owner, repository)
  on nofx.template_registry to authenticated;
grant update (name, description, status, status_message, visibility, category, tags, keywords, metadata, owner,
  repository, current_version_id, updated_at, removed_at) on nofx.template_registry to authenticated;
grant insert (id, entry_id, version, status, manifest, files, digest, commit_sha, published_by)
  on nofx.template_versions to authenticated;
grant update (status, published_at) on nofx.template_versions to authenticated;
grant delete on nofx.template_versions to authenticated;

-- Which agents a template's version works with, and in which versions.

create table nofx.template_version_agents (
  template_version_id uuid not null references nofx.template_versions (id) on delete cascade,
  slug text not null check (nofx.is_slug(slug)),
  /* Bound when published; null only while a draft names an agent that is not there yet. */
  agent_registry_id uuid references nofx.agent_registry (id) on delete restrict,
  range text not null,
  matches nofx.version_range not null,
  primary key (template_version_id, slug)
);

create index template_version_agents_by_agent on nofx.template_version_agents (agent_registry_id, template_version_id);

alter table nofx.template_version_agents enable row level security;
alter table nofx.template_version_agents force row level security;

create policy template_version_agents_read on nofx.template_version_agents for select to anon, authenticated using (
  exists (select from nofx.template_versions version where version.id = template_version_id)
);
/* Only together with the version that it belongs to: the transaction that wrote the one writes the other. */
create policy template_version_agents_insert on nofx.template_version_agents for insert to authenticated with check (
  (select nofx.is_publisher())
  and exists (
    select from nofx.template_versions version join nofx.template_registry entry on entry.id = version.entry_id
    where version.id = template_version_id
      and entry.namespace = (select nofx.viewer_namespace())
      and (version.status = 'DRAFT' or (version.published_at = now()::timestamptz(3) and agent_registry_id is not null))
  )
  and (agent_registry_id is null or exists (
    select from nofx.agent_registry agent where agent.id = agent_registry_id and agent.slug = template_version_agents.slug
  ))
);

grant select on nofx.template_version_agents to anon, authenticated;
grant insert on nofx.template_version_agents to authenticated;
/* A promoted draft binds the agents that were not there when it was written. */
grant update (agent_registry_id) on nofx.template_version_agents to authenticated;
create policy template_version_agents_bind on nofx.template_version_agents for update to authenticated using (
  agent_registry_id is null
  and (select nofx.is_publisher())
  and exists (
    select from nofx.template_versions version join nofx.template_registry entry on entry.id = version.entry_id
    where version.id = template_version_id
      and entry.namespace = (select nofx.viewer_namespace())
      and (version.status = 'DRAFT' or version.published_at = now()::timestamptz(3))
  )
) with check (exists (
  select from nofx.agent_registry agent where agent.id = agent_registry_id and agent.slug = template_version_agents.slug
));
