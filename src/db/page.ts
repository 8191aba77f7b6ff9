import { type RawBuilder, sql } from 'kysely';

/** The position of a row in a list: its sort value and its id. */
export type Position = readonly [value: string | number, id: string];

/** A page of an ordered list. `limit` is one more than requested, to detect whether there are more rows. */
export interface Page {
  readonly limit: number;
  readonly after: Position | null;
  readonly before: Position | null;
  /** Read from the end: the rows come in reverse. */
  readonly backwards: boolean;
}

/** The `limit` of the longest page that can be asked for. */
export const longestPage = 101;

/** The columns that a list is ordered by, as SQL. `id` is unique. */
export interface Ordering {
  readonly value: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly type: 'text' | 'timestamptz' | 'bigint' | 'float8';
  readonly descending: boolean;
}

/** Two positions, as values or as SQL. */
interface Between {
  readonly after: readonly [value: unknown, id: unknown] | null;
  readonly before: readonly [value: unknown, id: unknown] | null;
}

/** The keyset condition of a page. `true` if it has none. */
export function keysetCondition(
  { after, before }: Between,
  { value, id, type, descending }: Ordering,
): RawBuilder<boolean> {
  const collation = type === 'text' ? sql` collate "C"` : sql``;
  const compare = (position: Between['after'], greater: boolean) =>
    position === null
      ? []
      : [
          sql`(${value}, ${id}) ${sql.raw(greater ? '>' : '<')} (${typeof position[0] === 'number' ? String(position[0]) : position[0]}::${sql.raw(type)}${collation}, ${position[1]}::uuid)`,
        ];
  const conditions = [...compare(after, !descending), ...compare(before, descending)];
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`;
}

/** What the text of a statement depends on, of its page. For `planned`. */
export const pageShape = ({ after, before, backwards }: Page): readonly unknown[] => [
  after !== null,
  before !== null,
  backwards,
];

/** The parameters of a page. For `planned`. */
export interface PageValues {
  readonly limit: number;
  readonly afterValue?: string | undefined;
  readonly afterId?: string | undefined;
  readonly beforeValue?: string | undefined;
  readonly beforeId?: string | undefined;
}

export const pageValues = ({ limit, after, before }: Page): PageValues => ({
  limit,
  afterValue: after === null ? undefined : String(after[0]),
  afterId: after?.[1],
  beforeValue: before === null ? undefined : String(before[0]),
  beforeId: before?.[1],
});

/** The keyset condition, `order by` and `limit` of a page with these parameters, or with SQL in their place. */
export function pageFrom(
  page: Page,
  values: { readonly [Name in keyof PageValues]?: unknown },
  ordering: Ordering,
  limit: RawBuilder<unknown> = sql`${values.limit}`,
): RawBuilder<unknown> {
  const between: Between = {
    after: page.after && [values.afterValue, values.afterId],
    before: page.before && [values.beforeValue, values.beforeId],
  };
  return sql`${keysetCondition(between, ordering)} ${orderByClause(page, ordering, limit)}`;
}

/** The `order by` and `limit` of a page. */
export function orderByClause(
  page: Pick<Page, 'limit' | 'backwards'>,
  { value, id, descending }: Ordering,
  limit: RawBuilder<unknown> = sql`${page.limit}`,
): RawBuilder<unknown> {
  const direction = sql.raw(descending === page.backwards ? 'asc' : 'desc');
  return sql`order by ${value} ${direction}, ${id} ${direction} limit ${limit}`;
}
