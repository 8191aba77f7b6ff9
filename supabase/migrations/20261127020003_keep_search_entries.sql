-- How the rows and the words of a search follow the registries.

/* Words to correct by: not numbers, not what has no spaces, nothing very short or long. */
create function nofx.search_list(value text) returns setof text
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  begin
    return query select word from string_to_table(value, ' ') as word
      where length(word) between 3 and 40 and word ~ '[[:alpha:]]' and not nofx.is_unspaced(word);
  end
  $$;

create function nofx.search_name_vector(name text, slug text) returns tsvector
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  declare
    words constant text := nofx.search_words(name || ' ' || slug);
  begin
    return setweight(to_tsvector('pg_catalog.english', words), 'A')
      || setweight(to_tsvector('pg_catalog.simple', words), 'A');
  end
  $$;

/* The rows of entries of a kind, as the registry has them now. */
create function nofx.search_rows(of_kind text, ids uuid[]) returns setof nofx.search_entries
  language plpgsql stable set search_path = ''
  as $$
  begin
    if of_kind = 'AGENT' then
      return query
        select entry.id, of_kind, entry.namespace, entry.slug, entry.is_public, entry.current_version_id is not null,
          entry.status, entry.visibility, entry.category, entry.tags, entry.sort_name::text, named.vector,
          entry.search_text, entry.search_vector || ts_delete(named.vector, tsvector_to_array(entry.search_vector))
        from nofx.agent_registry as entry
        cross join lateral (select nofx.search_name_vector(entry.name, entry.slug) as vector) as named
        where entry.removed_at is null and entry.id = any(ids);
    else
      return query
        select entry.id, of_kind, entry.namespace, entry.slug, entry.is_public, entry.current_version_id is not null,
          entry.status, entry.visibility, entry.category, entry.tags, entry.sort_name::text, named.vector,
          entry.search_text, entry.search_vector || ts_delete(named.vector, tsvector_to_array(entry.search_vector))
        from nofx.template_registry as entry
        cross join lateral (select nofx.search_name_vector(entry.name, entry.slug) as vector) as named
        where entry.removed_at is null and entry.id = any(ids);
    end if;
  end
  $$;

/* Who a word of an entry may be told to; null for nobody. See `search_words`. */
create function nofx.search_audience(namespace text, is_public boolean, current_version_id uuid, removed_at timestamptz)
  returns text
  language sql immutable parallel safe set search_path = ''
  as $$
    select case when current_version_id is null or removed_at is not null then null when is_public then '' else namespace end
  $$;

/* Every writer of words shares this lock until it commits; housekeeping takes it alone. */
create function nofx.search_words_lock() returns bigint
  language sql immutable parallel safe set search_path = ''
  as $$ select hashtext('nofx.search_words')::bigint $$;

/*
 * Keeps the rows and the words of a registry, once a statement. Words are only added here. What an entry no longer has
 * is marked, and settled by housekeeping while nobody writes: so it takes no word away that a writer has just found.
 */
create function nofx.add_search_entries() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    of_kind constant text := case tg_table_name when 'agent_registry' then 'AGENT' else 'TEMPLATE' end;
  begin
    insert into nofx.search_entries
      select * from nofx.search_rows(of_kind, array(select id from fresh))
      on conflict do nothing;
    if exists (select from fresh where current_version_id is not null) then
      perform pg_advisory_xact_lock_shared(nofx.search_words_lock());
      insert into nofx.search_words (audience, word)
        select distinct nofx.search_audience(namespace, is_public, current_version_id, removed_at) as audience, word
        from fresh, nofx.search_list(search_text) as word
        where current_version_id is not null and removed_at is null
        order by 1, 2
        on conflict do nothing;
    end if;
    return null;
  end
  $$;

