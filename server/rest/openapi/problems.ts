import { errorCodes, isErrorCode, statusOf } from '../../../packages/manifest/index.ts';
import type { Components } from './components.ts';
import type { JsonSchema } from './jsonSchema.ts';

/** Those that an error answer can have; one of them is answered with 200. */
const codes = Object.keys(errorCodes).filter((code) => statusOf(code) >= 400);

const base: JsonSchema = {
  type: 'object',
  description: 'An error in the format of RFC 9457. `code` identifies the kind of error.',
  properties: {
    type: {
      type: 'string',
      format: 'uri-reference',
      description: 'Always about:blank: `title` is the name of the HTTP status.',
    },
    title: { type: 'string', description: 'Name of the HTTP status.' },
    status: { type: 'integer', minimum: 400, maximum: 599, description: 'HTTP status code.' },
    code: { type: 'string', enum: codes, description: 'Stable, machine-readable code, the same as in GraphQL.' },
    detail: { type: 'string', description: 'What was wrong, and what to do.' },
    instance: {
      type: 'string',
      format: 'uri-reference',
      description: 'URN of this occurrence, from the correlation id.',
    },
    correlationId: { type: 'string', description: 'Correlation id of the request, as in the server logs.' },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
};

export const problemSchema = (components: Components): JsonSchema => components.named('Problem', () => base);

/** The code of an error type: ManifestInvalid becomes MANIFEST_INVALID. */
export const codeOf = (errorType: string): string => errorType.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/** Schema of the problem that an error of a result union becomes, with its own members. */
export function errorProblem(
  errorType: string,
  members: Record<string, JsonSchema>,
  components: Components,
): { status: number; schema: JsonSchema } {
  const code = codeOf(errorType);
  if (!isErrorCode(code)) throw new Error(`errorCodes.ts has no status for ${code}.`);
  const { status } = errorCodes[code];
  const properties = { code: { const: code }, status: { const: status }, ...members };
  return {
    status,
    schema: components.named(`${errorType}Problem`, () => ({
      allOf: [problemSchema(components), { type: 'object', properties, required: Object.keys(properties) }],
    })),
  };
}

/** Error statuses that any path can return, and what they mean. */
export const usual = {
  400: 'Invalid request. `issues` lists what is wrong and where.',
  401: 'The token is missing or invalid.',
  403: 'Your role or namespace does not allow this.',
  404: 'Not found, or you do not have access to it.',
  406: 'No type in `Accept` is available.',
  408: 'The request body was not received in time.',
  409: 'Conflict with another change, or the same request is still in progress. Try again.',
  410: 'The cursor belongs to an earlier epoch of the event log. Start again from "0".',
  413: 'The request body is too large.',
  415: 'The request body is not JSON in UTF-8.',
  429: 'Rate limit exceeded. Try again after the time in `Retry-After`.',
  503: 'Timed out, or the database is unavailable. Try again; for a write, with the same idempotency key.',
} as const;

export type UsualStatus = keyof typeof usual;
