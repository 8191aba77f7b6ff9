import type { Components } from './components.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { retryAfter } from './parts.ts';
import { problemSchema, type UsualStatus, usual } from './problems.ts';

export interface Content {
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: JsonSchema }>;
}

/** Responses that several paths share, defined once. */
export interface Answers {
  readonly responses: Readonly<Record<string, Content>>;
  /** References to the shared responses with these statuses. */
  usually(...statuses: readonly UsualStatus[]): Record<string, { $ref: string }>;
  /** The response with any other status. */
  readonly otherwise: { default: { $ref: string } };
  problemContent(schemas: readonly JsonSchema[]): Record<string, { schema: JsonSchema }>;
}

export function createAnswers(components: Components): Answers {
  const problem = problemSchema(components);
  const problemContent = (schemas: readonly JsonSchema[]) => ({
    'application/problem+json': { schema: schemas.length === 1 ? (schemas[0] ?? problem) : { anyOf: [...schemas] } },
  });
  const responses: Record<string, Content> = {
    Problem: { description: 'Any other error.', content: problemContent([problem]) },
  };
  const usually: Answers['usually'] = (...statuses) =>
    Object.fromEntries(
      statuses.map((status) => {
        responses[`Problem${status}`] ??= {
          description: usual[status],
          ...(status === 409 || status === 429 || status === 503 ? { headers: { 'Retry-After': retryAfter } } : {}),
          content: problemContent([problem]),
        };
        return [String(status), { $ref: `#/components/responses/Problem${status}` }];
      }),
    );
  const otherwise = { default: { $ref: '#/components/responses/Problem' } };
  return { responses, usually, otherwise, problemContent };
}
