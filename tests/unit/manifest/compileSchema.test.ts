import { expect, it } from 'vitest';
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
