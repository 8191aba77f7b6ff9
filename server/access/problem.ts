import { STATUS_CODES } from 'node:http';
import type { GraphQLError } from 'graphql';
import { retryAfterOfCode, statusOf } from '../../packages/manifest/index.ts';

/** Something that a client is told instead of what it asked for, with a code of the contract. */
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

/** What is wrong with the request itself. */
export const badInput = (detail: string, members?: Record<string, unknown>): Problem =>
  new Problem(400, 'BAD_USER_INPUT', detail, members ? { members } : {});

export const pathNotFound = () => new Problem(404, 'NOT_FOUND', 'There is nothing here. GraphQL is at /graphql.');

/** What a code of the contract means here. */
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

/** A masked error of the engine. What the engine says of variables is about the request. */
export function problemOfError({ message, extensions }: GraphQLError): Problem {
  const { code, retryAfter, http } = extensions;
  const known = code === 'GRAPHQL_VALIDATION_FAILED' ? 'BAD_USER_INPUT' : String(code ?? 'INTERNAL_SERVER_ERROR');
  const { status, members, headers } = problemOf(known, message, retryAfter === undefined ? {} : { retryAfter });
  const told = (http as { status?: number } | undefined)?.status;
  return new Problem(told && told >= 400 && known === 'BAD_USER_INPUT' ? told : status, known, message, {
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

/** A problem as RFC 9457 has it. `type` is about:blank, so `title` is the status in words; `code` identifies the problem. */
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
