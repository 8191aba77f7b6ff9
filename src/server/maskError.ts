import { GraphQLError } from 'graphql';
import { RegistryError, RequestError } from '../errors.ts';

/** What the gateway itself answers with, beside the codes of `RequestError`. */
export type TopLevelCode = 'GRAPHQL_VALIDATION_FAILED' | 'QUERY_TOO_COMPLEX' | 'INTERNAL_SERVER_ERROR';

/** Called with what was masked, so that it can be found again by its correlation id. */
export type Report = (error: unknown, correlationId: string) => void;

/**
 * What a client is told of an error: problems of its own with their code, everything else as INTERNAL_SERVER_ERROR
 * with the correlation id under which the cause is in the log.
 */
export function maskError(error: unknown, correlationId: string, report: Report): GraphQLError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (cause instanceof RequestError || cause instanceof RegistryError) {
    return asGraphQL(error, cause.message, { code: cause.code });
  }
  if (cause instanceof GraphQLError || isClientMistake(error)) {
    const known = error as GraphQLError;
    const code = known.extensions?.code ?? (known.path ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED');
    return asGraphQL(error, known.message, { ...known.extensions, code });
  }
  report(cause, correlationId);
  return asGraphQL(error, 'Something went wrong on our side. Tell us the correlation id.', {
    code: 'INTERNAL_SERVER_ERROR',
    correlationId,
  });
}

/** A GraphQLError without a cause is graphql-js speaking of the document or its variables. */
const isClientMistake = (error: unknown) => error instanceof GraphQLError && !error.originalError;

const asGraphQL = (error: unknown, message: string, extensions: Record<string, unknown>) =>
  error instanceof GraphQLError
    ? new GraphQLError(message, {
        nodes: error.nodes,
        source: error.source,
        positions: error.positions,
        path: error.path,
        extensions,
      })
    : new GraphQLError(message, { extensions });
