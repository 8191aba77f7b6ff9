import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../../packages/manifest/jsonSchema/compileSchema.ts';

it.each(['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema'])(
  'a schema has nothing of another one, not even of its own draft: %s',
  ($schema) => {
    expect(() => compileSchema({ $schema, properties: { a: { $ref: $schema } } })).toThrow(`can't resolve reference`);
  },
);

it.each([{ uniqueItems: 'yes' }, { multipleOf: '2' }])(
  'a keyword that the registry checks itself has a value of its type: not %j',
  (schema) => {
    expect(() => compileSchema(schema)).toThrow(/value must be/);
  },
);

it.each(['100%', '%41', 'a#b', '#', 'a/b', '~1', 'ü ?'])('a schema at a path may be that of any name: %s', (name) => {
  const validate = compileSchema({ properties: { [name]: { type: 'string' } } }).validatorAt(['properties', name]);
  expect([validate('text'), validate(1)]).toEqual([true, false]);
});

describe('a value with a property that objects inherit', () => {
  const names = ['toString', 'valueOf', 'constructor', 'hasOwnProperty', 'toJSON'];
  const values = names.flatMap((name) => ['a', 1, null, {}, { b: [1] }, []].map((value) => ({ [name]: value })));

  it.each(values)('equals itself, and nothing else, by `const` and `enum`: %j', (value) => {
    for (const schema of [{ const: value }, { enum: ['a', { a: 1 }, value] }, { contains: { const: value } }]) {
      const validate = compileSchema(schema).validatorAt();
      const wrap = (each: unknown) => ('contains' in schema ? [each] : each);
      expect(validate(wrap(structuredClone(value)))).toBe(true);
      for (const other of [{}, [], 'b', { other: 1 }, { ...value, other: 1 }])
        expect(validate(wrap(other))).toBe(false);
      for (const other of values) if (!isDeepStrictEqual(other, value)) expect(validate(wrap(other))).toBe(false);
    }
  });
});
