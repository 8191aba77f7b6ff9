import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import { type Entry, type EntryFilter, entryColumns, entryFrom, filtered } from './entry.ts';
import { type Kind, kinds } from './kindTables.ts';
import { db } from './kysely.ts';
import { keysetCondition, type Ordering, orderByClause, type Page } from './page.ts';
import { readReference } from './searchReference.ts';

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

const byScore: Ordering = { value: sql`hit.score`, id: sql`hit.id`, type: 'float8', descending: true };

/**
 * Both registries in one statement: full text with weights (name, tags, skills, description). First what has every word;
 * without such, what is like every word; and what has every word but one, below the others.
 */
export const searchEntries = (
  query: string,
  wanted: readonly Kind[],
  filter: EntryFilter,
  page: Page,
): Query<SearchHit> => {
  const direction = sql.raw(page.backwards ? 'asc' : 'desc');
  const hits = (matching: Matching) => eachOf(wanted, (kind) => hitsOf(kind, matching, filter));
  return sql<SearchHit>`
    with asked as materialized (${askedFor(query)}),
    fully as materialized (${hits(query === '' ? everything : fully)}),
    alike as materialized (select * from (${hits(roughly)}) as alike where not exists (select from fully)),
    hits as materialized (
      select * from fully union all select * from alike union all
      select loosely.* from asked cross join lateral (${hits(loosely)}) as loosely
      where (asked.units > 2 or (not exists (select from fully) and not exists (select from alike)))
        and not exists (select from alike where alike.id = loosely.id)
    ),
    summary as (
      select (select count(*) from hits) as total_count, jsonb_build_object(
        'kinds', ${facet(sql`hits`, sql`kind`)},
        'tags', ${facet(sql`hits cross join unnest(tags) as tag`, sql`tag`)},
        'categories', ${facet(sql`hits where category is not null`, sql`category`)}
      ) as facets
    ),
    page as (
      select hit.* from hits hit where ${keysetCondition(page, byScore)} ${orderByClause(page, byScore)}
    )
    select page.*, summary.total_count, summary.facets, marked.highlight
    from summary cross join asked left join page on true
    cross join lateral (select ${escaped(sql`page.name || ': ' || page.description`)} as text) as shown
    cross join lateral (select ts_headline('pg_catalog.english', shown.text, asked.either,
      'StartSel=<mark>, StopSel=</mark>, MaxWords=40, MinWords=15, MaxFragments=2') as text) as headline
    cross join lateral (select case
      when headline.text like '%<mark>%' or asked.units = 0 then headline.text
      else search_marked(shown.text, asked.either, asked.runs)
    end as highlight) as marked
    order by page.score ${direction}, page.id ${direction}`.compile(db);
};

const eachOf = (wanted: readonly Kind[], each: (kind: Kind) => RawBuilder<unknown>) =>
  sql.join(kinds.filter((kind) => wanted.includes(kind)).map(each), sql` union all `);

const hitsOf = (kind: Kind, matching: Matching, filter: EntryFilter): RawBuilder<unknown> => sql`
  select ${entryColumns(kind)}, round((${matching.score})::numeric, 6)::float8 as score
  from asked cross join ${entryFrom(kind)} where ${matching.condition} and entry.removed_at is null and ${filtered(filter)}`;

/** What `search_query` makes of the query; of the slug alone where the query names a namespace that is there. */
function askedFor(query: string): RawBuilder<unknown> {
  const { words, place } = readReference(query);
  if (!place) return sql`select null::text as namespace, asked.* from search_query(${words}) as asked`;
  const there = sql.join(
    kinds.map((kind) => sql`exists (select from ${entryFrom(kind)} where entry.namespace = ${place.namespace})`),
    sql` or `,
  );
  return sql`
    select place.namespace, asked.*
    from (select case when ${there} then ${place.namespace}::text end as namespace) as place
    cross join lateral search_query(case when place.namespace is null then ${words} else ${place.words} end) as asked`;
}

const escaped = (text: RawBuilder<unknown>) =>
  sql`replace(replace(replace(${text}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`;

interface Matching {
  condition: RawBuilder<unknown>;
  score: RawBuilder<unknown>;
}

const likeness = sql`0.3 * word_similarity(asked.plain, entry.search_text) + 0.3 * word_similarity(asked.plain, entry.sort_name)`;

const inPlace = sql`(asked.namespace is null or entry.namespace = asked.namespace)`;

/** No words at all. */
const everything: Matching = { condition: sql`true`, score: sql`0` };

/** By all its words. The entry of that id is the first. */
const fully: Matching = {
  condition: sql`entry.search_vector @@ asked.every and ${inPlace}`,
  score: sql`0.2 + ts_rank(entry.search_vector, asked.every) + ${likeness}
      + case when asked.plain = replace(entry.slug, '-', ' ') then 1 else 0 end`,
};

/** By likeness: every word must be like one of the name, the tags or the skills. Scores at least 0.18. */
const roughly: Matching = {
  condition: sql`not entry.search_vector @@ asked.every and ${inPlace}
    and asked.plain <% entry.search_text
    and (select bool_and(word <% entry.search_text) from unnest(asked.typed) as word where word <> '')`,
  score: likeness,
};

/** By all its words but one. Scores at most 0.16, below the others. */
const loosely: Matching = {
  condition: sql`entry.search_vector @@ asked.loosely and not entry.search_vector @@ asked.every and ${inPlace}`,
  score: sql`0.1 * (ts_rank(entry.search_vector, asked.loosely) + ${likeness})`,
};

const facet = (from: RawBuilder<unknown>, value: RawBuilder<unknown>) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', count) order by count desc, value), '[]')
  from (select ${value} as value, count(*) as count from ${from} group by 1 order by 2 desc, 1 limit ${sql.lit(facetValues)}) counted
)`;