create function nofx.keep_search_entries() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    of_kind constant text := case tg_table_name when 'agent_registry' then 'AGENT' else 'TEMPLATE' end;
    changed constant uuid[] := array(
      select fresh.id from fresh join stale on stale.id = fresh.id
      where (fresh.is_public, fresh.current_version_id is null, fresh.status, fresh.visibility, fresh.category,
          fresh.tags, fresh.sort_name, fresh.search_text, fresh.search_vector, fresh.removed_at)
        is distinct from (stale.is_public, stale.current_version_id is null, stale.status, stale.visibility,
          stale.category, stale.tags, stale.sort_name, stale.search_text, stale.search_vector, stale.removed_at)
    );
  begin
    if changed = '{}' then
      return null;
    end if;
    delete from nofx.search_entries as entry using fresh
      where entry.id = fresh.id and entry.kind = of_kind and fresh.removed_at is not null and fresh.id = any(changed);
    insert into nofx.search_entries as entry
      select * from nofx.search_rows(of_kind, changed)
      on conflict (id, kind) do update set (is_public, is_published, status, visibility, category, tags, sort_name,
          name_vector, search_text, search_vector)
        = (excluded.is_public, excluded.is_published, excluded.status, excluded.visibility, excluded.category,
          excluded.tags, excluded.sort_name, excluded.name_vector, excluded.search_text, excluded.search_vector);

    perform pg_advisory_xact_lock_shared(nofx.search_words_lock());
    insert into nofx.search_words (audience, word)
      select distinct now.audience, word
      from (
        select fresh.id, fresh.search_text as words,
          nofx.search_audience(namespace, is_public, current_version_id, removed_at) as audience
        from fresh where fresh.id = any(changed)
      ) as now
      join (
        select stale.id, stale.search_text as words,
          nofx.search_audience(namespace, is_public, current_version_id, removed_at) as audience
        from stale where stale.id = any(changed)
      ) as before on before.id = now.id
      cross join nofx.search_list(now.words) as word
      where now.audience is not null and (now.audience, now.words) is distinct from (before.audience, before.words)
      order by 1, 2
      on conflict do nothing;
    with lost as (
      select distinct before.audience, word
      from (
        select fresh.id, string_to_array(fresh.search_text, ' ') as words,
          nofx.search_audience(namespace, is_public, current_version_id, removed_at) as audience
        from fresh where fresh.id = any(changed)
      ) as now
      join (
        select stale.id, stale.search_text as words,
          nofx.search_audience(namespace, is_public, current_version_id, removed_at) as audience
        from stale where stale.id = any(changed)
      ) as before on before.id = now.id
      cross join nofx.search_list(before.words) as word
      where before.audience is not null and (now.audience is distinct from before.audience or word <> all(now.words))
    ),
    held as (
      select listed.audience, listed.word from nofx.search_words as listed
      where (listed.audience, listed.word) in (select lost.audience, lost.word from lost) and not listed.in_doubt
      order by 1, 2 for update
    )
    update nofx.search_words as listed set in_doubt = true
      from held where (listed.audience, listed.word) = (held.audience, held.word);
    return null;
  end
  $$;

create trigger add_search_entries after insert on nofx.agent_registry
  referencing new table as fresh for each statement execute function nofx.add_search_entries();
create trigger add_search_entries after insert on nofx.template_registry
  referencing new table as fresh for each statement execute function nofx.add_search_entries();
create trigger keep_search_entries after update on nofx.agent_registry
  referencing old table as stale new table as fresh for each statement execute function nofx.keep_search_entries();
create trigger keep_search_entries after update on nofx.template_registry
  referencing old table as stale new table as fresh for each statement execute function nofx.keep_search_entries();

/*
 * Settles up to `most` words that are in doubt: one that no entry of its audience has any more is removed. Does nothing
 * while somebody writes words. Only the registry itself may call it.
 */
create function nofx.settle_search_words(most integer) returns integer
  language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  as $$
  declare
    settled integer;
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself settles words' using errcode = 'insufficient_privilege';
    end if;
    if not pg_try_advisory_xact_lock(nofx.search_words_lock()) then
      return 0;
    end if;
    with doubtful as materialized (
      select listed.audience, listed.word,
        exists (
          select from nofx.search_entries as entry
          where entry.search_vector @@ plainto_tsquery('pg_catalog.english', listed.word)
            and listed.word = any(string_to_array(entry.search_text, ' ')) and entry.is_published
            and case listed.audience when '' then entry.is_public else entry.namespace = listed.audience and not entry.is_public end
        ) as is_there
      from nofx.search_words as listed where listed.in_doubt order by 1, 2 limit most
    ),
    removed as (
      delete from nofx.search_words as listed using doubtful
      where (listed.audience, listed.word) = (doubtful.audience, doubtful.word) and not doubtful.is_there
    ),
    kept as (
      update nofx.search_words as listed set in_doubt = false from doubtful
      where (listed.audience, listed.word) = (doubtful.audience, doubtful.word) and doubtful.is_there
    )
    select count(*) into settled from doubtful;
    return settled;
  end
  $$;

-- The entries that there are.

alter table nofx.agent_registry no force row level security;
alter table nofx.template_registry no force row level security;
insert into nofx.search_entries select * from nofx.search_rows('AGENT', array(select id from nofx.agent_registry));
insert into nofx.search_entries select * from nofx.search_rows('TEMPLATE', array(select id from nofx.template_registry));
insert into nofx.search_words (audience, word)
  select distinct case when entry.is_public then '' else entry.namespace end, word
  from nofx.search_entries as entry, nofx.search_list(entry.search_text) as word
  where entry.is_published;
alter table nofx.agent_registry force row level security;
alter table nofx.template_registry force row level security;

revoke execute on function nofx.search_rows(text, uuid[]), nofx.add_search_entries(), nofx.keep_search_entries(),
  nofx.settle_search_words(integer) from public;
grant execute on function nofx.settle_search_words(integer) to authenticated;
