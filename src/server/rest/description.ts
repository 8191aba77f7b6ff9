import { schema } from '../../../schema/index.ts';
import { json, validated } from './answer.ts';
import { describeDoors } from './openapi/document.ts';
import type { Route } from './route.ts';
import { operationRoutes } from './routes.ts';

export const descriptionPattern = '/api/openapi.json';

/** The description of every address, for programs. */
export const descriptionRoute = (): Route => {
  let description: unknown;
  return {
    method: 'GET',
    pattern: descriptionPattern,
    quiet: true,
    async answer({ request }) {
      description ??= describeDoors(schema, operationRoutes);
      const answer = json(200, description, { 'cache-control': 'public, max-age=300', vary: 'Origin' });
      return validated(answer, request.headers.get('if-none-match'));
    },
  };
};
