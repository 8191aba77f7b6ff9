import { schema } from '../../schema/index.ts';
import { sharedAsset } from './asset.ts';
import { createOpenApiDocument } from './openapi/document.ts';
import type { Route } from './route.ts';
import { operationRoutes } from './routes.ts';

export const descriptionPattern = '/api/openapi.json';

/** The route of the OpenAPI document. */
export const descriptionRoute = (): Route => {
  const description = sharedAsset(async () => JSON.stringify(createOpenApiDocument(schema, operationRoutes)));
  return {
    method: 'GET',
    pattern: descriptionPattern,
    quiet: true,
    answer: ({ request }) =>
      description(request, {
        'content-type': 'application/json',
        'cache-control': 'public, max-age=300',
        vary: 'Origin',
      }),
  };
};
