-- Search compares words as people type them: without case, accents, width and kinds of punctuation; a compound is found by
-- its parts and as one word; scripts without spaces are compared by pairs of characters. None of it depends on `lc_ctype`.

/*
 * A text as chunks: words in lower case, the parts of a compound joined by `-`, runs of a script without spaces alone.
 * `humps` divides CodeReviewer too; otherwise only a word that begins with a small letter is divided (codeReviewer).
 */
create function nofx.search_chunks(value text, humps boolean) returns text[]
  language plpgsql immutable strict parallel safe set search_path = ''
  as $$
  declare
    plain text := value;
  begin
    if octet_length(plain) > length(plain) then
      /* Accents, invisible characters, Hebrew points, Arabic vowels, variation selectors and skin tones. */
      plain := normalize(regexp_replace(normalize(plain, NFKD),
        '[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\U0001f3fb-\U0001f3ff]',
        '', 'g'), NFC);
      plain := translate(plain, '’‘ʼ′‐‑‒–—―−', '''''''''-------');
      plain := replace(replace(replace(plain, 'ß', 'ss'), 'ẞ', 'SS'), 'Þ', 'TH');
      plain := replace(replace(replace(plain, 'æ', 'ae'), 'Æ', 'AE'), 'þ', 'th');
      plain := replace(replace(plain, 'œ', 'oe'), 'Œ', 'OE');
      plain := translate(plain,
        'øØłŁđĐðÐħĦŧŦŋŊıςΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЄІЅЈЉЊЋЏЂҐىةٱکی',
        'oOlLdDdDhHtTnNiσαβγδεζηθικλμνξοπρστυφχψωабвгдежзиклмнопрстуфхцчшщъыьэюяєіѕјљњћџђґيهاكي');
    end if;
    /* A version is found without its v, a possessive without its s; C++, C# and .NET are names. */
    plain := regexp_replace(plain, '(^|[^A-Za-z0-9])[vV](?=[0-9]+\.[0-9])', '\1', 'g');
    plain := regexp_replace(plain, '([^ ])''[sS](?![A-Za-z0-9])', '\1', 'g');
    plain := regexp_replace(plain, '([A-Za-z])\+\+', '\1-plusplus ', 'g');
    plain := regexp_replace(plain, '([A-Za-z])#(?![A-Za-z0-9])', '\1-sharp', 'g');
    plain := regexp_replace(plain, '\.net(?![A-Za-z0-9])', ' dot-net', 'gi');
    if humps then
      plain := regexp_replace(plain, '([A-Z])([A-Z][a-z])', '\1-\2', 'g');
      plain := regexp_replace(plain, '([a-z0-9])([A-Z])', '\1-\2', 'g');
    else
      plain := regexp_replace(plain, '(^|[^A-Za-z0-9])([a-z]+)([A-Z])', '\1\2-\3', 'g');
      plain := regexp_replace(plain, '(-[A-Z][a-z0-9]+)([A-Z])', '\1-\2', 'g');
    end if;
    plain := regexp_replace(lower(plain), '[-_./:@&''·]+', '-', 'g');
    if octet_length(plain) = length(plain) then
      plain := regexp_replace(plain, '[^-a-z0-9]+', ' ', 'g');
    else
      plain := regexp_replace(plain,
        '[^-a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2600-\u27bf\u2c00-\u2dff\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3041-\u309f\u30a1-\u30fa\u30fc-\ufdff\ufe70-\ufefc\U00010000-\U000fffff]|[\u037e\u0387\u055a-\u055f\u0589\u05be\u05c0\u05c3\u05c6\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u0e2f\u0e4f\u0e5a\u0e5b\u104a-\u104f\u1361-\u1368\u17d4-\u17da]',
        ' ', 'g');
      /* Thai, Lao, Burmese, Khmer, kana, Han, Hangul and pictures. */
      plain := regexp_replace(plain,
        '([\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u109f\u1100-\u11ff\u1780-\u17d3\u2600-\u27bf\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U0001b000-\U0001b16f\U0001f000-\U0001faff\U00020000-\U0003ffff]+)',
        ' \1 ', 'g');
    end if;
    plain := btrim(regexp_replace(plain, '-? [- ]*', ' ', 'g'), '- ');
    return string_to_array(nullif(plain, ''), ' ');
  end
  $$;

/* Whether a chunk is a run of a script without spaces. */
create function nofx.is_unspaced(chunk text) returns boolean
  language sql immutable parallel safe set search_path = ''
  as $$
    select octet_length(chunk) > length(chunk)
      and chunk ~ '^[\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u109f\u1100-\u11ff\u1780-\u17d3\u2600-\u27bf\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U0001b000-\U0001b16f\U0001f000-\U0001faff\U00020000-\U0003ffff]'
  $$;

/* The pairs of neighbours in a run, and its last character, in ASCII: `x` and five hexadecimal digits a character. */
create function nofx.search_pairs(run text) returns text[]
  language sql immutable strict parallel safe set search_path = ''
  as $$
    select array_agg('x' || code || coalesce(next, '') order by place)
    from (
      select place, code, lead(code) over (order by place) as next
      from (
        select place, lpad(to_hex(ascii(letter)), 5, '0') as code
        from regexp_split_to_table(run, '') with ordinality as letters (letter, place)
      ) as coded
    ) as paired
  $$;

/* A text as the words by which it is found: as they are written, then the compounds as one word. */
create function nofx.search_words(value text) returns text
  language sql immutable strict parallel safe set search_path = ''
  as $$
    with chunks as materialized (
      select chunk, place, string_to_array(chunk, '-') as parts
      from unnest(nofx.search_chunks(value, false)) with ordinality as chunks (chunk, place)
    )
    select concat_ws(' ',
      (
        select string_agg(
          case when nofx.is_unspaced(chunk) then array_to_string(nofx.search_pairs(chunk), ' ') else replace(chunk, '-', ' ') end,
          ' ' order by place)
        from chunks
      ),
      (select string_agg(replace(chunk, '-', ''), ' ' order by place) from chunks where cardinality(parts) > 1),
      (
        select string_agg(parts[part] || parts[part + 1], ' ' order by place, part)
        from chunks cross join generate_series(1, cardinality(parts) - 1) as part where cardinality(parts) > 2
      ),
      (
        select string_agg(joined, ' ' order by place)
        from (select chunk || lead(chunk) over (order by place) as joined, chunk, place from chunks) as neighbours
        where joined ~ '^[b-hj-z][a-z]{2,}$' and length(chunk) = 1
      ))
  $$;

create or replace function nofx.search_vector(
  slug text, name text, description text, tags text[], category text, keywords text
) returns tsvector
  language sql immutable parallel safe set search_path = ''
  as $$
    select setweight(to_tsvector('pg_catalog.english', nofx.search_words(name || ' ' || slug)), 'A')
      || setweight(to_tsvector('pg_catalog.english',
        nofx.search_words(array_to_string(tags, ' ') || ' ' || coalesce(category, ''))), 'B')
      || setweight(to_tsvector('pg_catalog.english', nofx.search_words(keywords)), 'C')
      || setweight(to_tsvector('pg_catalog.english', nofx.search_words(description)), 'D')
  $$;

create or replace function nofx.search_text(slug text, name text, tags text[], keywords text) returns text
  language sql immutable parallel safe set search_path = ''
  as $$
    select coalesce(replace(array_to_string(nofx.search_chunks(
      name || ' ' || slug || ' ' || array_to_string(tags, ' ') || ' ' || keywords, false), ' '), '-', ' '), '')
  $$;

/*
 * What a query asks for. `every`: all its words, each as it is or as a part of a compound, and its "phrases", without what
 * has a `-` in front. `loosely`: all words but one. `either`: any of its words. `plain` and `typed`: the text and the words to
 * compare by likeness. `runs`: those of scripts without spaces. `units`: how many words it has.
 */
create function nofx.search_query(
  query text,
  out every tsquery, out loosely tsquery, out either tsquery,
  out plain text, out typed text[], out runs text[], out units integer
)
  language plpgsql immutable parallel safe set search_path = ''
  as $$
  declare
    asked constant text := translate(regexp_replace(query, '(\s)-[^-\s]\S*', '\1', 'g'), '“”„‟«»＂', '"""""""');
    chunks constant text[] := coalesce(nofx.search_chunks(asked, true), '{}');
    found tsquery[] := '{}';
    narrowed tsquery := '';
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

/*
 * The beginning of an escaped text with the words asked for in <mark>, for what `ts_headline` does not recognise: parts of
 * compounds, words with accents, runs inside a sentence.
 */
create function nofx.search_marked(value text, either tsquery, runs text[]) returns text
  language sql immutable parallel safe set search_path = ''
  as $$
    select string_agg(
      case
        when run is not null then replace(word, run, '<mark>' || run || '</mark>')
        when word !~ '^[-=|/<>&;]+$' and to_tsvector('pg_catalog.english', nofx.search_words(word)) @@ either
          then regexp_replace(word, '^([("\[]*)(.*?)([])",.:;!?]*)$', '\1<mark>\2</mark>\3')
        else word
      end, ' ' order by place)
    from (
      select word, place, (select run from unnest(runs) as run where position(run in word) > 0 limit 1) as run
      from unnest((regexp_split_to_array(value, '\s+'))[1:80]) with ordinality as words (word, place)
    ) as placed
  $$;

/* The columns are written again, and with them the indexes. */
alter table nofx.agent_registry drop column search_text, drop column search_vector;
alter table nofx.template_registry drop column search_text, drop column search_vector;
alter table nofx.agent_registry
  add column search_text text not null generated always as (nofx.search_text(slug, name, tags, keywords)) stored,
  add column search_vector tsvector not null generated always as
    (nofx.search_vector(slug, name, description, tags, category, keywords)) stored;
alter table nofx.template_registry
  add column search_text text not null generated always as (nofx.search_text(slug, name, tags, keywords)) stored,
  add column search_vector tsvector not null generated always as
    (nofx.search_vector(slug, name, description, tags, category, keywords)) stored;
create index agent_registry_by_words on nofx.agent_registry using gin (search_vector);
create index agent_registry_by_trigram on nofx.agent_registry using gin (search_text extensions.gin_trgm_ops);
create index template_registry_by_words on nofx.template_registry using gin (search_vector);
create index template_registry_by_trigram on nofx.template_registry using gin (search_text extensions.gin_trgm_ops);
