import type { CodegenConfig } from '@graphql-codegen/cli';
import { preset as clientPreset } from '@graphql-codegen/client-preset';

type Plugins = Awaited<ReturnType<typeof clientPreset.buildGeneratesSection>>[number]['pluginMap'];

/** Marks the documents as free of side effects, so that a bundler leaves out those that a program does not use. */
const markPure = (content: string): string =>
  content.replaceAll(' = new TypedDocumentString(', ' = /* @__PURE__ */ new TypedDocumentString(');

/** The preset of the client, with marked documents: `pureMagicComment` does not mark those that are strings. */
const preset: typeof clientPreset = {
  ...clientPreset,
  buildGeneratesSection: async (options) =>
    (await clientPreset.buildGeneratesSection(options)).map((section) => ({
      ...section,
      pluginMap: marking(section.pluginMap),
    })),
};

const marking = (plugins: Plugins): Plugins =>
  Object.fromEntries(
    Object.entries(plugins).map(([name, plugin]) => [
      name,
      {
        ...plugin,
        async plugin(...given: Parameters<typeof plugin.plugin>) {
          const output = await plugin.plugin(...given);
          return typeof output === 'string' ? markPure(output) : { ...output, content: markPure(output.content) };
        },
      },
    ]),
  );

/** Typed documents: each operation in the folder `operations` of a package becomes a value with its types. */
const typedDocuments: CodegenConfig['generates'][string] = {
  preset,
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

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  generates: {
    'packages/client/generated/': { ...typedDocuments, documents: ['packages/client/operations/**/*.graphql'] },
    'packages/console/generated/': { ...typedDocuments, documents: ['packages/console/operations/**/*.graphql'] },
  },
};

export default config;
