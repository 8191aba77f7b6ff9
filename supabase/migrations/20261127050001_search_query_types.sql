/* The same function: its empty arrays and queries say their types, as Supabase's linter wants it. */
create or replace function nofx.search_query(
  query text,
  out every tsquery, out loosely tsquery, out either tsquery,
  out plain text, out typed text[], out runs text[], out units integer
)
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  declare
    asked constant text := translate(regexp_replace(query, '(\s)-[^-\s]\S*', '\1', 'g'), '“”„‟«»＂', '"""""""');
    chunks constant text[] := coalesce(nofx.search_chunks(asked, true), '{}');
    found tsquery[] := array[]::tsquery[];
    narrowed tsquery := ''::tsquery;
    unspaced constant text := '[\u0e01-\u0ecd\u1000-\u11ff\u1780-\u17d3\u2600-\u27bf\u3005-\u9fff\uac00-\ufaff\U0001b000-\U0003ffff]';
    chunk text;
    parts text[];
    unit tsquery;
    together tsquery;
    neighbour text;
    pairs text[];
    phrase text;
  begin
    every := '';
    either := '';
    runs := '{}';
    for place in 1 .. cardinality(chunks) loop
      chunk := chunks[place];
      if nofx.is_unspaced(chunk) then
        runs := runs || chunk;
        pairs := nofx.search_pairs(chunk);
        unit := case when cardinality(pairs) = 1 then pairs[1] || ':*'
          else array_to_string(pairs[1:cardinality(pairs) - 1], ' <-> ') end::tsquery;
        found := found || unit;
        either := either || unit;
        continue;
      end if;
      parts := string_to_array(chunk, '-');
      unit := plainto_tsquery('pg_catalog.english', replace(chunk, '-', ''));
      if cardinality(parts) > 1 and chunk !~ '^[-0-9]+$' then
        together := plainto_tsquery('pg_catalog.english', array_to_string(parts, ' '));
        either := either || (select coalesce(string_agg(quote_literal(lexeme), ' | '), '')::tsquery
          from unnest(to_tsvector('pg_catalog.english', array_to_string(parts, ' '))) where length(lexeme) > 1);
        unit := unit || together;
      end if;
      if numnode(unit) = 0 then
        continue;
      end if;
      foreach neighbour in array array[chunks[place - 1] || chunk, chunk || chunks[place + 1]] loop
        if neighbour !~ unspaced then
          unit := unit || plainto_tsquery('pg_catalog.english', replace(neighbour, '-', ''));
        end if;
      end loop;
      either := either || plainto_tsquery('pg_catalog.english', replace(chunk, '-', ''));
      found := found || unit;
    end loop;
    units := cardinality(found);
    plain := replace(array_to_string(chunks, ' '), '-', ' ');
    typed := (string_to_array(plain, ' '))[1:16];

    for phrase in select match[1] from regexp_matches(asked, '"([^"]*)"', 'g') as match loop
      phrase := replace(array_to_string(nofx.search_chunks(phrase, true), ' '), '-', ' ');
      if phrase ~ ' ' and phrase !~ unspaced then
        narrowed := narrowed && phraseto_tsquery('pg_catalog.english', phrase);
      end if;
    end loop;
    for phrase in select match[1] from regexp_matches(query, '\s-([^-\s]\S*)', 'g') as match loop
      phrase := replace(array_to_string(nofx.search_chunks(phrase, true), ' '), '-', '');
      if numnode(plainto_tsquery('pg_catalog.english', phrase)) > 0 then
        narrowed := narrowed && !! plainto_tsquery('pg_catalog.english', phrase);
      end if;
    end loop;

    foreach unit in array found loop
      every := every && unit;
    end loop;
    if units between 2 and 16 then
      loosely := '';
      for left_out in 1 .. units loop
        together := '';
        for place in 1 .. units loop
          if place <> left_out then
            together := together && found[place];
          end if;
        end loop;
        loosely := loosely || together;
      end loop;
      loosely := loosely && narrowed;
    end if;
    if units > 0 then
      every := every && narrowed;
    end if;
  end
  $$;
