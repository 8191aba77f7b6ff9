import { GraphQLError, type GraphQLInputType } from 'graphql';
import { keyInHeader } from '../access/idempotencyKey.ts';
import { badInput, Problem } from '../access/problem.ts';
import type { ServerContext } from '../graphql/gatewayOptions.ts';
import { inputProblems } from '../graphql/inputProblems.ts';
import { withoutSuggestion } from '../graphql/messages.ts';
import { readJson } from '../http/readBody.ts';

/**
 * Reads the body of a write: one JSON object.
 *
 * @param limit in bytes
 * @param onSize called with the size of the body, in bytes
 * @throws Problem 415, 413, 408, 400
 */
export async function readObject(
  request: Request,
  { req }: ServerContext,
  limit: number,
  onSize: (bytes: number) => void,
): Promise<Record<string, unknown>> {
  const { headers } = request;
  if (!/^application\/json\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(headers.get('content-type') ?? '')) {
    throw new Problem(415, 'BAD_USER_INPUT', 'The body must be JSON in UTF-8. Send `Content-Type: application/json`.');
  }
  if (!/^(identity)?$/i.test(headers.get('content-encoding') ?? '')) {
    throw new Problem(
      415,
      'BAD_USER_INPUT',
      'Content encodings are not supported. Send the body without `Content-Encoding`.',
    );
  }
  const body = await readJson(req ?? request, limit, onSize).catch((error) => {
    if (!(error instanceof GraphQLError)) throw error;
    const { code, http } = error.extensions as { code: string; http: { status: number } };
    throw new Problem(http.status, code, error.message);
  });
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw badInput('The body must be a JSON object.');
}

/** @throws Problem 400 with everything in the input that does not match its type, by location, never with values */
export function checkInput(input: unknown, type: GraphQLInputType, openSchema: boolean): void {
  const issues = inputProblems(input, type, 100).map(({ path, message }) => ({
    path: path.join('.'),
    message: openSchema ? message : withoutSuggestion(message),
  }));
  if (issues.length === 0) return;
  const [first] = issues;
  const more = issues.length > 1 ? ` (And ${issues.length - 1} more.)` : '';
  throw badInput(`${first?.path ? `\`${first.path}\`: ` : ''}${first?.message}${more}`, { issues });
}

/** The input with the key from `Idempotency-Key`. Throws Problem 400 if the body contains a different one. */
export function withKey(body: Record<string, unknown>, header: string | null): Record<string, unknown> {
  if (header === null) return { ...body };
  const key = keyInHeader(header);
  const inBody = body.idempotencyKey;
  if (inBody !== undefined && inBody !== null && inBody !== key) {
    throw badInput('The `Idempotency-Key` header and `idempotencyKey` in the body differ. Send only one of them.');
  }
  return { ...body, idempotencyKey: key };
}
