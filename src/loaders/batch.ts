import DataLoader from 'dataloader';
import { wholeList } from '../db/count.ts';
import type { Page } from '../db/page.ts';
import { encodeKey } from './key.ts';

/** One row per key. Null if there is none. */
export const oneBy = <Row extends object>(
  fetch: (keys: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
) =>
  new DataLoader<string, Row | null>(async (keys) => {
    const rows = new Map((await fetch(keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key) ?? null);
  });

/** All rows of a key, in the order of the statement. Only for lists that are limited elsewhere. */
export const manyBy = <Row extends object>(
  fetch: (keys: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
) =>
  new DataLoader<string, Row[]>(async (keys) => {
    const rows = Map.groupBy(await fetch(keys), keyOf);
    return keys.map((key) => rows.get(key) ?? []);
  });

/** Two-part keys, such as a namespace and a slug. */
export const oneByPair = <Row extends object>(
  fetch: (firsts: string[], seconds: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => readonly [string, string],
) =>
  new DataLoader<readonly [string, string], Row | null, string>(
    async (keys) => {
      const found = await fetch(
        keys.map(([first]) => first),
        keys.map(([, second]) => second),
      );
      const rows = new Map(found.map((row) => [encodeKey(keyOf(row)), row]));
      return keys.map((key) => rows.get(encodeKey(key)) ?? null);
    },
    { cacheKeyFn: encodeKey },
  );

export interface PageOf<Filter> {
  parent: string;
  filter: Filter;
  page: Page;
}

/** A page of the rows of each parent. Parents with the same filter and page share a statement. */
export const pageBy = <Row extends object, Filter>(
  fetch: (parents: readonly string[], filter: Filter, page: Page) => Promise<Row[]>,
  parentOf: (row: Row) => string,
) =>
  new DataLoader<PageOf<Filter>, Row[], string>(
    async (asked) => {
      const groups = new Map<string, { parents: string[]; first: PageOf<Filter>; rows: Map<string, Row[]> }>();
      const groupOf = asked.map((each) => {
        const key = encodeKey([each.filter, each.page]);
        let group = groups.get(key);
        if (!group) {
          group = { parents: [], first: each, rows: new Map() };
          groups.set(key, group);
        }
        group.parents.push(each.parent);
        return group;
      });
      await Promise.all(
        [...groups.values()].map(async ({ parents, first, rows }) => {
          for (const row of await fetch(parents, first.filter, first.page)) {
            const found = rows.get(parentOf(row));
            if (found) found.push(row);
            else rows.set(parentOf(row), [row]);
          }
        }),
      );
      return asked.map(({ parent }, index) => groupOf[index]?.rows.get(parent) ?? []);
    },
    { cacheKeyFn: encodeKey },
  );

export interface CountOf<Filter> {
  parent: string;
  filter: Filter;
}

/** The number of rows of each parent. Parents with the same filter share a statement. */
export const countBy = <Filter>(
  fetch: (parents: readonly string[], filter: Filter, page: Page) => Promise<{ parent: string; count: number }[]>,
) =>
  new DataLoader<CountOf<Filter>, number, string>(
    async (asked) => {
      const counts = new Map<string, number>();
      await Promise.all(
        [...Map.groupBy(asked, ({ filter }) => encodeKey(filter))].map(async ([group, [first, ...others]]) => {
          if (!first) return;
          const parents = [first, ...others].map(({ parent }) => parent);
          for (const { parent, count } of await fetch(parents, first.filter, wholeList)) {
            counts.set(encodeKey([group, parent]), count);
          }
        }),
      );
      return asked.map(({ parent, filter }) => counts.get(encodeKey([encodeKey(filter), parent])) ?? 0);
    },
    { cacheKeyFn: encodeKey },
  );
