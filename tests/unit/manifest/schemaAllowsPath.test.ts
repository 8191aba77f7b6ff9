import { expect, it } from 'vitest';
import { schemaAllowsPath } from '../../../packages/manifest/jsonSchema/schemaAllowsPath.ts';

it('visits each schema once, however many references lead to it', () => {
  let looked = 0;
  const counted = (schema: object) =>
    new Proxy(schema, {
      get: (target, key) => {
        if (key === 'allOf') looked += 1;
        return Reflect.get(target, key);
      },
    });
  const $defs: Record<string, object> = {};
  for (let index = 0; index < 9; index += 1) {
    $defs[`d${index}`] = counted({ allOf: Array.from({ length: 40 }, () => ({ $ref: `#/$defs/d${index + 1}` })) });
  }
  $defs.d9 = { properties: { a: {} }, additionalProperties: false };
  const root = { type: 'object', $ref: '#/$defs/d0', $defs };
  expect(schemaAllowsPath(root, root, ['b'])).toBe(false);
  expect(looked).toBe(9);
  expect(schemaAllowsPath(root, root, ['a'])).toBe(true);
});
