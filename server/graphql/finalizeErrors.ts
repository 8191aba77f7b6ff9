import { GraphQLError } from 'graphql';
import { withoutSuggestion } from './messages.ts';

/** The last touch on the errors of an answer: each says its request, and suggests nothing to whom the schema is closed. */
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
