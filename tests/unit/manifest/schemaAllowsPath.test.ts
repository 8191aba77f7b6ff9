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

it.each<[allows: boolean, schema: unknown, path: string]>([
  [true, true, 'a'],
  [false, false, 'a'],
  [false, {}, 'a'],
  [true, { properties: { a: {} } }, 'a'],
  [true, { properties: { a: { type: 'string' } } }, 'a'],
  [false, { properties: { a: {} } }, 'b'],
  [true, { properties: { a: true } }, 'a.b'],
  [false, { properties: { a: false } }, 'a.b'],
  [true, { properties: { a: { properties: { b: {} } } } }, 'a.b'],
  [false, { properties: { a: { properties: { b: {} } } } }, 'a.c'],
  [true, { allOf: [{}, { properties: { a: {} } }] }, 'a'],
  [true, { anyOf: [{}, { properties: { a: {} } }] }, 'a'],
  [true, { oneOf: [{}, { properties: { a: {} } }] }, 'a'],
  [true, { if: { properties: { a: {} } } }, 'a'],
  // biome-ignore lint/suspicious/noThenProperty: A keyword of JSON Schema.
  [true, { then: { properties: { a: {} } } }, 'a'],
  [true, { else: { properties: { a: {} } } }, 'a'],
  [false, { not: { properties: { a: {} } } }, 'a'],
  [true, { patternProperties: { '^a': {} } }, 'a'],
  [false, { patternProperties: {} }, 'a'],
  [true, { additionalProperties: {} }, 'a'],
  [true, { additionalProperties: true }, 'a'],
  [false, { additionalProperties: false }, 'a'],
  [false, { additionalProperties: false, unevaluatedProperties: true }, 'a'],
  [true, { unevaluatedProperties: {} }, 'a'],
  [false, { unevaluatedProperties: false }, 'a'],
  [true, { properties: { a: {} } }, 'a.b'],
  [true, { properties: { a: { type: 'object' } } }, 'a.b'],
  [true, { properties: { a: { type: 'array' } } }, 'a.0'],
  [true, { properties: { a: { type: ['null', 'object'] } } }, 'a.b'],
  [false, { properties: { a: { type: ['null', 'string'] } } }, 'a.b'],
  [false, { properties: { a: { type: 'string' } } }, 'a.b'],
  [false, { properties: { a: { type: 'object', additionalProperties: false } } }, 'a.b'],
  [false, { properties: { a: { allOf: [{ type: 'string' }] } } }, 'a.b'],
  [true, { allOf: [{ properties: { a: { allOf: [{ type: 'object' }] } } }] }, 'a.b'],
  [true, { $ref: '#/$defs/a~1b~0c/0', $defs: { 'a/b~c': [{ properties: { a: {} } }] } }, 'a'],
  [false, { $ref: '#/$defs/gone', $defs: {} }, 'a'],
  [false, { $ref: 'x#/$defs/d', $defs: { d: { properties: { a: {} } } } }, 'a'],
  [false, { $ref: 1 }, 'a'],
])('allows %j: %j has %s', (allows, schema, path) => {
  expect(schemaAllowsPath(schema, schema, path.split('.'))).toBe(allows);
});
