import { namespace } from '../routes/entries.ts';
import { eventsDocument, eventsPattern, eventsRouteParameters } from '../routes/events.ts';
import { exportParameters, exportPattern, exportType } from '../routes/export.ts';
import { usagePattern, usageRouteParameters, usageTypes } from '../routes/usage.ts';
import { usageEventSchema } from '../usageEvent.ts';
import type { Answers } from './answers.ts';
import { liveSchema, readySchema } from './healthSchemas.ts';
import type { JsonSchema } from './jsonSchema.ts';
import type { Operations } from './operations.ts';
import { cacheControl, etag, header, link, notModified, pathParameters, queryParameters } from './parts.ts';

/** Paths that do not run an operation, each with the description of its GET. */
export function extraPaths({ eventOf }: Operations, { usually, otherwise }: Answers): [pattern: string, object][] {
  const optionalToken = [{}, { token: [] }];
  const plain = (
    operationId: string,
    { summary, result }: { summary: string; result: string },
    type: string,
    schema: JsonSchema,
    ...problems: object[]
  ) => ({
    operationId,
    tags: ['Operations'],
    summary,
    security: [],
    responses: Object.assign(
      { 200: { description: result, content: { [type]: { schema } } }, ...otherwise },
      ...problems,
    ),
  });

  return [
    [
      eventsPattern,
      {
        operationId: 'followEvents',
        tags: ['Events'],
        summary: 'Stream events (server-sent events): replayed from a cursor, then live, without gaps or duplicates.',
        description:
          'Each event has a cursor as its `id`, a type such as `agent.added` as its `event`, and a RegistryEvent in JSON as its `data`. To continue after a lost connection, send `Last-Event-ID`; browsers do this automatically. An EventSource cannot send a token: to receive private events, read the stream with `fetch` or use graphql-sse. The stream never ends, so it cannot be tried out on this page: use an EventSource or `curl -N`.',
        'x-streaming': true,
        security: optionalToken,
        parameters: [...queryParameters(eventsRouteParameters), header.lastEventId, header.correlationId],
        responses: {
          200: {
            description: 'An endless stream of events. The `data` of each event is a RegistryEvent.',
            content: { 'text/event-stream': { schema: eventOf(eventsDocument) } },
          },
          ...usually(400, 401, 406, 410, 429, 503),
          ...otherwise,
        },
      },
    ],
    [
      usagePattern,
      {
        operationId: 'readUsage',
        tags: ['Usage'],
        summary: 'Read the usage records of your namespace as CloudEvents 1.0, oldest first. For admins.',
        description:
          'Requires the role "admin". Continue later at `rel="next"` of the `Link` header, which the last page has too, or with the `cursor` of the last record as `after`: no record is skipped, and each has the same `id` for ever. An empty page means that there is nothing new.',
        security: [{ token: [] }],
        parameters: [...queryParameters(usageRouteParameters), header.correlationId],
        responses: {
          200: {
            description: 'A page of usage records.',
            headers: { Link: link },
            content: {
              [usageTypes[0]]: { schema: { type: 'array', items: usageEventSchema } },
              [usageTypes[1]]: { schema: { type: 'array', items: usageEventSchema } },
              [usageTypes[2]]: { schema: { type: 'string', description: 'One CloudEvent in each line.' } },
            },
          },
          ...usually(400, 401, 403, 406, 410, 429, 503),
          ...otherwise,
        },
      },
    ],
    [
      exportPattern,
      {
        operationId: 'exportEntries',
        tags: ['Administration'],
        summary: 'Export entries with all their versions and files as a tar file, for `registry import`.',
        description:
          'Contains what you can read, as `registry export` writes it, and is sent as it is read. It ends with `end.json`, which an import verifies. If the export cannot go on, it ends with `error.json` instead (code and message), and an import refuses it: the status was sent long before.',
        'x-streaming': true,
        security: optionalToken,
        parameters: [...queryParameters(exportParameters), header.correlationId],
        responses: {
          200: {
            description: 'The tar file.',
            headers: {
              'X-Registry-Cursor': {
                description: 'The cursor that the export stands for: the next one takes it as `since`.',
                schema: { type: 'string' },
              },
            },
            content: { [exportType]: { schema: { type: 'string', format: 'binary' } } },
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
        summary: 'Get a file of an exact version.',
        security: optionalToken,
        parameters: [
          {
            name: 'kind',
            in: 'path',
            required: true,
            description: 'Kind of the entry.',
            schema: { type: 'string', enum: ['agents', 'templates'] },
          },
          ...pathParameters(':id :version'),
          {
            name: 'path',
            in: 'path',
            required: true,
            schema: { type: 'string' },
            description: 'Path of the file in the folder of the definition. Slashes are not escaped.',
          },
          ...queryParameters(namespace),
          header.ifNoneMatch,
          header.correlationId,
        ],
        responses: {
          200: {
            description: 'The content of the file, byte for byte.',
            headers: { ETag: etag, 'Cache-Control': cacheControl },
            content: { '*/*': { schema: {} } },
          },
          304: { description: notModified, headers: { ETag: etag } },
          ...usually(400, 401, 404, 429, 503),
          ...otherwise,
        },
      },
    ],
    [
      '/health/live',
      plain(
        'isLive',
        { summary: 'Check that the process is running.', result: 'The process is running.' },
        'application/json',
        liveSchema,
      ),
    ],
    [
      '/health/ready',
      plain(
        'isReady',
        {
          summary: 'Check that the gateway is ready to serve requests.',
          result:
            'Ready to serve requests. `degraded` means that storage is down: files cannot be read or published, all else works.',
        },
        'application/json',
        readySchema,
        usually(503),
      ),
    ],
    [
      '/metrics',
      {
        ...plain(
          'getMetrics',
          { summary: 'Get metrics for Prometheus, if the operator has enabled them.', result: 'The metrics.' },
          'text/plain',
          { type: 'string' },
          usually(401, 404),
        ),
        security: [{}, { metrics: [] }],
      },
    ],
  ];
}
