import { type RawBuilder, sql } from 'kysely';
import { currentColumns, currentJoin } from './currentVersion.ts';
import type { Query } from './database.ts';
import { byName, type Entry, type EntryShape, type EntryStatus, entryFrom, shapeColumns, wholeEntry } from './entry.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { longestPage, type Ordering, type Page, pageFrom, pageShape, pageValues } from './page.ts';
import { planned } from './planned.ts';
import type { Visibility } from './version.ts';

/** A filter for a list of entries. */
export interface EntryFilter {
  namespace?: string | null;
  status?: EntryStatus | null;
  visibility?: Visibility | null;
  category?: string | null;
  /** The entry must have all of them. */
  tags?: readonly string[] | null;
  featured?: boolean | null;
  /** Whether another namespace shares the entry with the viewer's. */
  sharedWithMe?: boolean | null;
}

/** Orders by what `entry_ranks` keeps of each entry. */
export const rankFields = ['RATING', 'POPULAR', 'TRENDING'] as const;
type RankField = (typeof rankFields)[number];

export interface EntryOrder {
  field: 'NAME' | 'CREATED_AT' | 'UPDATED_AT' | RankField;
  direction: 'ASC' | 'DESC';
}

/** A page of the entries that were not removed and match a filter. */
export function entriesPage(
  kind: Kind,
  filter: EntryFilter,
  order: EntryOrder,
  page: Page,
  shape: EntryShape = wholeEntry,
): Query<Entry> {
  const given = givenIn(filter);
  return page.limit <= longestPage && isOfIndex(given, order)
    ? indexedPage(kind, given.namespace, order, page, shape)
    : filteredPage(kind, given, order, page, shape);
}

/**
 * Whether an index has what the filter leaves, in this order. There is one for the names of a namespace; in the order of another
 * index, one plan for all namespaces would look for the entries of a small one in the whole registry.
 */
const isOfIndex = (given: EntryFilter, { field }: EntryOrder): boolean =>
  Object.keys(given).every((name) => name === 'namespace' && field === 'NAME');

/** What a filter requires. */
const givenIn = (filter: EntryFilter): EntryFilter => {
  const { namespace, status, visibility, category, tags, featured, sharedWithMe } = filter;
  return {
    ...(namespace ? { namespace } : {}),
    ...(status ? { status } : {}),
    ...(visibility ? { visibility } : {}),
    ...(category ? { category } : {}),
    ...(tags?.length ? { tags } : {}),
    ...(typeof featured === 'boolean' ? { featured } : {}),
    ...(typeof sharedWithMe === 'boolean' ? { sharedWithMe } : {}),
  };
};

/** Numbers the pages that this process asks for, so that the rows of each are found among those of a combined statement. */
let lastAsked = 0;

const typesOfAsked = {
  number: 'int',
  limit: 'int',
  namespace: 'text',
  afterValue: 'text',
  afterId: 'uuid',
  beforeValue: 'text',
  beforeId: 'uuid',
} as const;
type Asked = { [Name in keyof typeof typesOfAsked]?: readonly unknown[] };

/**
 * A page of all entries, or of those of a namespace by their names, in the order of an index: one plan is right for every such
 * page, and several can be one statement, so what is asked for is a list with one item.
 */
function indexedPage(
  kind: Kind,
  namespace: string | null | undefined,
  order: EntryOrder,
  page: Page,
  shape: EntryShape,
): Query<Entry> {
  lastAsked = (lastAsked + 1) % 2 ** 31;
  const values = { number: lastAsked, namespace: namespace ?? undefined, ...pageValues(page) };
  const names = (Object.keys(typesOfAsked) as (keyof Asked)[]).filter((name) => values[name] !== undefined);
  const lists: Asked = Object.fromEntries(names.map((name) => [name, [values[name]]]));
  return planned<Entry & { asked: number }, Asked>(
    ['indexed page', kind, order.field, order.direction, shape.columns, shape.current, page.backwards, ...names],
    lists,
    (slots) =>
      sql<Entry & { asked: number }>`select entry.*, asked.number as asked${currentColumns(shape.current)}
      from unnest(${sql.join(names.map((name) => sql`${slots[name]}::${sql.raw(typesOfAsked[name])}[]`))})
        as asked (${sql.join(names.map((name) => sql.ref(name)))})
      cross join lateral (
        select * from (${entriesAsked(kind, names, order, page, shape)}) as entry limit ${inAsked('limit')}
      ) as entry ${currentJoin(kind, shape.current)}`.compile(db),
    { items: { lists: names, by: ['asked'] } },
  );
}

const inAsked = (name: keyof Asked) => sql.ref(`asked.${name}`);

