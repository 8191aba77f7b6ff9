-- A search: candidates by index, the best 200 scored exactly, a page of them, and what all of them have in common.

/*
 * Up to `most` entries by an index: those whose names have the words, those that have them anywhere, or the newest ids
 * where there are no words. `named` is how much of `either` is in the name. In no order.
 */
create function nofx.search_scan(
  words tsquery, in_names boolean, either tsquery, kinds text[], inside text, filter jsonb, most integer
) returns table (id uuid, kind text, tags text[], category text, named real)
  language plpgsql stable set search_path = ''
  as $$
  #variable_conflict use_column
  begin
    if words is null then
      return query select entry.id, entry.kind, entry.tags, entry.category, 0::real
        from nofx.searchable as entry
        where entry.kind = any(kinds) and (inside is null or entry.namespace = inside)
        and (filter = '{}' or entry.labels @> filter)
        order by entry.id desc limit most;
    elsif in_names then
      return query select entry.id, entry.kind, entry.tags, entry.category, ts_rank(entry.name_vector, either)
        from nofx.searchable as entry
        where entry.name_vector @@ words and entry.kind = any(kinds) and (inside is null or entry.namespace = inside)
        and (filter = '{}' or entry.labels @> filter)
        limit most;
    else
      return query select entry.id, entry.kind, entry.tags, entry.category, ts_rank(entry.name_vector, either)
        from nofx.searchable as entry
        where entry.search_vector @@ words and entry.kind = any(kinds) and (inside is null or entry.namespace = inside)
        and (filter = '{}' or entry.labels @> filter)
        limit most;
    end if;
  end
  $$;

/*
 * A page of the hits of one way to understand a query, and the facets of all its hits; nothing where no entry has every
 * word, unless `last_try`. An entry with every word scores at least 0.2, what lacks a word 0.01 to 0.17. Of `guessed`
 * words it is the name that counts most, from 0.18. Beyond the best 200, hits follow those of their sort by their names.
 */
