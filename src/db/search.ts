import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import type { EntryFilter } from './entriesPage.ts';
import { type Entry, entryColumns, entryFrom } from './entry.ts';
import { type Kind, kinds } from './kindTables.ts';
import { db } from './kysely.ts';
import type { Page } from './page.ts';
import { readReference } from './searchReference.ts';
import { json } from './sql.ts';

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
  /** Whether `totalCount` and `facets` are of all hits: else they are of as many as were looked at. */
  isExact: boolean;
  facets: Facets;
};

/** So many hits are looked at: counts and facets are exact up to it, and a list ends there. */
export const maxHits = 2_000;

/**
 * Both registries in one statement. `search_page` finds, scores and counts, past row level security and by its rule; what
 * is shown of a page is read under row level security, as everything else is.
 */
export const searchEntries = (
  query: string,
  wanted: readonly Kind[],
  filter: EntryFilter,
  page: Page,
  most = maxHits,
): Query<SearchHit> => {
  const direction = sql.raw(page.backwards ? 'asc' : 'desc');
  const { words, place } = readReference(query);
  const entries = sql.join(
    kinds.map(
      (kind) => sql`
      select ${entryColumns(kind)} from ${entryFrom(kind)} where found.kind = ${sql.lit(kind)} and entry.id = found.id`,
    ),
    sql` union all `,
  );
  return sql<SearchHit>`
    select entry.*, found.score, found.total_count, found.is_exact, found.facets, marked.highlight
    from search_page(${words}, ${place && json({ namespace: place.namespace, words: place.words })}, ${wanted}::text[],
      ${json(filter)}, ${json(page)}, ${most}) as found
    left join lateral (${entries}) as entry on true
    cross join lateral (select ${escaped(sql`entry.name || ': ' || entry.description`)} as text) as shown
    cross join lateral (select ts_headline('pg_catalog.english', shown.text, found.either,
      'StartSel=<mark>, StopSel=</mark>, MaxWords=40, MinWords=15, MaxFragments=2') as text) as headline
    cross join lateral (select case
      when headline.text like '%<mark>%' or numnode(found.either) = 0 then headline.text
      else search_marked(shown.text, found.either, found.runs)
    end as highlight) as marked
    order by found.score ${direction}, found.id ${direction}`.compile(db);
};

const escaped = (text: RawBuilder<unknown>) =>
  sql`replace(replace(replace(${text}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`;
