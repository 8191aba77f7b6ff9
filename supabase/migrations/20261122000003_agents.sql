-- Agents and their versions.

create table nofx.agent_registry (
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

create table nofx.agent_versions (
  id uuid primary key default gen_random_uuid(),
  entry_id uuid not null references nofx.agent_registry (id) on delete restrict,
  version text not null check (nofx.is_semver(version)),
  version_key text collate "C" not null generated always as (nofx.semver_key(version)) stored,
  version_point text collate "C" not null generated always as (nofx.semver_point(version)) stored,
  is_prerelease boolean not null generated always as (nofx.is_prerelease(version)) stored,
  status text not null check (status in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
  manifest jsonb not null,
  mcp_servers jsonb not null default '{}',
  files jsonb not null default '[]',
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  commit_sha text check (commit_sha ~ '^[0-9a-f]{7,64}$'),
  published_by uuid,
  published_at timestamptz(3) not null default now(),
  unique (entry_id, version_key),
  unique (entry_id, id)
);

alter table nofx.agent_registry add constraint agent_registry_current_version_fkey
  foreign key (id, current_version_id) references nofx.agent_versions (entry_id, id);

create index agent_registry_current_version on nofx.agent_registry (current_version_id);
create index agent_registry_by_name on nofx.agent_registry (sort_name, id);
create index agent_registry_by_creation on nofx.agent_registry (created_at, id);
create index agent_registry_by_update on nofx.agent_registry (updated_at, id);
create index agent_registry_by_tag on nofx.agent_registry using gin (tags);
create index agent_registry_by_category on nofx.agent_registry (category, id);
create index agent_registry_by_words on nofx.agent_registry using gin (search_vector);
create index agent_registry_by_trigram on nofx.agent_registry using gin (search_text extensions.gin_trgm_ops);

create trigger guard_entry before update or delete on nofx.agent_registry
  for each row execute function nofx.guard_entry();
create trigger guard_version before update or delete on nofx.agent_versions
  for each row execute function nofx.guard_version();

alter table nofx.agent_registry enable row level security;
alter table nofx.agent_registry force row level security;
alter table nofx.agent_versions enable row level security;
alter table nofx.agent_versions force row level security;

/* Outsiders see what is public, published and not switched off; a namespace sees its own; drafts are for publishers. */
create policy agent_registry_read on nofx.agent_registry for select to anon, authenticated using (
  (visibility = 'PUBLIC' and status <> 'DISABLED' and current_version_id is not null)
  or (
    namespace = (select nofx.viewer_namespace())
    and (current_version_id is not null or (select nofx.is_publisher()))
  )
);
create policy agent_registry_insert on nofx.agent_registry for insert to authenticated with check (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
);
create policy agent_registry_update on nofx.agent_registry for update to authenticated using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
);

create policy agent_versions_read on nofx.agent_versions for select to anon, authenticated using (
  exists (
    select from nofx.agent_registry entry
    where entry.id = entry_id
      and (
        agent_versions.status <> 'DRAFT'
        or (entry.namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher()))
      )
  )
);
create policy agent_versions_insert on nofx.agent_versions for insert to authenticated with check (
  (select nofx.is_publisher())
  and status in ('DRAFT', 'ACTIVE')
  and published_by = (select nofx.viewer_id())
  and exists (
    select from nofx.agent_registry entry
    where entry.id = entry_id and entry.namespace = (select nofx.viewer_namespace())
  )
);
create policy agent_versions_update on nofx.agent_versions for update to authenticated using (
  (select nofx.is_publisher())
  and exists (
    select from nofx.agent_registry entry
    where entry.id = entry_id and entry.namespace = (select nofx.viewer_namespace())
  )
);
create policy agent_versions_delete on nofx.agent_versions for delete to authenticated using (
  status = 'DRAFT'
  and (select nofx.is_publisher())
  and exists (
    select from nofx.agent_registry entry
    where entry.id = entry_id and entry.namespace = (select nofx.viewer_namespace())
  )
);

grant select on nofx.agent_registry, nofx.agent_versions to anon, authenticated;
grant insert (id, namespace, slug, name, description, visibility, category, tags, keywords, metadata, owner, repository)
  on nofx.agent_registry to authenticated;
grant update (name, description, status, status_message, visibility, category, tags, keywords, metadata, owner,
  repository, current_version_id, updated_at, removed_at) on nofx.agent_registry to authenticated;
grant insert (id, entry_id, version, status, manifest, mcp_servers, files, digest, commit_sha, published_by)
  on nofx.agent_versions to authenticated;
grant update (status, published_at) on nofx.agent_versions to authenticated;
grant delete on nofx.agent_versions to authenticated;