create function nofx.search_hits(
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

/*
 * A page of what a query finds, for the viewer: ids with their scores, and in each row the number of hits, whether that is
 * all of them, the facets, and what to mark. At least one row, whose id is null where the page is empty.
 * `reference`: a namespace and the words to search in it, if the viewer sees one of that name; `most`: hits to look at.
 */
create function nofx.search_page(query text, reference jsonb, kinds text[], filter jsonb, page jsonb, most integer)
  returns table (kind text, id uuid, score float8, total_count integer, is_exact boolean, facets jsonb,
    either tsquery, runs text[])
  language plpgsql stable security definer
  set search_path = '' set jit = off set enable_seqscan = off set plan_cache_mode = force_generic_plan
  set client_min_messages = warning
  as $$
  #variable_conflict use_variable
  declare
    inside text;
    narrowed jsonb := filter;
    words text := query;
    asked record;
    meant record;
    beginning text;
    plain text;
    lexeme tsquery;
    others tsquery;
    prefix tsquery;
    scored_every tsquery;
    scored_loosely tsquery;
    guessed boolean := false;
  begin
    if reference is not null
      and exists (select from nofx.searchable as entry where entry.namespace = reference ->> 'namespace') then
      inside := reference ->> 'namespace';
      words := reference ->> 'words';
    end if;
    narrowed := jsonb_strip_nulls(narrowed);
    if narrowed ->> 'namespace' = coalesce(inside, narrowed ->> 'namespace') then
      inside := narrowed ->> 'namespace';
      narrowed := narrowed - 'namespace';
    end if;
    if words = '' then
      return query select hits.*, ''::tsquery, '{}'::text[]
        from nofx.search_hits(null, null, null, null, null, '', 0, false, true, kinds, inside, narrowed, page, most) as hits;
      return;
    end if;
    asked := nofx.search_query(words);
    plain := asked.plain;
    scored_every := asked.every;
    scored_loosely := asked.loosely;

    /* Words that begin so. Those of the list count for the score; the beginning itself would count each form of a word. */
    for beginning in select * from nofx.search_beginnings(words) where strpos(words, '*') > 0 loop
      continue when beginning = '';
      lexeme := plainto_tsquery('pg_catalog.english', beginning);
      others := coalesce((
        select string_agg(plainto_tsquery('pg_catalog.english', word)::text, ' | ')
        from nofx.search_completions(beginning) as word where numnode(plainto_tsquery('pg_catalog.english', word)) > 0
      ), '')::tsquery;
      prefix := (quote_literal(beginning) || ':*')::tsquery;
      if numnode(lexeme) = 0 then
        asked.every := asked.every && (prefix || others);
        asked.loosely := asked.loosely && (prefix || others);
        scored_every := scored_every && coalesce(nullif(others, ''), prefix);
        scored_loosely := scored_loosely && coalesce(nullif(others, ''), prefix);
        asked.units := asked.units + 1;
      else
        asked.every := ts_rewrite(asked.every, lexeme, lexeme || others || prefix);
        asked.loosely := ts_rewrite(asked.loosely, lexeme, lexeme || others || prefix);
        scored_every := ts_rewrite(scored_every, lexeme, lexeme || others);
        scored_loosely := ts_rewrite(scored_loosely, lexeme, lexeme || others);
      end if;
      asked.either := asked.either || others || prefix;
    end loop;
    /* Nothing but stop words: as they are in a name. */
    if asked.units = 0 and plain <> '' then
      asked.every := plainto_tsquery('pg_catalog.simple', plain);
      asked.either := asked.every;
      scored_every := asked.every;
    end if;

    return query select hits.*, asked.either, asked.runs
      from nofx.search_hits(asked.every, asked.loosely, asked.either, scored_every, scored_loosely, plain, asked.units, false, false,
        kinds, inside, narrowed, page, most) as hits;
    if found then
      return;
    end if;

    for place in 1 .. least(cardinality(asked.typed), 16) loop
      lexeme := plainto_tsquery('pg_catalog.english', asked.typed[place]);
      continue when numnode(lexeme) <> 1 or nofx.is_unspaced(asked.typed[place]) or asked.typed[place] !~ '[[:alpha:]]';
      meant := nofx.search_meant(asked.typed[place]);
      continue when meant.words is null or meant.words = '{}';
      others := coalesce((
        select string_agg(plainto_tsquery('pg_catalog.english', word)::text, ' | ')
        from unnest(meant.words) as word where numnode(plainto_tsquery('pg_catalog.english', word)) > 0
      ), '')::tsquery;
      continue when numnode(others) = 0;
      scored_every := ts_rewrite(scored_every, lexeme, others);
      scored_loosely := ts_rewrite(scored_loosely, lexeme, others);
      if meant.completes then
        others := others || (quote_literal(asked.typed[place]) || ':*')::tsquery;
      else
        asked.typed[place] := meant.words[1];
      end if;
      asked.every := ts_rewrite(asked.every, lexeme, lexeme || others);
      asked.loosely := ts_rewrite(asked.loosely, lexeme, lexeme || others);
      asked.either := asked.either || others;
      guessed := true;
    end loop;
    if guessed then
      plain := array_to_string(asked.typed, ' ');
    end if;
    return query select hits.*, asked.either, asked.runs
      from nofx.search_hits(asked.every, asked.loosely, asked.either, scored_every, scored_loosely, plain, asked.units, guessed, true,
        kinds, inside, narrowed, page, most) as hits;
  end
  $$;

/*
 * The functions belong to the role that may only read the rows; only that of a whole page is anybody else's to call. Where
 * the owner may not give them away they stay its own: they filter by the same view, and policies let the owner read.
 */
do $$
  declare
    of_search constant text[] := array['search_word_is_seen(text)', 'search_completions(text)', 'search_meant(text)',
      'search_hits(tsquery, tsquery, tsquery, tsquery, tsquery, text, integer, boolean, boolean, text[], text, jsonb, jsonb, integer)',
      'search_scan(tsquery, boolean, tsquery, text[], text, jsonb, integer)', 'search_page(text, jsonb, text[], jsonb, jsonb, integer)'];
    called text;
  begin
    grant create on schema nofx to registry_search;
    foreach called in array of_search loop
      if pg_has_role(current_user, 'registry_search', 'USAGE') then
        execute format('alter function nofx.%s owner to registry_search', called);
      end if;
      execute format('revoke execute on function nofx.%s from public', called);
    end loop;
    revoke create on schema nofx from registry_search;
  end
$$;
grant execute on function nofx.search_page(text, jsonb, text[], jsonb, jsonb, integer) to anon, authenticated;
