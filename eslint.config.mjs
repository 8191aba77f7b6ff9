/** Lints GraphQL only (Biome lints the code): the printed schema and the client's operations. */
import graphql from '@graphql-eslint/eslint-plugin';

const operations = ['packages/client/operations/**/*.graphql', 'packages/console/operations/**/*.graphql'];

const rulesOf = (preset) => graphql.configs[`flat/${preset}`].rules;

const common = {
  languageOptions: {
    parser: graphql.parser,
    parserOptions: {
      graphQLConfig: { schema: 'schema/schema.graphql', documents: operations },
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
      // Of `schema-all`. Its others do not apply: the schema is printed sorted (alphabetize), has mutations and subscriptions
      // (no-root-type), and its mutations return non-null unions, so that an error is a result and not a null
      // (require-nullable-result-in-root).
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
      '@graphql-eslint/require-type-pattern-with-oneof': 'error',
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          DirectiveDefinition: true,
          FieldDefinition: true,
          EnumValueDefinition: true,
          InputValueDefinition: true,
        },
      ],
      // Lists that are not pages are plain lists: tags, the steps of a plan, the issues of a definition.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false },
      ],

      // Off: only nodes have an id. Errors, payloads and values such as a range have no identity.
      '@graphql-eslint/strict-id-in-types': 'off',
      // Off: `Agent.agentId` is the id in agent.json, unique in a namespace; `Agent.id` is the global id.
      '@graphql-eslint/no-typename-prefix': 'off',
    },
  },
  {
    ...common,
    files: operations,
    rules: {
      ...rulesOf('operations-recommended'),
      // Off: it serves normalized caches. The client has none, and selects only what it uses.
      '@graphql-eslint/require-selections': 'off',
    },
  },
];
