/** GraphQL only (Biome lints the code): the printed schema, and the operations of the client. */
import graphql from '@graphql-eslint/eslint-plugin';

const rulesOf = (preset) => graphql.configs[`flat/${preset}`].rules;

const common = {
  languageOptions: {
    parser: graphql.parser,
    parserOptions: {
      graphQLConfig: { schema: 'schema/schema.graphql', documents: 'packages/client/operations/**/*.graphql' },
    },
  },
  plugins: { '@graphql-eslint': graphql },
};

export default [
  {
    ...common,
    files: ['schema/schema.graphql'],
    rules: {
      ...rulesOf('schema-recommended'),
      ...rulesOf('schema-relay'),
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
      '@graphql-eslint/require-type-pattern-with-oneof': 'error',
      // Fields of objects are left to the author: most names (`createdAt`, `tags`) say all that a description would.
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          DirectiveDefinition: true,
          EnumValueDefinition: true,
          InputValueDefinition: true,
        },
      ],
      // Lists that are not pages are plain lists: tags, the steps of a plan, the issues of a definition.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false },
      ],

      // Off: only nodes have an id; errors, results, connections and values such as a range have no identity.
      '@graphql-eslint/strict-id-in-types': 'off',
      // Off: `Agent.agentId` is the author's name of an agent, as in agent.json; `Agent.id` is the global id.
      '@graphql-eslint/no-typename-prefix': 'off',
    },
  },
  {
    ...common,
    files: ['packages/client/operations/**/*.graphql'],
    rules: {
      ...rulesOf('operations-recommended'),
      // Off: it serves normalized caches. The client has none, and asks only for what it uses.
      '@graphql-eslint/require-selections': 'off',
    },
  },
];
