import { errorCodes, isErrorCode, statusOf } from '../../../packages/manifest/index.ts';
import type { Components } from './components.ts';
import type { JsonSchema } from './jsonSchema.ts';

/** Those that an error answer can have; one of them is answered with 200. */
const codes = Object.keys(errorCodes).filter((code) => statusOf(code) >= 400);

const base: JsonSchema = {
  type: 'object',
  description: 'A problem as RFC 9457 has it. `code` tells problems apart.',
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'about:blank: `title` is the status in words.' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { type: 'string', enum: codes, description: 'Stable, for programs; the same as in GraphQL.' },
    detail: { type: 'string' },
    instance: { type: 'string', format: 'uri-reference' },
    correlationId: { type: 'string', description: 'Finds the request in the log.' },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
};

export const problemSchema = (components: Components): JsonSchema => components.named('Problem', () => base);

/** ManifestInvalid is MANIFEST_INVALID. */
export const codeOf = (errorType: string): string => errorType.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/** The problem that an error of a result becomes, with members of its own. */
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

/** What any address may say: the status, and when. */
export const usual = {
  400: 'The request does not fit: `issues` says what and where.',
  401: 'No token where one is needed, or one that does not verify.',
  403: 'Your role does not allow it.',
  404: 'It is not there, or not for you to see.',
  406: '`Accept` excludes what is here.',
  408: 'The body took too long to arrive.',
  409: 'Somebody else is changing the same, or the same request is still under way. Try again.',
  410: 'The cursor belongs to an earlier life of the log. Start again from "0".',
  413: 'The body is too large.',
  415: 'The body is not JSON in UTF-8.',
  429: 'Too much was asked for in a short time.',
  503: 'It took too long, or the database does not answer. Try again, with the same key.',
} as const;

export type UsualStatus = keyof typeof usual;
