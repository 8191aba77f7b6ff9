import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
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

it('has the version of the package', () => {
  expect(description.info.version).toBe(packageJson.version);
});

it('describes every path, parameter and response', () => {
  const undescribed: string[] = [];
  const empty = (text: unknown) => typeof text !== 'string' || !/^\S.{8,}[.@-]?$/s.test(text);
  for (const [path, operations] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const {
        summary,
        parameters = [],
        responses,
      } = operation as {
        summary: string;
        parameters?: { name: string; description?: string; $ref?: string }[];
        responses: Record<string, { description?: string; $ref?: string }>;
      };
      if (empty(summary)) undescribed.push(`${method} ${path}`);
      for (const { name, description: about, $ref } of parameters) {
        if (!$ref && empty(about)) undescribed.push(`${method} ${path}: ${name}`);
      }
      for (const [status, { description: about, $ref }] of Object.entries(responses)) {
        if (!$ref && empty(about)) undescribed.push(`${method} ${path}: ${status}`);
      }
    }
  }
  expect(undescribed).toEqual([]);
});

it('has every component that it references, and references every component', () => {
  const text = JSON.stringify(description);
  const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
  expect([...referred].sort()).toEqual(Object.keys(description.components.schemas).sort());
});
