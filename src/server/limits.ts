import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

const tooComplex = [
  (_: unknown, error: GraphQLError) => {
    throw new GraphQLError(error.message, { extensions: { code: 'QUERY_TOO_COMPLEX', http: { status: 400 } } });
  },
];

/** What no document may exceed, checked before anything is executed. */
export const documentLimits = (): Plugin[] => [
  maxTokensPlugin({ n: 2_000, onReject: tooComplex }) as Plugin,
  maxDepthPlugin({ n: 15, flattenFragments: true, ignoreIntrospection: true, onReject: tooComplex }) as Plugin,
];
