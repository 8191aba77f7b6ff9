import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import { type Entry, type EntryFilter, entryColumns, entryFrom, filtered } from './entry.ts';
import { db } from './kysely.ts';
import { type Ordering, ordered, type Page, within } from './page.ts';
import { type Kind, kinds } from './twins.ts';

export interface FacetValue {
  value: string;
  count: number;
}

export interface Facets {
  kinds: FacetValue[];
  tags: FacetValue[];
  categories: FacetValue[];
}

/** A row of an answer. `id` is null in the only row of an answer that has no hits on this page. */
export type SearchHit = Omit<Entry, 'id'> & {
  id: string | null;
  score: number;
  highlight: string;
  totalCount: number;
  facets: Facets;
};

/** At most so many values a facet. */
const facetValues = 20;

/** Words that are compared by likeness, each with the text of every entry that may fit. */
const mostWords = 16;

const byScore: Ordering = { value: sql`hit.score`, id: sql`hit.id`, type: 'float8', descending: true };

/**
 * Both registries in one statement: full text with weights (name, tags, skills, description),
 */
export const searchEntries = (
  query: string,
  wanted: readonly Kind[],
  filter: EntryFilter,
  page: Page,
): Query<SearchHit> => {
  const direction = sql.raw(page.backwards ? 'asc' : 'desc');
  return sql<SearchHit>`
    with asked as materialized (
      select websearch_to_tsquery('pg_catalog.english', ${query}) as words, lower(${query}) as text,
        (regexp_split_to_array(lower(${query}), '[^[:alnum:]]+'))[1:${sql.lit(mostWords)}] as typed
    ),
    exact as materialized (${eachOf(wanted, (kind) => hitsOf(kind, exactly(query), filter))}),
    hits as materialized (
      select * from exact union all
      select * from (${eachOf(wanted, (kind) => hitsOf(kind, roughly, filter))}) as alike
      where not exists (select from exact)
    ),
    summary as (
      select (select count(*) from hits) as total_count, jsonb_build_object(
        'kinds', ${facet(sql`hits`, sql`kind`)},
        'tags', ${facet(sql`hits cross join unnest(tags) as tag`, sql`tag`)},
        'categories', ${facet(sql`hits where category is not null`, sql`category`)}
      ) as facets
    ),
    page as (
      select hit.* from hits hit where ${within(page, byScore)} ${ordered(page, byScore)}
    )
    select page.*, summary.total_count, summary.facets, ts_headline(
      'pg_catalog.english',
      replace(replace(replace(page.name || ': ' || page.description, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'),
      asked.words,
      'StartSel=<mark>, StopSel=</mark>, MaxWords=40, MinWords=15, MaxFragments=2'
    ) as highlight
    from summary cross join asked left join page on true
    order by page.score ${direction}, page.id ${direction}`.compile(db);
};

const eachOf = (wanted: readonly Kind[], each: (kind: Kind) => RawBuilder<unknown>) =>
  sql.join(kinds.filter((kind) => wanted.includes(kind)).map(each), sql` union all `);

const hitsOf = (kind: Kind, matching: Matching, filter: EntryFilter): RawBuilder<unknown> => sql`
  select ${entryColumns(kind)}, round((${matching.score})::numeric, 6)::float8 as score
  from ${entryFrom(kind)}, asked where ${matching.condition} and entry.removed_at is null and ${filtered(filter)}`;

interface Matching {
  condition: RawBuilder<unknown>;
  score: RawBuilder<unknown>;
}

const likeness = sql`0.3 * word_similarity(asked.text, entry.search_text) + 0.3 * word_similarity(asked.text, entry.sort_name)`;

/** By its words; everything for no words at all. */
const exactly = (query: string): Matching =>
  query === ''
    ? { condition: sql`true`, score: sql`0` }
    : {
        condition: sql`entry.search_vector @@ asked.words`,
        score: sql`ts_rank(entry.search_vector, asked.words) + ${likeness}`,
      };

/** By likeness: every word must be like one of the name, the tags or the skills. */
const roughly: Matching = {
  condition: sql`not entry.search_vector @@ asked.words
    and asked.text <% entry.search_text
    and (select bool_and(word <% entry.search_text) from unnest(asked.typed) as word where word <> '')`,
  score: likeness,
};

const facet = (from: RawBuilder<unknown>, value: RawBuilder<unknown>) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', count) order by count desc, value), '[]')
  from (select ${value} as value, count(*) as count from ${from} group by 1 order by 2 desc, 1 limit ${sql.lit(facetValues)}) counted
)`;
