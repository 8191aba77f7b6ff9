-- What a search reads: a narrow row for each entry that is not removed, and a list of words to correct typing errors by.
-- Under row level security `@@` cannot use an index, since it might tell what it compares. So a search reads these rows
-- in a function of a role that has no other rights than to read them, and that asks the view below for what the viewer sees.

do $$
  begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'registry_search') then
      create role registry_search nologin noinherit;
    end if;
  exception when duplicate_object or unique_violation then null;
  end
$$;
/* A role is given functions by one of its members. An owner who may not make itself one keeps them: see search_page. */
do $$
  begin
    if not pg_has_role(current_user, 'registry_search', 'USAGE') then
      execute format('grant registry_search to %I', current_user);
    end if;
  exception when insufficient_privilege then null;
  end
$$;
grant usage on schema nofx, extensions to registry_search;

create table nofx.search_entries (
  /* Of the entry. */
  id uuid not null,
  kind text not null check (kind in ('AGENT', 'TEMPLATE')),
  namespace text not null,
  slug text not null,
  is_public boolean not null,
  /* Whether it has a current version. */
  is_published boolean not null,
  status text not null,
  visibility text not null,
  category text,
  tags text[] not null,
  sort_name text not null,
  /* The words of the name and the id alone, also as they are written: stop words, and words before they were stemmed. */
  name_vector tsvector not null,
  /* Long texts stay outside of the row. */
  search_text text not null,
  search_vector tsvector not null,
  primary key (id, kind)
) with (fillfactor = 90, toast_tuple_target = 256);
alter table nofx.search_entries
  alter column search_text set storage external,
  alter column search_vector set storage external;

/*
 * The words of names, tags and skills. `audience` is '' for the words of public entries, and else the namespace whose
 * members see an entry with the word. Drafts have no words here.
 */
create table nofx.search_words (
  audience text not null,
  word text collate "C" not null,
  /* An entry that had the word no longer has it, or is no longer seen: whether another one has it is not known yet. */
  in_doubt boolean not null default false,
  primary key (audience, word)
);
create index search_words_in_doubt on nofx.search_words (audience, word) where in_doubt;

alter table nofx.search_entries enable row level security;
alter table nofx.search_entries force row level security;
alter table nofx.search_words enable row level security;
alter table nofx.search_words force row level security;
create policy search_entries_search on nofx.search_entries for select to registry_search using (true);
create policy search_words_search on nofx.search_words for select to registry_search using (true);
/* The triggers run as the owner, whom `force` binds too. */
create policy search_entries_keep on nofx.search_entries to current_user using (true);
create policy search_words_keep on nofx.search_words to current_user using (true);
grant select on nofx.search_entries, nofx.search_words to registry_search;

-- The viewer, from the claims themselves: a role without rights may not use the schema `auth`.

create function nofx.search_namespace() returns text
  language plpgsql stable set search_path = ''
  as $$
  declare
    metadata constant jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb -> 'app_metadata';
  begin
    if metadata ->> 'registry_role' in ('viewer', 'publisher', 'admin') then
      return coalesce(metadata ->> 'namespace', metadata ->> 'tenant_id', 'default');
    end if;
    return null;
  end
  $$;

create function nofx.search_drafts() returns boolean
  language plpgsql stable set search_path = ''
  as $$
  begin
    return coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb -> 'app_metadata' ->> 'registry_role'
      in ('publisher', 'admin'), false);
  end
  $$;

/* What the viewer sees of it: the rule of agent_registry_read and template_registry_read. Not a security barrier. */
create view nofx.searchable with (security_invoker = true) as
  select entry.*, jsonb_build_object('namespace', entry.namespace, 'status', entry.status,
    'visibility', entry.visibility, 'category', entry.category, 'tags', entry.tags) as labels
  from nofx.search_entries as entry
  where entry.is_public or (
    entry.namespace = (select nofx.search_namespace())
    and (entry.is_published or (select nofx.search_drafts()))
  );
grant select on nofx.searchable to registry_search;

/* Without a list of what is pending, which every search would read from its beginning to its end. */
create index search_entries_by_word on nofx.search_entries using gin (search_vector) with (fastupdate = off);
create index search_entries_by_name on nofx.search_entries using gin (name_vector) with (fastupdate = off);
create index search_entries_by_namespace on nofx.search_entries (namespace, id);
/* Apart, so that it does not matter to one tenant how many words others have. */
create index search_words_public on nofx.search_words using gin (word extensions.gin_trgm_ops) with (fastupdate = off)
  where audience = '';
create index search_words_private on nofx.search_words using gin (word extensions.gin_trgm_ops) with (fastupdate = off)
  where audience <> '';

/* No search uses them any more. */
drop index nofx.agent_registry_by_words, nofx.agent_registry_by_trigram,
  nofx.template_registry_by_words, nofx.template_registry_by_trigram;