/** The entries of the page that a row of `asked` asks for. One plan for pages of all lengths must know that a page is short. */
const entriesAsked = (
  kind: Kind,
  names: readonly (keyof Asked)[],
  order: EntryOrder,
  page: Page,
  shape: EntryShape,
): RawBuilder<unknown> =>
  entriesIn(kind, order, shape, {
    filter: names.includes('namespace') ? sql`entry.namespace = ${inAsked('namespace')}` : sql`true`,
    page: (ordering) =>
      pageFrom(
        page,
        {
          afterValue: inAsked('afterValue'),
          afterId: inAsked('afterId'),
          beforeValue: inAsked('beforeValue'),
          beforeId: inAsked('beforeId'),
        },
        ordering,
        sql.lit(longestPage),
      ),
  });

/** A page of a list with a filter that some values make much narrower than others. */
function filteredPage(kind: Kind, filter: EntryFilter, order: EntryOrder, page: Page, shape: EntryShape): Query<Entry> {
  const { featured = null, sharedWithMe = null } = filter;
  return planned(
    [
      'filtered page',
      kind,
      Object.keys(filter),
      featured,
      sharedWithMe,
      order.field,
      order.direction,
      ...pageShape(page),
      shape.columns,
      shape.current,
    ],
    { ...filter, ...pageValues(page) },
    (values) =>
      sql<Entry>`select entry.*${currentColumns(shape.current)} from (${entriesIn(kind, order, shape, {
        filter: filtered({ ...only(values, filter), featured, sharedWithMe }),
        page: (ordering) => pageFrom(page, values, ordering, sql`${values.limit}`),
      })}) as entry ${currentJoin(kind, shape.current)}`.compile(db),
    { hasOnePlan: false },
  );
}

/** The entries of a page, without their current versions. */
function entriesIn(
  kind: Kind,
  { field, direction }: EntryOrder,
  shape: EntryShape,
  where: { filter: RawBuilder<unknown>; page: (ordering: Ordering) => RawBuilder<unknown> },
): RawBuilder<unknown> {
  const ordering = orderings[field](direction === 'DESC');
  const ranked = isRank(field);
  return sql`select ${shapeColumns(kind, shape)}${ranked ? sql`, ${ordering.value} as rank` : sql``} from ${entryFrom(kind)}
    ${ranked ? sql`join entry_ranks as rank on rank.entry_id = entry.id and rank.kind = ${sql.lit(kind)}` : sql``}
    where entry.removed_at is null and ${where.filter} and ${where.page(ordering)}`;
}

/** Those of the values that belong to the filter. */
const only = (values: EntryFilter, filter: EntryFilter): EntryFilter =>
  Object.fromEntries(Object.keys(filter).map((key) => [key, values[key as keyof EntryFilter]]));

/** The conditions of a filter on a table called `entry`. */
export function filtered(filter: EntryFilter): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (filter.namespace) conditions.push(sql`entry.namespace = ${filter.namespace}`);
  if (filter.status) conditions.push(sql`entry.status = ${filter.status}`);
  if (filter.visibility) conditions.push(sql`entry.visibility = ${filter.visibility}`);
  if (filter.category) conditions.push(sql`entry.category = ${filter.category}`);
  if (filter.tags && filter.tags.length !== 0) conditions.push(sql`entry.tags @> ${filter.tags}::text[]`);
  if (filter.featured === true) conditions.push(sql`entry.featured_at is not null`);
  if (filter.featured === false) conditions.push(sql`entry.featured_at is null`);
  if (filter.sharedWithMe === true) conditions.push(sql`entry.id = any((select shared_entries())::uuid[])`);
  if (filter.sharedWithMe === false) conditions.push(sql`entry.id <> all((select shared_entries())::uuid[])`);
  return sql`${sql.join(conditions, sql` and `)}`;
}

const isRank = (field: EntryOrder['field']): field is RankField => rankFields.includes(field as RankField);

const byRank = (column: string) => (descending: boolean) =>
  ({ value: sql.ref(`rank.${column}`), id: sql`rank.entry_id`, type: 'float8', descending }) as const;

const orderings: Record<EntryOrder['field'], (descending: boolean) => Ordering> = {
  NAME: (descending) => ({ ...byName, descending }),
  CREATED_AT: (descending) => ({ value: sql`entry.created_at`, id: sql`entry.id`, type: 'timestamptz', descending }),
  UPDATED_AT: (descending) => ({ value: sql`entry.updated_at`, id: sql`entry.id`, type: 'timestamptz', descending }),
  RATING: byRank('rating'),
  POPULAR: byRank('popular'),
  TRENDING: byRank('trending'),
};
