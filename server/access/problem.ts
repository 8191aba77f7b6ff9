import { STATUS_CODES } from 'node:http';
import type { GraphQLError } from 'graphql';
import { retryAfterOfCode, statusOf } from '../../packages/manifest/index.ts';

/** An error response, with a code of the contract. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly members: Record<string, unknown>;
  readonly headers: Record<string, string>;
  constructor(
    status: number,
    code: string,
    detail: string,
    { members = {}, headers = {} }: { members?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.members = members;
    this.headers = headers;
  }
}

/** An invalid request. */
export const badInput = (detail: string, members?: Record<string, unknown>): Problem =>
  new Problem(400, 'BAD_USER_INPUT', detail, members ? { members } : {});

export const pathNotFound = () => new Problem(404, 'NOT_FOUND', 'Not found. The GraphQL endpoint is /graphql.');

/** The problem with the status and headers of a code. */
export function problemOf(code: string, message: string, members: Record<string, unknown> = {}): Problem {
  const seconds = typeof members.retryAfter === 'number' ? members.retryAfter : retryAfterOfCode(code);
  return new Problem(statusOf(code), code, message, {
    members,
    headers: {
      ...(code === 'UNAUTHENTICATED' ? { 'www-authenticate': 'Bearer' } : {}),
      ...(seconds === null ? {} : { 'retry-after': String(seconds) }),
    },
  });
}

/** The problem for a masked error of the engine. Errors about variables are about the request. */
export function problemOfError({ message, extensions }: GraphQLError): Problem {
  const { code, retryAfter, http } = extensions;
  const known = code === 'GRAPHQL_VALIDATION_FAILED' ? 'BAD_USER_INPUT' : String(code ?? 'INTERNAL_SERVER_ERROR');
  const { status, members, headers } = problemOf(known, message, retryAfter === undefined ? {} : { retryAfter });
  const given = (http as { status?: number } | undefined)?.status;
  return new Problem(given && given >= 400 && known === 'BAD_USER_INPUT' ? given : status, known, message, {
    members,
    headers,
  });
}

interface ProblemAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  code: string;
}

/** The response in the format of RFC 9457. `type` is about:blank, so `title` is the name of the status. */
export const problemAnswer = (
  { status, code, message, members, headers }: Problem,
  correlationId?: string,
): ProblemAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Problem',
    status,
    code,
    detail: message,
    ...(correlationId === undefined ? {} : { instance: `urn:correlation-id:${correlationId}`, correlationId }),
    ...members,
  }),
  code,
});
