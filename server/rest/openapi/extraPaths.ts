import { namespace } from '../routes/entries.ts';
import { eventsDocument, eventsPattern, eventsRouteParameters } from '../routes/events.ts';
import type { Answers } from './answers.ts';
import type { JsonSchema } from './jsonSchema.ts';
import type { Operations } from './operations.ts';
import { cacheControl, etag, header, pathParameters, queryParameters } from './parts.ts';

/** The addresses that are no operation, each with what it answers to GET. */
export function extraPaths({ eventOf }: Operations, { usually, otherwise }: Answers): [pattern: string, object][] {
  const anybody = [{}, { token: [] }];
  const plain = (operationId: string, summary: string, type: string, schema: JsonSchema, ...problems: object[]) => ({
    operationId,
    tags: ['Operations'],
    summary,
    security: [],
    responses: Object.assign(
      { 200: { description: 'Yes.', content: { [type]: { schema } } }, ...otherwise },
      ...problems,
    ),
  });
  const ok: JsonSchema = { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] };

  return [
    [
      eventsPattern,
      {
        operationId: 'followEvents',
        tags: ['Events'],
        summary: 'The log as server-sent events: replayed from a cursor, then live. None lost, none twice.',
        description:
          "Each event has its cursor as `id`, its type as `event` (such as agent.added), and a RegistryEvent in JSON as `data`. To continue after a lost connection, send `Last-Event-ID`, as browsers do by themselves. A browser's EventSource cannot send a token: read with `fetch`, or use graphql-sse, to see private events. The stream never ends, so it cannot be tried on a page that waits for the whole answer: use an EventSource, or `curl -N`.",
        'x-streaming': true,
        security: anybody,
        parameters: [...queryParameters(eventsRouteParameters), header.lastEventId, header.correlationId],
        responses: {
          200: {
            description: 'A stream without an end. `data` of each event is a RegistryEvent.',
            content: { 'text/event-stream': { schema: eventOf(eventsDocument) } },
          },
          ...usually(400, 401, 406, 410, 429, 503),
          ...otherwise,
        },
      },
    ],
    [
      '/api/:kind/:id/versions/:version/files/:path',
      {
        operationId: 'getFile',
        tags: ['Files'],
        summary: 'A file of an exact version, byte for byte.',
        security: anybody,
        parameters: [
          { name: 'kind', in: 'path', required: true, schema: { type: 'string', enum: ['agents', 'templates'] } },
          ...pathParameters(':id :version'),
          {
            name: 'path',
            in: 'path',
            required: true,
            schema: { type: 'string' },
            description: 'With its slashes as they are.',
          },
          ...queryParameters(namespace),
          header.ifNoneMatch,
          header.correlationId,
        ],
        responses: {
          200: {
            description: 'Its bytes.',
            headers: { ETag: etag, 'Cache-Control': cacheControl },
            content: { '*/*': { schema: {} } },
          },
          304: { description: 'You have it.', headers: { ETag: etag } },
          ...usually(400, 401, 404, 429, 503),
          ...otherwise,
        },
      },
    ],
    ['/health/live', plain('isLive', 'Whether the process runs.', 'application/json', ok)],
    ['/health/ready', plain('isReady', 'Whether it could answer now.', 'application/json', ok, usually(503))],
    [
      '/metrics',
      {
        ...plain(
          'getMetrics',
          'For Prometheus, where they are open.',
          'text/plain',
          { type: 'string' },
          usually(401, 404),
        ),
        security: [{}, { metrics: [] }],
      },
    ],
  ];
}
