import type { Connection } from './connection.ts';
import { type Arguments, type Document, textOf } from './document.ts';
import {
  type EventFieldsFragment,
  type RegistryEventFilter,
  RegistryEventsAfterDocument,
  type RegistryEventsAfterQuery,
  RegistryEventsDocument,
} from './generated/graphql.ts';
import { latestCursor } from './latestCursor.ts';
import { type PollOptions, pollEvents } from './pollEvents.ts';
import { request } from './request.ts';
import { type ResumeOptions, resume } from './resume.ts';
import { type SubscribeOptions, subscribe, type Transport } from './stream.ts';

export type RegistryEvent = EventFieldsFragment;

export interface RegistryEventsOptions extends ResumeOptions, Pick<PollOptions, 'wake' | 'pollMs'> {
  /** The cursor of the last event received; "0" starts at the beginning; without it, with new events. */
  after?: string | null | undefined;
  filter?: RegistryEventFilter | null | undefined;
  /** `poll` holds no connection open: it reads the log in pages, at each `wake` and every `pollMs`. Defaults to `ws`. */
  transport?: Transport | 'poll' | undefined;
  /** Called each time that the gateway has accepted the connection, or answered the first page. */
  onConnected?: (() => void) | undefined;
}

export interface Client {
  /** Sends one operation. Throws GatewayUnreachable, GatewayRefused. */
  request<Result, Variables>(document: Document<Result, Variables>, ...rest: Arguments<Variables>): Promise<Result>;
  /** One subscription on one connection; it does not reconnect. Throws like `request`. */
  subscribe<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    options?: SubscribeOptions,
  ): AsyncGenerator<Result, void, undefined>;
  /** The events of the registry: each once and in order, across lost connections. Ends on abort. */
  registryEvents(options?: RegistryEventsOptions): AsyncGenerator<RegistryEvent, void, undefined>;
}

/** A client of a registry's gateway. Opens nothing before the first call. */
export function createClient(connection: Connection): Client {
  function stream<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    options?: SubscribeOptions,
  ) {
    return subscribe(connection, textOf(document), variables, options) as AsyncGenerator<Result, void, undefined>;
  }

  return {
    subscribe: stream,

    request<Result, Variables>(document: Document<Result, Variables>, ...[variables, options]: Arguments<Variables>) {
      return request(connection, textOf(document), variables ?? {}, options) as Promise<Result>;
    },

    registryEvents({ after = null, filter = null, transport = 'ws', wake, pollMs, ...options } = {}) {
      const { signal, backoff, onRetry, onConnected: given } = options;
      let start = after;
      async function* open(cursor: string | null, connected: () => void) {
        start ??= await latestCursor(connection, signal);
        const from = cursor ?? start;
        const onConnected = () => {
          connected();
          given?.();
        };
        if (transport === 'poll') {
          const read = (position: string) => readAfter(connection, position, filter, signal);
          yield* pollEvents(read, from ?? '0', { wake, pollMs, signal, onConnected });
          return;
        }
        const events = stream(RegistryEventsDocument, { after: from, filter }, { signal, transport, onConnected });
        for await (const { registryEvents } of events) yield registryEvents;
      }
      return resume(open, after, { signal, onRetry, ...(backoff ? { backoff } : {}) });
    },
  };
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
