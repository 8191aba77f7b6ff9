-- Whoever removes words of the list that no entry has any more does so while no entry is written. Both took an advisory
-- lock, which any caller with SQL can take: an anonymous one could hold up the publishes of everyone. The table itself is
-- locked now, for which a caller needs rights on it.

create or replace function nofx.settle_search_words(most integer)
  returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  as $$
  declare
    settled integer;
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself settles words' using errcode = 'insufficient_privilege';
    end if;
    begin
      lock table nofx.search_words in exclusive mode nowait;
    exception when lock_not_available then
      return 0;
    end;
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

create or replace function nofx.add_search_entries()
  returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
  declare
    of_kind constant text := case tg_table_name when 'agent_registry' then 'AGENT' else 'TEMPLATE' end;
  begin
    insert into nofx.search_entries
      select * from nofx.search_rows(of_kind, array(select id from fresh))
      on conflict do nothing;
    if exists (select from fresh where current_version_id is not null) then
      lock table nofx.search_words in row exclusive mode;
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

create or replace function nofx.keep_search_entries()
  returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
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

    lock table nofx.search_words in row exclusive mode;
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
