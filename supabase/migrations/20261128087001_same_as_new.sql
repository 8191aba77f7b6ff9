-- Some migrations were edited after they had been applied, before their digests were listed. A database that had applied
-- them as they were differs from a new one; this brings both to the same place, and changes nothing in a new one.

/* An upload must be its uploader's: databases of 2026-11-22 took one under the id of another user. */
do $$
  begin
    if 'nofx' <> 'no' || 'fx' or to_regclass('storage.objects') is null
      or not exists (select from pg_catalog.pg_policies where schemaname = 'storage' and policyname = 'registry_bundles_upload')
    then
      return;
    end if;
    alter policy registry_bundles_upload on storage.objects with check (
      bucket_id = 'registry-bundles'
      and owner_id = (select auth.jwt() ->> 'sub')
      and nofx.may_upload(name)
    );
    alter policy registry_bundles_insert_no_more on storage.objects with check (
      bucket_id is distinct from 'registry-bundles'
      or (owner_id = (select auth.jwt() ->> 'sub') and nofx.may_upload(name))
    );
  end
  $$;

/* Once for a statement, not for each row. */
do $$
  declare
    relation record;
  begin
    for relation in
      select tablename as name from pg_catalog.pg_policies
      where schemaname = 'nofx' and policyname = 'owner_backup' and cmd = 'SELECT'
      order by tablename
    loop
      execute format(
        'alter policy owner_backup on %I.%I using ((select current_setting(''registry.backup'', true)) = ''on'')',
        'nofx', relation.name);
    end loop;
  end
  $$;

/* The two functions of the search that were edited, as they are in a new database. Their owners and grants stay. */
create or replace function nofx.search_meant(typed text, out words text[], out completes boolean)
  language plpgsql stable set search_path = ''
  as $$
  declare
    own constant text := nofx.search_namespace();
    most constant integer := case when length(typed) < 5 then 1 when length(typed) < 9 then 2 else 3 end;
  begin
    /* Not as a setting of the function: an owner who is no superuser could not restore it before pg_trgm is loaded. */
    perform set_config('pg_trgm.word_similarity_threshold', '0.35', true);
    if exists (
      select from nofx.search_words as listed
      where listed.audience in ('', own) and listed.word = typed
        and (not listed.in_doubt or nofx.search_word_is_seen(listed.word))
    ) then
      return;
    end if;
    words := array(select * from nofx.search_completions(typed));
    completes := words <> '{}';
    if completes or length(typed) < 3 then
      return;
    end if;
    words := array(
      with alike as (
        select listed.word from nofx.search_words as listed
        where listed.audience = '' and listed.word operator(extensions.%>) typed
          and abs(length(listed.word) - length(typed)) <= most
          and (not listed.in_doubt or nofx.search_word_is_seen(listed.word))
        union
        select listed.word from nofx.search_words as listed
        where listed.audience <> '' and listed.audience = own and listed.word operator(extensions.%>) typed
          and abs(length(listed.word) - length(typed)) <= most
          and (not listed.in_doubt or nofx.search_word_is_seen(listed.word))
      ),
      near as materialized (
        select alike.word, nofx.typing_distance(typed, alike.word, most) as distance,
          extensions.similarity(typed, alike.word) as likeness
        from (
          select alike.word from alike order by extensions.similarity(typed, alike.word) desc, alike.word limit 24
        ) as alike
      )
      select near.word from near
      where near.distance <= most and near.distance = (select min(nearest.distance) from near as nearest)
      order by near.likeness desc, near.word limit 4
    );
  end
  $$;

