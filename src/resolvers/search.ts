import { maxCount } from '../db/count.ts';
import type { EntryFilter } from '../db/entriesPage.ts';
import type { Entry } from '../db/entry.ts';
import { type Kind, kinds } from '../db/kindTables.ts';
import type { Position } from '../db/page.ts';
import { type Facets, type SearchHit, searchEntries } from '../db/search.ts';
import { RequestError } from '../errors.ts';
import { type ConnectionArgs, connectionOf, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { checkFilter } from './filter.ts';

export interface SearchArgs extends ConnectionArgs {
  query: string;
  kinds?: readonly Kind[] | null;
  filter?: EntryFilter | null;
}

/** The longest search query, in characters. */
export const maxQueryLength = 200;
const noFacets: Facets = { kinds: [], tags: [], categories: [] };

export async function search(_: unknown, args: SearchArgs, { services, viewer, searchGate }: Context) {
  const query = args.query.replaceAll(/\p{Cc}/gu, ' ').trim();
  if (query.length > maxQueryLength) {
    throw new RequestError('BAD_USER_INPUT', `\`query\` must be at most ${maxQueryLength} characters.`);
  }
  const wanted = args.kinds?.length ? args.kinds : kinds;
  const filter = checkFilter(args.filter);
  const scope = ['search', query, { wanted }, filter];
  const page = pageOf(args, scope, 'float8');
  const statement = searchEntries(query, wanted, filter, page);
  const rows = await searchGate(() => services.db.read(viewer, statement, 'search'));
  const { totalCount, isExact, facets } = rows[0] ?? { totalCount: 0, isExact: true, facets: noFacets };
  const found = connectionOf(
    rows.filter(isHit),
    page,
    scope,
    (hit): Position => [hit.score, hit.id],
    async () => Math.min(totalCount, maxCount),
  );
  return {
    ...found,
    edges: found.edges.map(({ node, cursor }) => ({ node, cursor, score: node.score, highlight: node.highlight })),
    totalCountIsExact: isExact,
    facets,
  };
}

const isHit = (row: SearchHit): row is SearchHit & Entry => row.id !== null;
