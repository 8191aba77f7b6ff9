import { type EventFilter, eventsAfter, type RegistryEvent } from '../db/event.ts';
import { encodeFeedCursor } from '../feed/cursor.ts';
import { type Connection, type ConnectionArgs, sizeOf } from './connection.ts';
import type { Context } from './context.ts';

interface EventsArgs {
  after?: string | null;
  filter?: EventFilter | null;
}

export async function registryEvents(_: unknown, args: EventsArgs & ConnectionArgs, { load, services }: Context) {
  const after = await services.feed.positionOf(args.after ?? '0');
  const limit = sizeOf('first', args.first) + 1;
  return eventConnection(await load.read(eventsAfter(after, args.filter ?? {}, limit)), limit, after > 0);
}

/** Replays from the cursor, then goes on live. Each event is answered from what is true when it is handed over. */
export async function subscribeToRegistryEvents(_: unknown, args: EventsArgs, context: Context) {
  const events = await context.services.feed.subscribe(context.viewer, args.after ?? null, args.filter ?? {});
  return onEach(events, () => context.forget());
}

/** Calls `prepare` before it hands over each value. */
const onEach = <Value>(values: AsyncIterableIterator<Value>, prepare: () => void): AsyncIterableIterator<Value> => {
  const prepared: AsyncIterableIterator<Value> = {
    next: async () => {
      const result = await values.next();
      prepare();
      return result;
    },
    return: async (value) => (await values.return?.(value)) ?? { value: undefined, done: true },
    throw: async (error) => (await values.throw?.(error)) ?? { value: undefined, done: true },
    [Symbol.asyncIterator]: () => prepared,
  };
  return prepared;
};

/** Events in order as Relay's connection; their cursors are the feed's, so that a list goes over into a subscription. */
export function eventConnection(
  rows: readonly RegistryEvent[],
  limit: number,
  hasPreviousPage: boolean,
): Connection<RegistryEvent> {
  const edges = rows.slice(0, limit - 1).map((node) => ({ node, cursor: encodeFeedCursor(node) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length >= limit,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

export const cursor = (event: RegistryEvent) => encodeFeedCursor(event);

export const entry = (event: RegistryEvent, _: unknown, { load }: Context) =>
  event.entryId === null ? null : load.entry[event.kind].byId.load(event.entryId);

export const agent = (event: RegistryEvent, args: unknown, context: Context) =>
  event.kind === 'AGENT' ? entry(event, args, context) : null;

export const template = (event: RegistryEvent, args: unknown, context: Context) =>
  event.kind === 'TEMPLATE' ? entry(event, args, context) : null;

export const report = (event: RegistryEvent, _: unknown, { load }: Context) =>
  event.reportId === null ? null : load.reportById.load(event.reportId);
