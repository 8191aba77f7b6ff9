-- The same words and vectors as before, from functions whose statements are planned once a session and not once a call:
-- a tenth of the time for every entry that is written.

/* A text as the words by which it is found: as they are written, then the compounds as one word. */
create or replace function nofx.search_words(value text) returns text
  language plpgsql immutable strict parallel safe set search_path = ''
  as $$
  declare
    chunks constant text[] := nofx.search_chunks(value, false);
    written text := coalesce(array_to_string(chunks, ' '), '');
    joined text := '';
    neighbours text := '';
    chunk text;
    parts text[];
  begin
    if octet_length(written) > length(written) then
      written := '';
      foreach chunk in array chunks loop
        written := written || ' '
          || case when nofx.is_unspaced(chunk) then array_to_string(nofx.search_pairs(chunk), ' ') else chunk end;
      end loop;
    end if;
    if strpos(written, '-') > 0 then
      written := replace(written, '-', ' ');
      foreach chunk in array chunks loop
        continue when strpos(chunk, '-') = 0;
        parts := string_to_array(chunk, '-');
        joined := joined || ' ' || array_to_string(parts, '');
        if cardinality(parts) > 2 then
          for part in 1 .. cardinality(parts) - 1 loop
            neighbours := neighbours || ' ' || parts[part] || parts[part + 1];
          end loop;
        end if;
      end loop;
    end if;
    if written ~ '(^| )[b-hj-z] ' then
      for place in 1 .. cardinality(chunks) - 1 loop
        if chunks[place] ~ '^[b-hj-z]$' and chunks[place + 1] ~ '^[a-z]{2,}$' then
          neighbours := neighbours || ' ' || chunks[place] || chunks[place + 1];
        end if;
      end loop;
    end if;
    return ltrim(written) || joined || neighbours;
  end
  $$;

/* Whether a chunk is a run of a script without spaces. */
create or replace function nofx.is_unspaced(chunk text) returns boolean
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  begin
    return octet_length(chunk) > length(chunk)
      and chunk ~ '^[\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u109f\u1100-\u11ff\u1780-\u17d3\u2600-\u27bf\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U0001b000-\U0001b16f\U0001f000-\U0001faff\U00020000-\U0003ffff]';
  end
  $$;

create or replace function nofx.search_vector(
  slug text, name text, description text, tags text[], category text, keywords text
) returns tsvector
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  begin
    return setweight(to_tsvector('pg_catalog.english', nofx.search_words(name || ' ' || slug)), 'A')
      || setweight(to_tsvector('pg_catalog.english',
        nofx.search_words(array_to_string(tags, ' ') || ' ' || coalesce(category, ''))), 'B')
      || setweight(to_tsvector('pg_catalog.english', nofx.search_words(keywords)), 'C')
      || setweight(to_tsvector('pg_catalog.english', nofx.search_words(description)), 'D');
  end
  $$;
