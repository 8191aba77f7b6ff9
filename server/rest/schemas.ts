import { jsonSchemaText, schemaFiles, schemaPath } from '../../packages/manifest/schemas/jsonSchemas.ts';
import { sharedAsset } from './asset.ts';
import type { Route } from './route.ts';

/** The JSON Schemas of definitions, for editors and validators of any origin. */
export const schemaRoutes = (): Route[] =>
  schemaFiles.map((file) => {
    const schema = sharedAsset(async () => jsonSchemaText(file));
    return {
      method: 'GET',
      pattern: schemaPath(file),
      quiet: true,
      anyOrigin: true,
      answer: ({ request }) =>
        schema(request, {
          'content-type': 'application/schema+json',
          'cache-control': 'public, max-age=3600',
          'cross-origin-resource-policy': 'cross-origin',
        }),
    };
  });
