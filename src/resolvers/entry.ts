import { isDeepStrictEqual } from 'node:util';
import type { GraphQLResolveInfo } from 'graphql';
import { isChannel } from '../../packages/manifest/index.ts';
import { wholeList } from '../db/count.ts';
import { attachCurrent } from '../db/currentVersion.ts';
import { type EntryFilter, type EntryOrder, entriesPage } from '../db/entriesPage.ts';
import { type Entry, type EntryShape, wholeEntry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import type { Position } from '../db/page.ts';
import type { VersionHead, VersionPart } from '../db/version.ts';
import { RequestError } from '../errors.ts';
import { namedNamespace } from '../registry/require.ts';
import { namespaceOf } from '../viewer.ts';
import { versionInChannel } from './channel.ts';
import { type Connection, type ConnectionArgs, connectionOf, count, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { eventConnection, eventRangeOf } from './event.ts';
import { checkFilter } from './filter.ts';
import type { MaybePromise } from './maybePromise.ts';
import { entryShapeAt, nodes, versionContentAt } from './shape.ts';
import { type VersionsArgs, versionsAsked } from './versionsAsked.ts';

/** Resolvers that agents and templates share. */

export interface EntriesArgs extends ConnectionArgs {
  filter?: EntryFilter | null;
  orderBy?: EntryOrder | null;
}

export const entries =
  (kind: Kind) =>
  async (_: unknown, args: EntriesArgs, { load }: Context, info: GraphQLResolveInfo) => {
    const filter = checkFilter(args.filter);
    const order = args.orderBy ?? { field: 'NAME', direction: 'ASC' };
    const scope = [kind, filter, order];
    if (kind === 'AGENT' && order.field === 'RATING') throw agentsAreNotRated();
    const page = pageOf(args, scope, typeOf(order));
    const shape = entryShapeAt(info, nodes);
    // A cursor of another order than that by name needs a column that is not part of every shape.
    const read = order.field === 'NAME' ? shape : { ...shape, columns: 'all' as const };
    const rows = attachCurrent(kind, read.current, await load.read(entriesPage(kind, filter, order, page, read)));
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
  shape: EntryShape = wholeEntry,
): Promise<Entry | null> {
  const bySlug = load.entry[kind].bySlug.of(shape);
  const named = namedNamespace(namespace);
  if (named !== null) return bySlug.load([named, slug]);
  const own = namespaceOf(viewer);
  const [mine, shared] = await Promise.all([
    own === null ? null : bySlug.load([own, slug]),
    bySlug.load(['default', slug]),
  ]);
  return mine ?? shared;
}

/** An entry that was asked for by its id, which counts. */
export async function viewed(found: Promise<Entry | null>, { engages }: Context): Promise<Entry | null> {
  const entry = await found;
  if (entry) engages(entry.id);
  return entry;
}

/** The current version: as it was read with the entry, or by a statement for all entries of a request that lack it. */
export function currentVersion(
  entry: Entry,
  _: unknown,
  { load }: Context,
  info: GraphQLResolveInfo,
): MaybePromise<VersionHead | null> {
  if (entry.currentVersionId === null) return null;
  if (entry.current !== undefined) return entry.current;
  const { byId, whole } = load.version[entry.kind];
  const content = versionContentAt(info, []);
  if (content === 'label' || content === 'head') return byId.load(entry.currentVersionId);
  return whole.load(entry.currentVersionId).then((version) => {
    if (version) byId.prime(version.id, version);
    return version;
  });
}

export const version = (entry: Entry, args: { version: string }, context: Context) =>
  isChannel(args.version)
    ? versionInChannel(entry, args.version, context)
    : context.load.version[entry.kind].byNumber.load([entry.id, args.version]);

export function versions(
  entry: Entry,
  args: VersionsArgs,
  { load }: Context,
  info: GraphQLResolveInfo,
): MaybePromise<Connection<VersionPart>> {
  const scope = ['versions', entry.kind, entry.id, { status: args.status ?? null }];
  const asked = versionsAsked(args, scope, versionContentAt(info, nodes));
  const connection = (rows: readonly VersionPart[]) =>
    connectionOf(
      rows,
      asked.page,
      scope,
      (row): Position => [row.versionKey, row.id],
      () => load.version[entry.kind].countOfEntry.load({ parent: entry.id, filter: asked.status }),
    );
  const { versionsRead } = entry;
  if (versionsRead && isDeepStrictEqual(versionsRead.asked, asked)) return connection(versionsRead.rows);
  const { page, ...filter } = asked;
  return load.version[entry.kind].ofEntry.load({ parent: entry.id, filter, page }).then(connection);
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

const typeOf = ({ field }: EntryOrder) =>
  field === 'NAME' ? 'text' : field === 'CREATED_AT' || field === 'UPDATED_AT' ? 'timestamptz' : 'float8';

const positionIn =
  ({ field }: EntryOrder) =>
  (entry: Entry): Position => {
    if (field === 'NAME') return byName(entry);
    if (field === 'CREATED_AT') return [entry.createdAt.toISOString(), entry.id];
    if (field === 'UPDATED_AT') return [entry.updatedAt.toISOString(), entry.id];
    return [entry.rank ?? 0, entry.id];
  };

const agentsAreNotRated = () =>
  new RequestError(
    'BAD_USER_INPUT',
    'Agents are not rated. Order them by NAME, CREATED_AT, UPDATED_AT, POPULAR or TRENDING.',
  );
