import { type EventFilter, type EventRange, eventsIn, eventTypes, type RegistryEvent, wholeLog } from '../db/event.ts';
import { RequestError } from '../errors.ts';
import type { Feed } from '../feed/feed.ts';
import { quoted } from '../registry/quoted.ts';
import { type Connection, type ConnectionArgs, count, isGiven, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { checkFilter } from './filter.ts';
import { entryById } from './notRemoved.ts';

interface EventsArgs {
  after?: string | null;
  filter?: EventFilter | null;
}

/** @throws BAD_USER_INPUT for an unknown type: a client that misspells one would wait forever */
export function checkEventFilter(given: EventFilter | null | undefined): EventFilter {
  const filter = checkFilter(given);
  const unknown = filter.types?.find((type) => !eventTypes.includes(type));
  if (unknown === undefined) return filter;
  throw new RequestError(
    'BAD_USER_INPUT',
    `\`filter.types\` must contain only ${eventTypes.join(', ')}; got ${quoted(unknown)}.`,
  );
}

export async function registryEvents(_: unknown, args: EventsArgs & ConnectionArgs, { load, services }: Context) {
  const range = await eventRangeOf(services.feed, args);
  const filter = checkEventFilter(args.filter);
  return eventConnection(services.feed, await load.read(eventsIn(range, filter)), range, () =>
    count(load, eventsIn(wholeLog, filter)),
  );
}

/** The range of the event log that Relay's arguments request. Everything committed until now has its number then. */
export async function eventRangeOf(feed: Feed, args: ConnectionArgs): Promise<EventRange> {
  const { limit, backwards } = pageOf({ first: args.first, last: args.last }, null);
  const after = await feed.positionOf(args.after ?? '0');
  return {
    after,
    before: isGiven(args.before) ? await feed.positionOf(args.before, 'before') : null,
    limit,
    backwards,
  };
}

/** Replays events from the cursor, then continues live. */
export const subscribeToRegistryEvents = (_: unknown, args: EventsArgs, { services, viewer }: Context) =>
  services.feed.subscribe(viewer, args.after ?? null, checkEventFilter(args.filter));

/** Events in order as a Relay connection. They have feed cursors, so that a subscription can continue a list. */
export async function eventConnection(
  feed: Feed,
  rows: readonly RegistryEvent[],
  range: EventRange,
  totalCount: () => Promise<number>,
): Promise<Connection<RegistryEvent>> {
  const hasMore = rows.length >= range.limit;
  const kept = rows.slice(0, range.limit - 1);
  if (range.backwards) kept.reverse();
  const edges = await Promise.all(kept.map(async (node) => ({ node, cursor: await feed.cursorOf(node) })));
  return {
    edges,
    pageInfo: {
      hasNextPage: range.before !== null || (!range.backwards && hasMore),
      hasPreviousPage: range.after > 0 || (range.backwards && hasMore),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

export const cursor = (event: RegistryEvent, _: unknown, { services }: Context) => services.feed.cursorOf(event);

export const entry = (event: RegistryEvent, _: unknown, context: Context) =>
  event.entryId === null ? null : entryById(event.kind, event.entryId, context);

export const agent = (event: RegistryEvent, args: unknown, context: Context) =>
  event.kind === 'AGENT' ? entry(event, args, context) : null;

export const template = (event: RegistryEvent, args: unknown, context: Context) =>
  event.kind === 'TEMPLATE' ? entry(event, args, context) : null;

export const report = (event: RegistryEvent, _: unknown, { load }: Context) =>
  event.reportId === null ? null : load.reportById.load(event.reportId);
