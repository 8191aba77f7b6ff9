import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents: each operation in the folder `operations` of a package becomes a value with its types. */
const typedDocuments: CodegenConfig['generates'][string] = {
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
};

/** Marks the documents as free of side effects, so that a bundler leaves out those that a program does not use. */
const markPure = (_path: string, content: string): string =>
  content.replaceAll(' = new TypedDocumentString(', ' = /* @__PURE__ */ new TypedDocumentString(');

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  hooks: { beforeOneFileWrite: markPure },
  generates: {
    'packages/client/generated/': { ...typedDocuments, documents: ['packages/client/operations/**/*.graphql'] },
    'packages/console/generated/': { ...typedDocuments, documents: ['packages/console/operations/**/*.graphql'] },
  },
};

export default config;
