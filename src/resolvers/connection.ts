import { createHash } from 'node:crypto';
import { z } from 'zod';
import { textIn } from '../base64.ts';
import { countOf } from '../db/count.ts';
import type { Query } from '../db/database.ts';
import type { Page, Position } from '../db/page.ts';
import { RequestError } from '../errors.ts';
import type { Context } from './context.ts';
import { uuidPattern } from './globalId.ts';

export interface ConnectionArgs {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

/** An item of a page. Its cursor is encoded on request: most callers want that of the last one, if any. */
class Edge<Node> {
  readonly node: Node;
  readonly #cursorOf: (node: Node) => string;

  constructor(node: Node, cursorOf: (node: Node) => string) {
    this.node = node;
    this.#cursorOf = cursorOf;
  }

  get cursor(): string {
    return this.#cursorOf(this.node);
  }
}

export interface Connection<Node> {
  edges: { readonly node: Node; readonly cursor: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  /** Number of items in the whole list. Takes a separate statement, so it is called only when the field is selected. */
  totalCount(): Promise<number>;
}

const pageSize = { default: 20, max: 100 };

/**
 * The page that Relay's arguments request.
 *
 * @param scope identifies the list; a cursor is valid only for the same one
 * @param orderedBy type of the values that the list is ordered by
 * @throws BAD_USER_INPUT for invalid sizes and cursors
 */
export function pageOf(args: ConnectionArgs, scope: unknown, orderedBy: OrderedBy = 'text'): Page {
  if (isGiven(args.first) && isGiven(args.last)) {
    throw new RequestError('BAD_USER_INPUT', '`first` and `last` cannot be combined. Send only one of them.');
  }
  const backwards = isGiven(args.last);
  return {
    limit: sizeOf(backwards ? 'last' : 'first', backwards ? args.last : args.first) + 1,
    after: isGiven(args.after) ? decodeCursor('after', args.after, scope, orderedBy) : null,
    before: isGiven(args.before) ? decodeCursor('before', args.before, scope, orderedBy) : null,
    backwards,
  };
}

/** The rows of a page (one more than requested, if there are more) as a Relay connection. */
export function connectionOf<Row>(
  rows: readonly Row[],
  page: Page,
  scope: unknown,
  positionOf: (row: Row) => Position,
  totalCount: () => Promise<number>,
): Connection<Row> {
  const size = page.limit - 1;
  const hasMore = rows.length > size;
  const kept = rows.slice(0, size);
  if (page.backwards) kept.reverse();
  let madeFor: string | undefined;
  const cursorOf = (node: Row) => {
    madeFor ??= fingerprint(scope);
    return encodeCursor(positionOf(node), madeFor);
  };
  const edges = kept.map((node) => new Edge(node, cursorOf));
  return {
    edges,
    pageInfo: {
      // A cursor identifies a row of the list, so there is at least that row beyond the page.
      hasNextPage: page.before !== null || (!page.backwards && hasMore),
      hasPreviousPage: page.after !== null || (page.backwards && hasMore),
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    totalCount,
  };
}

/** Number of rows of a query of a whole list. */
export const count = async (load: Context['load'], query: Query<unknown>): Promise<number> =>
  (await load.count(countOf(query)))[0]?.count ?? 0;

/** The size of a page: 1 to 100. Defaults to 20. */
function sizeOf(name: 'first' | 'last', requested: number | null | undefined): number {
  const size = requested ?? pageSize.default;
  if (size >= 1 && size <= pageSize.max) return size;
  throw new RequestError('BAD_USER_INPUT', `\`${name}\` must be from 1 to ${pageSize.max}.`);
}

export const isGiven = <Value>(value: Value | null | undefined): value is Value =>
  value !== null && value !== undefined;

/** How a cursor represents the value that a list is ordered by. */
const cursorValues = {
  text: z.string().refine((value) => !value.includes('\0')),
  timestamptz: z.iso.datetime(),
  float8: z.number(),
  bigint: z.int().nonnegative(),
} as const;

type OrderedBy = keyof typeof cursorValues;

/** A cursor contains the fingerprint of its list, because with another filter its position would be meaningless. */
const encodeCursor = ([value, id]: Position, madeFor: string): string =>
  Buffer.from(JSON.stringify([madeFor, value, id])).toString('base64url');

const cursorParts = z.tuple([z.string(), z.unknown(), z.string().regex(uuidPattern)]);

function decodeCursor(name: string, cursor: string, scope: unknown, orderedBy: OrderedBy): Position {
  const parts = cursorParts.safeParse(parse(cursor));
  if (!parts.success) throw notACursor(name);
  const [madeFor, written, id] = parts.data;
  if (madeFor !== fingerprint(scope)) {
    throw new RequestError(
      'BAD_USER_INPUT',
      `\`${name}\` is a cursor of another list, filter or order. Omit it to start again.`,
    );
  }
  const value = cursorValues[orderedBy].safeParse(written);
  if (!value.success) throw notACursor(name);
  return [value.data, id];
}

const notACursor = (name: string) =>
  new RequestError(
    'BAD_USER_INPUT',
    `\`${name}\` is not a valid cursor. Use a cursor of the same list, such as \`pageInfo.endCursor\`.`,
  );

/** Equivalent filters have the same fingerprint: null equals absent, and the order of arrays does not matter. */
const fingerprint = (scope: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(normalized(scope)))
    .digest('base64url')
    .slice(0, 8);

function normalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalized);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, each]) => each !== null && each !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, each]) => [key, Array.isArray(each) ? [...each].sort() : normalized(each)]);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(textIn('base64url', cursor) ?? '');
  } catch {
    return null;
  }
}
