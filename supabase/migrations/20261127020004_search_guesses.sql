-- What somebody meant who typed something else, from the list of words.

/* How many keys are wrong: letters left out, put in, replaced, or two that changed places. More than `most` is `most + 1`. */
create function nofx.typing_distance(typed text, word text, most integer) returns integer
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  declare
    one constant text[] := string_to_array(typed, null);
    two constant text[] := string_to_array(word, null);
    columns constant integer := cardinality(two);
    before_last integer[];
    last integer[] := array(select generate_series(0, columns));
    now integer[];
    cost integer;
    least_so_far integer;
  begin
    if abs(cardinality(one) - columns) > most then
      return most + 1;
    end if;
    for i in 1 .. cardinality(one) loop
      now := array[i];
      least_so_far := i;
      for j in 1 .. columns loop
        cost := least(last[j + 1] + 1, now[j] + 1, last[j] + (one[i] <> two[j])::integer);
        if i > 1 and j > 1 and one[i] = two[j - 1] and one[i - 1] = two[j] then
          cost := least(cost, before_last[j - 1] + 1);
        end if;
        now[j + 1] := cost;
        least_so_far := least(least_so_far, cost);
      end loop;
      if least_so_far > most then
        return most + 1;
      end if;
      before_last := last;
      last := now;
    end loop;
    return least(last[columns + 1], most + 1);
  end
  $$;

/* Whether the viewer sees an entry that has the word: asked only for words that are in doubt. */
create function nofx.search_word_is_seen(listed text) returns boolean
  language plpgsql stable set search_path = ''
  as $$
  begin
    return exists (
      select from nofx.searchable as entry
      where entry.search_vector @@ plainto_tsquery('pg_catalog.english', listed)
        and listed = any(string_to_array(entry.search_text, ' '))
    );
  end
  $$;

/* Words that begin so and are longer, of entries that the viewer sees. */
create function nofx.search_completions(typed text) returns setof text
  language plpgsql stable set search_path = ''
  as $$
  declare
    own constant text := nofx.search_namespace();
  begin
    return query
      select distinct listed.word from nofx.search_words as listed
      where listed.audience in ('', own) and listed.word > typed and listed.word < typed || chr(1114111)
        and (not listed.in_doubt or nofx.search_word_is_seen(listed.word))
      order by 1 limit 24;
  end
  $$;

/*
 * What somebody may have meant who typed this: null where it is a word that the viewer may know, else the words that
 * begin so, else those with the fewest wrong keys. Only words of entries that the viewer sees.
 */
create function nofx.search_meant(typed text, out words text[], out completes boolean)
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

/* The beginnings of words that a query asks for: `kube*`. */
create function nofx.search_beginnings(query text) returns setof text
  language sql immutable parallel safe set search_path = ''
  as $$
    select regexp_replace(array_to_string(nofx.search_chunks(match[1], true), ' '), '^.*[- ]', '')
    from regexp_matches(query, '([^\s"*]+)\*', 'g') as match
    where not match[1] ~ '^-'
  $$;
