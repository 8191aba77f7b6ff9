import pg from 'pg';
import { kinds } from '../src/db/kindTables.ts';
import { searchEntries } from '../src/db/search.ts';

/** How many hits a page has. */
export const searchSize = 20;

/**
 * The gateway's own search statement with the words as $1, for the other peers: how a search is ranked is the registry's
 * business and changes; what is compared here is the way from it to the client.
 */
function searchStatement(): string {
  const words = 'the words';
  const page = { limit: searchSize + 1, after: null, before: null, backwards: false };
  const { sql, parameters } = searchEntries(words, kinds, {}, page);
  return sql.replaceAll(/\$(\d+)/g, (_, position: string) => {
    const parameter = parameters[Number(position) - 1];
    return parameter === words ? '$1::text' : literal(parameter);
  });
}

/** A parameter that is the same for every search. */
function literal(value: unknown): string {
  if (value === null || typeof value === 'number') return String(value);
  return pg.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value));
}

const summary = (hit: string) => `
  min(total_count)::integer as total_count,
  (array_agg(facets))[1] as facets,
  (array_agg(${hit} order by score desc, id desc) filter (where id is not null))[1:${searchSize}] as hits`;

/** For the hand-written peer: the whole answer as JSON. */
export const searchAsJson = () => `
  select json_build_object('totalCount', total_count, 'facets', facets, 'hits', coalesce(to_json(hits), '[]'))::text as body
  from (select ${summary(`json_build_object('kind', kind, 'slug', slug, 'namespace', namespace, 'name', name, 'score', score, 'highlight', highlight)`)}
    from (${searchStatement()}) as found) as answer`;

/** For PostGraphile: a custom query. */
export const searchAsFunction = () => `
  create function bench.search(query text) returns bench.search_answer language sql stable as $body$
    select ${summary('(kind, slug, namespace, name, score, highlight)::bench.search_hit')}
    from (${searchStatement()}) as found
  $body$`;
