/* The same function, for signs before an asterisk: the beginning of a word is empty then, and never null. */
create or replace function nofx.search_beginnings(query text) returns setof text
  language sql immutable parallel safe set search_path = ''
  as $$
    select coalesce(regexp_replace(array_to_string(nofx.search_chunks(match[1], true), ' '), '^.*[- ]', ''), '')
    from regexp_matches(query, '([^\s"*]+)\*', 'g') as match
    where not match[1] ~ '^-'
  $$;
