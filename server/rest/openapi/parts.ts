import type { Parameters } from '../parameters.ts';
import { pathExamples } from './examples.ts';
import type { JsonSchema } from './jsonSchema.ts';

const pathNames: Readonly<Record<string, string>> = {
  id: 'The agentId, the templateId, or the id of a run.',
  version: 'An exact version, in SemVer 2.0.',
};

export function pathParameters(pattern: string) {
  const examples = pathExamples(pattern);
  return [...pattern.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: pathNames[name],
    schema: { type: 'string', minLength: 1 },
    ...(examples[name] === undefined ? {} : { example: examples[name] }),
  }));
}

export const queryParameters = (parameters: Parameters) =>
  Object.entries(parameters).map(([name, { description, schema, isList }]) => ({
    name,
    in: 'query',
    description,
    schema,
    ...(isList ? { style: 'form', explode: false } : {}),
  }));

const headerOf = (name: string, description: string, schema: JsonSchema = { type: 'string' }) => ({
  name,
  in: 'header',
  description,
  schema,
});
export const headerParameters = {
  ifNoneMatch: headerOf('If-None-Match', 'The ETag of what you have.'),
  correlationId: headerOf('X-Correlation-Id', 'Names the request in logs, events and errors.'),
  lastEventId: headerOf('Last-Event-ID', 'The `id` of the last event that you got; it counts more than `after`.'),
  idempotencyKey: headerOf(
    'Idempotency-Key',
    'The same key with the same body has one effect and gets the same answer. 8 to 128 of A-Z a-z 0-9 _ . : -',
    { type: 'string', pattern: '^"?[A-Za-z0-9_.:-]{8,128}"?$' },
  ),
};
/** References to them. */
export const header = {
  ifNoneMatch: { $ref: '#/components/parameters/ifNoneMatch' },
  correlationId: { $ref: '#/components/parameters/correlationId' },
  lastEventId: { $ref: '#/components/parameters/lastEventId' },
  idempotencyKey: { $ref: '#/components/parameters/idempotencyKey' },
};

const responseHeader = (description: string, schema: JsonSchema = { type: 'string' }) => ({ description, schema });
export const etag = responseHeader('The hash of the body, as a strong validator (RFC 9110).');
export const cacheControl = responseHeader('Who may keep it, and how long.');
export const link = responseHeader('The pages beside this one, as rel="next" and rel="prev" (RFC 8288).');
export const location = responseHeader('Where it is.', { type: 'string', format: 'uri-reference' });
export const retryAfter = responseHeader('Seconds.', { type: 'integer', minimum: 0 });
