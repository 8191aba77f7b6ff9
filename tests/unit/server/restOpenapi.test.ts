import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';
import { createOpenApiDocument } from '../../../server/rest/openapi/document.ts';
import { operationRoutes } from '../../../server/rest/routes.ts';

const description = createOpenApiDocument(schema, operationRoutes);

it('is OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(description));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  expect(validator.version).toBe('3.1');
});

it('refers only to what it has, and has only what it refers to', () => {
  const text = JSON.stringify(description);
  const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
  expect([...referred].sort()).toEqual(Object.keys(description.components.schemas).sort());
});
