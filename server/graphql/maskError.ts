import { GraphQLError } from 'graphql';
import { statusOf } from '../../packages/manifest/index.ts';
import { RegistryError, RequestError } from '../../src/errors.ts';
import { Overloaded } from '../access/overloaded.ts';
import { RateLimited } from '../access/rateLimited.ts';
import type { Report } from '../telemetry/report.ts';
import { safeMessage } from './messages.ts';

/**
 * The error for the client: known problems with their code, everything else as INTERNAL_SERVER_ERROR with the
 * correlation id under which the cause is logged. No message repeats input.
 *
 * @param outage called for an UNAVAILABLE that has a cause, for the operator's log
 */
export function maskError(error: unknown, correlationId: string, report: Report, outage?: Report): GraphQLError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (isOutage(cause)) outage?.(cause, correlationId);
  if (cause instanceof RequestError || cause instanceof RegistryError) {
    return asGraphQL(error, cause.message, { code: cause.code, correlationId });
  }
  if (cause instanceof RateLimited || cause instanceof Overloaded) {
    return asGraphQL(error, cause.message, later(cause, correlationId));
  }
  if (cause instanceof GraphQLError || isClientMistake(error)) {
    const known = error as GraphQLError;
    return asGraphQL(error, known.message, { correlationId, ...plain(known.extensions), code: codeOf(known) });
  }
  report(cause, correlationId);
  return asGraphQL(error, 'Something went wrong on our side. Tell us the correlation id.', {
    code: 'INTERNAL_SERVER_ERROR',
    correlationId,
  });
}

/** Something that the registry needs is unavailable, and its error is known. */
export const isOutage = (error: unknown): error is RequestError =>
  error instanceof RequestError && error.code === 'UNAVAILABLE' && error.cause !== undefined;

/** RATE_LIMITED or UNAVAILABLE as an error of GraphQL; over HTTP it is 429 or 503 with `Retry-After`. */
const later = ({ code, retryAfter }: RateLimited | Overloaded, correlationId: string) => ({
  code,
  correlationId,
  retryAfter,
  http: { status: statusOf(code), headers: { 'retry-after': String(retryAfter) } },
});

/** The engine's own codes are a few of the contract's. */
function codeOf({ extensions, path, message }: GraphQLError): unknown {
  const { code } = extensions;
  // graphql-js gives up on a document with too many fields to compare with each other.
  if (message === 'Validation aborted.') return 'QUERY_TOO_COMPLEX';
  if (code === 'GRAPHQL_PARSE_FAILED' || code === 'OPERATION_RESOLUTION_FAILURE') return 'GRAPHQL_VALIDATION_FAILED';
  if (code === 'BAD_REQUEST' || (code === undefined && path)) return 'BAD_USER_INPUT';
  return code ?? 'GRAPHQL_VALIDATION_FAILED';
}

/** Yoga includes how JSON.parse failed, and on what; that is removed. */
const plain = ({ originalError: _, ...extensions }: Record<string, unknown>) => extensions;

/** A GraphQLError without a cause comes from graphql-js and is about the document or its variables. */
const isClientMistake = (error: unknown) => error instanceof GraphQLError && !error.originalError;

const asGraphQL = (error: unknown, message: string, extensions: Record<string, unknown>) =>
  error instanceof GraphQLError
    ? new GraphQLError(safeMessage(message), {
        nodes: error.nodes,
        source: error.source,
        positions: error.positions,
        path: error.path,
        extensions,
      })
    : new GraphQLError(safeMessage(message), { extensions });
