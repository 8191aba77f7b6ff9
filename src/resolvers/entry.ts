import type { GraphQLResolveInfo } from 'graphql';
import { wholeList } from '../db/count.ts';
import { type Entry, type EntryFilter, type EntryOrder, entriesPage } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import type { Position } from '../db/page.ts';
import type { VersionHead, VersionStatus } from '../db/version.ts';
import { namedNamespace } from '../registry/require.ts';
import { namespaceOf } from '../viewer.ts';
import { type ConnectionArgs, connectionOf, count, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { eventConnection, eventRangeOf } from './event.ts';
import { checkFilter } from './filter.ts';
import { selectsOtherThan } from './selection.ts';

/** Resolvers that agents and templates share. */

export interface EntriesArgs extends ConnectionArgs {
  filter?: EntryFilter | null;
  orderBy?: EntryOrder | null;
}

export const entries =
  (kind: Kind) =>
  async (_: unknown, args: EntriesArgs, { load }: Context) => {
    const filter = checkFilter(args.filter);
    const order = args.orderBy ?? { field: 'NAME', direction: 'ASC' };
    const scope = [kind, filter, order];
    const page = pageOf(args, scope, order.field === 'NAME' ? 'text' : 'timestamptz');
    const rows = await load.read(entriesPage(kind, filter, order, page));
    return connectionOf(rows, page, scope, positionIn(order), () =>
      count(load, entriesPage(kind, filter, order, wholeList)),
    );
  };

/** Finds an entry by slug: in the given namespace, or in the viewer's own and then in `default`. */
export async function entryBySlug(
  kind: Kind,
  slug: string,
  namespace: string | null | undefined,
  { load, viewer }: Pick<Context, 'load' | 'viewer'>,
): Promise<Entry | null> {
  const { bySlug } = load.entry[kind];
  const named = namedNamespace(namespace);
  if (named !== null) return bySlug.load([named, slug]);
  const own = namespaceOf(viewer);
  const [mine, shared] = await Promise.all([
    own === null ? null : bySlug.load([own, slug]),
    bySlug.load(['default', slug]),
  ]);
  return mine ?? shared;
}

/** The fields of a version that need only its head, or a separate statement. */
const headFields: ReadonlySet<string> = new Set([
  ...['id', '__typename', 'version', 'status', 'digest', 'commitSha', 'publishedAt', 'publishedBy'],
  ...['agent', 'template', 'templates', 'supportedAgents'],
]);

/** Loads all current versions of a request in one statement: only their heads, unless their content is selected. */
export async function currentVersion(
  entry: Entry,
  _: unknown,
  { load }: Context,
  info: GraphQLResolveInfo,
): Promise<VersionHead | null> {
  const { byId, whole } = load.version[entry.kind];
  if (entry.currentVersionId === null) return null;
  if (!selectsOtherThan(info, headFields)) return byId.load(entry.currentVersionId);
  const version = await whole.load(entry.currentVersionId);
  if (version) byId.prime(version.id, version);
  return version;
}

export const version = (entry: Entry, args: { version: string }, { load }: Context) =>
  load.version[entry.kind].byNumber.load([entry.id, args.version]);

export async function versions(
  entry: Entry,
  args: ConnectionArgs & { status?: VersionStatus | null },
  { load }: Context,
) {
  const status = args.status ?? null;
  const scope = ['versions', entry.kind, entry.id, { status }];
  const page = pageOf(args, scope);
  const rows = await load.version[entry.kind].ofEntry.load({ parent: entry.id, filter: status, page });
  return connectionOf(
    rows,
    page,
    scope,
    (row): Position => [row.versionKey, row.id],
    () => load.version[entry.kind].countOfEntry.load({ parent: entry.id, filter: status }),
  );
}

export async function events(entry: Entry, args: ConnectionArgs, { load, services }: Context) {
  const range = await eventRangeOf(services.feed, args);
  const page = { limit: range.limit, after: null, before: null, backwards: range.backwards };
  const rows = await load.eventsOfEntry.load({ parent: entry.id, filter: range, page });
  return eventConnection(services.feed, rows, range, () =>
    load.eventCountOfEntry.load({ parent: entry.id, filter: null }),
  );
}

export const byName = (entry: Entry): Position => [entry.sortName, entry.id];

const positionIn =
  (order: EntryOrder) =>
  (entry: Entry): Position =>
    order.field === 'NAME'
      ? byName(entry)
      : [(order.field === 'CREATED_AT' ? entry.createdAt : entry.updatedAt).toISOString(), entry.id];