create or replace function nofx.search_hits(
  every tsquery, loosely tsquery, either tsquery, scored_every tsquery, scored_loosely tsquery, plain text,
  units integer, guessed boolean, last_try boolean, kinds text[], inside text, filter jsonb, page jsonb, most integer
) returns table (kind text, id uuid, score float8, total_count integer, is_exact boolean, facets jsonb)
  language plpgsql stable set search_path = ''
  as $$
  #variable_conflict use_column
  declare
    after_score constant float8 := (page -> 'after' ->> 0)::float8;
    after_id constant uuid := (page -> 'after' ->> 1)::uuid;
    before_score constant float8 := (page -> 'before' ->> 0)::float8;
    before_id constant uuid := (page -> 'before' ->> 1)::uuid;
    backwards constant boolean := (page ->> 'backwards')::boolean;
    size constant integer := (page ->> 'limit')::integer;
    is_large constant boolean := (
      select reltuples > 10 * most from pg_catalog.pg_class where oid = 'nofx.search_entries'::regclass
    );
  begin
    return query
    /* Of a common word among many entries the names are enough, and much fewer. Else they follow, if there is too much. */
    with names_first as materialized (
      select * from nofx.search_scan(every, true, either, kinds, inside, filter, most + 1)
      where is_large and every is not null
    ),
    fully as materialized (
      select * from nofx.search_scan(every, false, either, kinds, inside, filter, most + 1)
      where (select count(*) from names_first) <= most
    ),
    counted as materialized (
      select (select count(*) from names_first) as names, (select count(*) from fully) as fully
    ),
    by_name as materialized (
      select * from names_first
      union all
      select * from nofx.search_scan(every, true, either, kinds, inside, filter, most)
      where (select counted.fully > most from counted) and not is_large and every is not null
    ),
    partly as materialized (
      select * from nofx.search_scan(loosely, false, either, kinds, inside, filter, most + 1) as entry
      where (
          select case when counted.names > most then false when counted.fully > 0 then units > 2 or guessed else last_try end
          from counted
        )
        and loosely is not null and entry.id not in (select fully.id from fully)
    ),
    hits as materialized (
      select by_name.*, true as whole from by_name
      union all
      select fully.*, true from fully where fully.id not in (select by_name.id from by_name)
      union all
      select partly.*, false from partly
      limit most
    ),
    summary as materialized (
      select
        (select count(*)::integer from hits) as total_count,
        (select greatest(counted.names, counted.fully) from counted) + (select count(*) from partly) <= most as is_exact,
        jsonb_build_object('kinds', (
          select coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', count) order by count desc, value), '[]')
          from (
            select value, count(*) as count from (select hits.kind as value from hits) as listed where value is not null
            group by value order by count desc, value limit 20
          ) as counted
        ), 'tags', (
          select coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', count) order by count desc, value), '[]')
          from (
            select value, count(*) as count from (select unnest(hits.tags) as value from hits) as listed where value is not null
            group by value order by count desc, value limit 20
          ) as counted
        ), 'categories', (
          select coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', count) order by count desc, value), '[]')
          from (
            select value, count(*) as count from (select hits.category as value from hits) as listed where value is not null
            group by value order by count desc, value limit 20
          ) as counted
        )) as facets
    ),
    best as materialized (
      select hits.id, hits.kind, hits.whole from hits
      order by hits.whole desc, hits.named desc, hits.id desc limit 200
    ),
    ranked as materialized (
      select best.kind, best.id, round((
        case
          when guessed then 0.18 + 0.05 * alike.rank + 0.1 * alike.in_text + 0.25 * alike.in_name + 0.1 * alike.is_slug
            + case when best.whole then 0.02 else 0 end
          when best.whole then 0.2 + alike.rank + 0.3 * alike.in_text + 0.3 * alike.in_name + alike.is_slug
          else 0.01 + 0.1 * (alike.rank + 0.3 * alike.in_text + 0.3 * alike.in_name)
        end)::numeric, 6)::float8 as score
      from best join nofx.search_entries as entry on entry.id = best.id and entry.kind = best.kind
      cross join lateral (
        select
          ts_rank(entry.search_vector, case when best.whole then scored_every else scored_loosely end) as rank,
          case when strpos(' ' || entry.search_text || ' ', ' ' || plain || ' ') > 0 then 1
            else extensions.word_similarity(plain, entry.search_text) end as in_text,
          case when strpos(' ' || entry.sort_name || ' ', ' ' || plain || ' ') > 0 then 1
            else extensions.word_similarity(plain, entry.sort_name) end as in_name,
          case when plain = replace(entry.slug, '-', ' ') then 1 else 0 end as is_slug
      ) as alike
      where every is not null
      union all
      select hits.kind, hits.id,
        case when not hits.whole then 0 when guessed then 0.17 else 0.19 end + 0.01 * hits.named / (1 + hits.named)
      from hits
      where every is not null and (select summary.total_count > 200 from summary)
        and hits.id not in (select best.id from best)
      union all
      select hits.kind, hits.id, 0 from hits where every is null
    ),
    shown as (
      (select ranked.* from ranked
        where not backwards
          and (after_id is null or (ranked.score, ranked.id) < (after_score, after_id))
          and (before_id is null or (ranked.score, ranked.id) > (before_score, before_id))
        order by ranked.score desc, ranked.id desc limit size)
      union all
      (select ranked.* from ranked
        where backwards
          and (after_id is null or (ranked.score, ranked.id) < (after_score, after_id))
          and (before_id is null or (ranked.score, ranked.id) > (before_score, before_id))
        order by ranked.score, ranked.id limit size)
    )
    select shown.kind, shown.id, shown.score, summary.total_count, summary.is_exact, summary.facets
    from summary left join shown on true
    where last_try or summary.total_count > 0;
  end
  $$;
