import type { CodegenConfig } from '@graphql-codegen/cli';

/** The typed documents of the client: each operation in packages/client/operations becomes a value with its types. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: ['packages/client/operations/**/*.graphql'],
  generates: {
    'packages/client/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
        useTypeImports: true,
        enumsAsTypes: true,
        documentMode: 'string',
        scalars: { ID: 'string', JSON: 'unknown', DateTime: 'string', SafeInt: 'number' },
      },
    },
  },
};

export default config;
