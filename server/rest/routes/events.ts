import type { ExecutionResult } from 'graphql';
import { eventActions, kinds } from '../../../packages/manifest/index.ts';
import { eventTypes } from '../../../src/db/event.ts';
import { badInput } from '../../access/problem.ts';
import { untilExpiry } from '../../graphql/untilExpiry.ts';
import { requireAccepted } from '../../http/accept.ts';
import type { Answer } from '../../http/answer.ts';
import { type ServerSentEvent, serverSentEvents } from '../../sse/sse.ts';
import type { Report } from '../../telemetry/report.ts';
import { varies } from '../caching.ts';
import { type Data, documentOf, type Engine } from '../engine.ts';
import { oneOf, type Parameters, readParameters, someOf, text, texts } from '../parameters.ts';
import type { Route } from '../route.ts';
import * as select from '../selections.ts';
import { filterOf } from './entries.ts';

const actions = [...eventActions].sort();

const filter: Parameters = {
  kind: oneOf('Only events of this kind of entry.', kinds),
  types: someOf('Only events with one of these types.', eventTypes),
  actions: someOf('Only events with one of these actions.', actions),
  entryId: text('Only events of the entry with this agentId or templateId.'),
  namespace: text('Only events of entries in this namespace.'),
  tags: texts('Only events of entries that now have all of these tags.'),
};

export const eventsRouteParameters: Parameters = {
  after: text(
    'The `id` of an event: later events are replayed. "0" replays from the beginning. Without it, only new events are sent.',
  ),
  ...filter,
};

export const eventsPattern = '/api/events';

export const eventsDocument = `subscription Events($after: String, $filter: RegistryEventFilter) { registryEvents(after: $after, filter: $filter) { ...RegistryEvent } } ${select.event}`;

/**
 * The event feed as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): replays events
 * from the cursor, then continues live. A browser that lost the connection resumes with `Last-Event-ID` automatically.
 */
export function eventsRoute(engine: Engine, report: Report): Route {
  const document = documentOf(eventsDocument);
  return {
    method: 'GET',
    pattern: eventsPattern,
    async answer({ request, target, correlationId, enter }): Promise<Answer> {
      const requestContext = await enter();
      requireAccepted(request.headers.get('accept'), 'text/event-stream');
      const query = readParameters(target.query, eventsRouteParameters);
      const variables = {
        after: lastEventId(request.headers.get('last-event-id')) ?? query.after,
        ...filterOf(query, filter),
      };
      const headers = {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        vary: varies,
        'x-accel-buffering': 'no', // Otherwise, proxies such as nginx buffer events.
      };
      const results = await engine.follow(requestContext, document, variables);
      const events =
        requestContext.expiresAt === null ? results : untilExpiry(results, requestContext.expiresAt, correlationId);
      return {
        status: 200,
        headers,
        body: serverSentEvents(events, asEvent, request.signal, (error) => report(error, correlationId)),
      };
    },
  };
}

const known = new WeakMap<ExecutionResult, ServerSentEvent>();

/** The server-sent event for a result. Null to end the stream: the token has expired, or an error occurred. */
function asEvent(result: ExecutionResult): ServerSentEvent | null {
  const { data, errors } = result;
  const event = data?.registryEvents as Data | undefined;
  if (errors || !event) return null;
  const sent = known.get(result) ?? { id: String(event.cursor), event: String(event.type), data: event };
  known.set(result, sent); // Equal subscriptions share their results.
  return sent;
}

function lastEventId(header: string | null): string | undefined {
  if (header === null || header === '') return undefined;
  if (/^[\x21-\x7e]{1,500}$/.test(header)) return header;
  throw badInput('`Last-Event-ID` must be the `id` of an event.');
}
