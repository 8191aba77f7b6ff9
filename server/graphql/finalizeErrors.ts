import { GraphQLError } from 'graphql';
import { withoutSuggestion } from './messages.ts';

/**
 * Completes the errors of a response: adds the correlation id, and removes suggestions for callers without the schema.
 */
export const finalizeErrors = (
  errors: readonly GraphQLError[],
  correlationId: string,
  openSchema: boolean,
): GraphQLError[] =>
  errors.map(
    (error) =>
      new GraphQLError(openSchema ? error.message : withoutSuggestion(error.message), {
        nodes: error.nodes,
        source: error.source,
        positions: error.positions,
        path: error.path,
        extensions: { ...error.extensions, correlationId },
      }),
  );
