import { rm } from 'node:fs/promises';
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

async function removeWritten(): Promise<void> {
  for (const folder of ['packages/client', 'packages/console'])
    await rm(`${folder}/generated/graphql.ts`, { force: true });
}

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  // A file that is there is compared before it is marked: the same without the marks would stay without them.
  hooks: { afterStart: removeWritten, beforeOneFileWrite: markPure },
  generates: {
    'packages/client/generated/': { ...typedDocuments, documents: ['packages/client/operations/**/*.graphql'] },
    'packages/console/generated/': { ...typedDocuments, documents: ['packages/console/operations/**/*.graphql'] },
  },
};

export default config;
