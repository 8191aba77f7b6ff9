import type { RegistryEvent } from './client.ts';
import type { Connection } from './connection.ts';
import {
  type RegistryEventFilter,
  RegistryEventsAfterDocument,
  type RegistryEventsAfterQuery,
} from './generated/graphql.ts';
import { latestCursor } from './latestCursor.ts';
import { type PollOptions, pollEvents } from './pollEvents.ts';
import { request } from './request.ts';
import { type ResumeOptions, resume } from './resume.ts';

export interface PollRegistryEventsOptions extends ResumeOptions, PollOptions {
  /** The cursor of the last event received; "0" starts at the beginning; without it, with new events. */
  after?: string | null | undefined;
  filter?: RegistryEventFilter | null | undefined;
}

/**
 * The events of the registry like `registryEvents` of a client, but without a connection that stays open: the log is read
 * in pages, at each `wake` and every `pollMs`. Each event comes once and in order. Ends on abort.
 *
 * @throws GatewayRefused when waiting would not help
 */
export function pollRegistryEvents(
  connection: Connection,
  { after = null, filter = null, wake, pollMs, onConnected, ...options }: PollRegistryEventsOptions = {},
): AsyncGenerator<RegistryEvent, void, undefined> {
  const { signal } = options;
  let start = after;
  async function* open(cursor: string | null, connected: () => void) {
    start ??= await latestCursor(connection, signal);
    const read = (from: string) => readAfter(connection, from, filter, signal);
    yield* pollEvents(read, cursor ?? start ?? '0', {
      wake,
      pollMs,
      signal,
      onConnected() {
        connected();
        onConnected?.();
      },
    });
  }
  return resume(open, after, options);
}

const pageSize = 100;

/** A page of the log. Fresh: what a cache has may be older than the wake-up. */
async function readAfter(
  connection: Connection,
  after: string,
  filter: RegistryEventFilter | null,
  signal: AbortSignal | undefined,
) {
  const variables = { after, filter, first: pageSize };
  const data = await request(connection, String(RegistryEventsAfterDocument), variables, { signal, fresh: true });
  const { edges, pageInfo } = (data as RegistryEventsAfterQuery).registryEvents;
  return { events: edges.map(({ node }) => node), hasMore: pageInfo.hasNextPage };
}
