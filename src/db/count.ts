import type { Query } from './database.ts';
import type { Page } from './page.ts';

/** Lists are counted up to this number. The count of a longer list is this number. */
export const maxCount = 10_000;

/** The page that a count reads: the whole list, up to the maximum. */
export const wholeList: Page = { limit: maxCount, after: null, before: null, backwards: false };

/** Counts the rows of a query. Pass a query of `wholeList`. */
export const countOf = (query: Query<unknown>): Query<{ count: number }> => ({
  ...query,
  items: undefined,
  sql: `select count(*)::int as count from (${query.sql}) as counted`,
});

/** Counts the rows of a query for each value of its column `parent`. */
export const countsBy = (parent: string, query: Query<unknown>): Query<{ parent: string; count: number }> => ({
  ...query,
  items: undefined,
  sql: `select ${parent} as parent, count(*)::int as count from (${query.sql}) as counted group by 1`,
});
