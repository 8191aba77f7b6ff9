import type { Connection } from './connection.ts';
import { type Arguments, type Document, textOf } from './document.ts';
import { type EventFieldsFragment, type RegistryEventFilter, RegistryEventsDocument } from './generated/graphql.ts';
import { latestCursor } from './latestCursor.ts';
import { request } from './request.ts';
import { type ResumeOptions, resume } from './resume.ts';
import { type SubscribeOptions, subscribe, type Transport } from './stream.ts';

export type RegistryEvent = EventFieldsFragment;

export interface RegistryEventsOptions extends ResumeOptions {
  /** The cursor of the last event received; "0" starts at the beginning; without it, with new events. */
  after?: string | null | undefined;
  filter?: RegistryEventFilter | null | undefined;
  transport?: Transport;
  /** Called each time that the gateway has taken the connection. */
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

    registryEvents({ after = null, filter = null, transport = 'ws', signal, backoff, onRetry, onConnected } = {}) {
      let start = after;
      async function* open(cursor: string | null, connected: () => void) {
        start ??= await latestCursor(connection, signal);
        const variables = { after: cursor ?? start, filter };
        const events = stream(RegistryEventsDocument, variables, {
          signal,
          transport,
          onConnected() {
            connected();
            onConnected?.();
          },
        });
        for await (const { registryEvents } of events) yield registryEvents;
      }
      return resume(open, after, { signal, onRetry, ...(backoff ? { backoff } : {}) });
    },
  };
}
