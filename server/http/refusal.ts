import { GraphQLError } from 'graphql';

/** A refusal of the whole request, before anything ran. */
export const refusal = (
  code: string,
  message: string,
  status: number,
  correlationId?: string,
  headers?: Record<string, string>,
): GraphQLError =>
  new GraphQLError(message, {
    extensions: {
      code,
      ...(correlationId === undefined ? {} : { correlationId }),
      http: { status, ...(headers ? { headers } : {}) },
    },
  });
