import type { Parameters } from '../parameters.ts';
import { pathExamples } from './examples.ts';
import type { JsonSchema } from './jsonSchema.ts';

const pathNames = (pattern: string): Readonly<Record<string, string>> => ({
  id: pattern.startsWith('/api/runs/')
    ? 'The id of the run.'
    : pattern.startsWith('/api/agents/')
      ? 'The agentId of the agent.'
      : pattern.startsWith('/api/templates/')
        ? 'The templateId of the template.'
        : 'The agentId or templateId of the entry.',
  version: 'Exact version number (SemVer 2.0), such as 1.2.0.',
  name: 'Name of the channel, such as stable.',
  sharedWith: 'The other namespace, such as globex.',
});

export function pathParameters(pattern: string) {
  const examples = pathExamples(pattern);
  return [...pattern.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: pathNames(pattern)[name],
    schema: { type: 'string', minLength: 1 },
    ...(examples[name] === undefined ? {} : { example: examples[name] }),
  }));
}

export const queryParameters = (parameters: Parameters) =>
  Object.entries(parameters).map(([name, { description, schema, isList, isRequired, example }]) => ({
    name,
    in: 'query',
    description,
    schema,
    ...(isRequired ? { required: true } : {}),
    ...(example === undefined ? {} : { example }),
    ...(isList ? { style: 'form', explode: false } : {}),
  }));

const headerOf = (name: string, description: string, schema: JsonSchema = { type: 'string' }) => ({
  name,
  in: 'header',
  description,
  schema,
});
export const headerParameters = {
  ifNoneMatch: headerOf('If-None-Match', 'ETag of the representation that you have.'),
  correlationId: headerOf(
    'X-Correlation-Id',
    'Correlation id of the request, used in server logs, events and errors. Generated if it is not sent.',
  ),
  lastEventId: headerOf(
    'Last-Event-ID',
    'The `id` of the last event that you received. Takes precedence over `after`.',
  ),
  idempotencyKey: headerOf(
    'Idempotency-Key',
    'A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same response.',
    { type: 'string', pattern: '^"?[A-Za-z0-9_.:-]{8,128}"?$' },
  ),
};
/** References to these header parameters. */
export const header = {
  ifNoneMatch: { $ref: '#/components/parameters/ifNoneMatch' },
  correlationId: { $ref: '#/components/parameters/correlationId' },
  lastEventId: { $ref: '#/components/parameters/lastEventId' },
  idempotencyKey: { $ref: '#/components/parameters/idempotencyKey' },
};

const responseHeader = (description: string, schema: JsonSchema = { type: 'string' }) => ({ description, schema });
export const etag = responseHeader('Strong validator of the response body (RFC 9110).');
export const cacheControl = responseHeader('Which caches may store the response, and for how long.');
export const link = responseHeader('Links to the next and the previous page, as rel="next" and rel="prev" (RFC 8288).');
export const location = responseHeader('Path of the new resource.', { type: 'string', format: 'uri-reference' });
export const retryAfter = responseHeader('Number of seconds to wait before you try again.', {
  type: 'integer',
  minimum: 0,
});

/** Description of the status 304. */
export const notModified = 'Not modified since the ETag you sent.';
