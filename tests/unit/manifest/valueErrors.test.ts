import { describe, expect, it } from 'vitest';
import { describeError } from '../../../packages/manifest/jsonSchema/ajvError.ts';
import { compileSchema, errorsOf } from '../../../packages/manifest/jsonSchema/compileSchema.ts';

const found = (schema: unknown, value: unknown) => errorsOf(compileSchema(schema), value, []).map(describeError);

describe('an error of a value', () => {
  it.each<[schema: object, value: unknown, code: string, message: string]>([
    [{ type: 'string' }, 1, 'invalid_type', 'Must be a string.'],
    [{ type: 'number' }, '1', 'invalid_type', 'Must be a number.'],
    [{ type: 'integer' }, 1.5, 'invalid_type', 'Must be an integer.'],
    [{ type: 'boolean' }, 1, 'invalid_type', 'Must be true or false.'],
    [{ type: 'object' }, 1, 'invalid_type', 'Must be an object.'],
    [{ type: 'array' }, 1, 'invalid_type', 'Must be an array.'],
    [{ type: 'null' }, 1, 'invalid_type', 'Must be null.'],
    [{ type: ['string', 'null'] }, 1, 'invalid_type', 'Must be a string or null.'],
    [{ minimum: 1 }, 0, 'invalid_value', 'Must be at least 1.'],
    [{ maximum: 1 }, 2, 'invalid_value', 'Must be at most 1.'],
    [{ exclusiveMinimum: 1 }, 1, 'invalid_value', 'Must be greater than 1.'],
    [{ exclusiveMaximum: 1 }, 1, 'invalid_value', 'Must be less than 1.'],
    [{ minLength: 1 }, '', 'invalid_value', 'Must contain at least 1 character.'],
    [{ minLength: 2 }, '', 'invalid_value', 'Must contain at least 2 characters.'],
    [{ maxLength: 1 }, 'ab', 'invalid_value', 'Must contain at most 1 character.'],
    [{ maxLength: 2 }, 'abc', 'invalid_value', 'Must contain at most 2 characters.'],
    [{ minItems: 1 }, [], 'invalid_value', 'Must contain at least 1 item.'],
    [{ minItems: 2 }, [], 'invalid_value', 'Must contain at least 2 items.'],
    [{ maxItems: 1 }, [1, 2], 'invalid_value', 'Must contain at most 1 item.'],
    [{ maxItems: 2 }, [1, 2, 3], 'invalid_value', 'Must contain at most 2 items.'],
    [{ minProperties: 1 }, {}, 'invalid_value', 'Must contain at least 1 property.'],
    [{ minProperties: 2 }, {}, 'invalid_value', 'Must contain at least 2 properties.'],
    [{ maxProperties: 1 }, { a: 1, b: 2 }, 'invalid_value', 'Must contain at most 1 property.'],
    [{ maxProperties: 0 }, { a: 1 }, 'invalid_value', 'Must contain at most 0 properties.'],
    [{ enum: ['a', 1, null] }, 'b', 'invalid_value', 'Must be one of "a", 1, null.'],
    [{ const: { a: 1 } }, 'b', 'invalid_value', 'Must be {"a":1}.'],
    [{ uniqueItems: true }, [1, 1], 'invalid_value', 'Must not contain duplicate items.'],
    [{ format: 'date' }, 'b', 'invalid_value', 'Must match the format "date".'],
    [{ multipleOf: 2 }, 3, 'invalid_value', 'Must be a multiple of 2.'],
    [{ not: {} }, 3, 'invalid_value', 'Must NOT be valid.'],
  ])('by %j is %j: %s, %s', (schema, value, code, message) => {
    expect(found(schema, value)).toEqual([{ path: [], code, message }]);
  });

  it.each<[schema: object, value: unknown, path: unknown[], code: string, message: string]>([
    [{ required: ['a'] }, {}, ['a'], 'required', '"a" is required.'],
    [{ additionalProperties: false }, { a: 1 }, ['a'], 'unknown_variable', '"a" is not a variable of this template.'],
    [
      { properties: { a: { additionalProperties: false } } },
      { a: { b: 1 } },
      ['a', 'b'],
      'unknown_variable',
      '"b" is not a variable of this template.',
    ],
    [{ unevaluatedProperties: false }, { a: 1 }, ['a'], 'unknown_variable', '"a" is not a variable of this template.'],
    [
      { properties: { list: { items: { required: ['a'] } } } },
      { list: [{ a: 1 }, {}] },
      ['list', 1, 'a'],
      'required',
      '"a" is required.',
    ],
    [{ additionalProperties: { type: 'null' } }, { 'a/b~1': 1 }, ['a/b~1'], 'invalid_type', 'Must be null.'],
    [{ additionalProperties: { type: 'null' } }, { '1a': 1 }, ['1a'], 'invalid_type', 'Must be null.'],
    [{ additionalProperties: { type: 'null' } }, { a1: 1 }, ['a1'], 'invalid_type', 'Must be null.'],
  ])('by %j of %j is at its path', (schema, value, path, code, message) => {
    expect(found(schema, value)).toEqual([{ path, code, message }]);
  });

  it('is at an index of more than one digit', () => {
    const list = Array.from({ length: 13 }, (_, index) => (index === 12 ? 1 : null));
    expect(found({ items: { type: 'null' } }, list)).toEqual([
      { path: [12], code: 'invalid_type', message: 'Must be null.' },
    ]);
  });

  it('is named after the keyword that an object has of its own', () => {
    const error = { keyword: 'toString', instancePath: '', schemaPath: '', params: {}, message: 'must be, must be' };
    expect(describeError(error)).toEqual({ path: [], code: 'invalid_value', message: 'Must be, must be.' });
    const { message: _, ...unnamed } = error;
    expect(describeError(unnamed)).toEqual({ path: [], code: 'invalid_value', message: 'Must match the schema.' });
    expect(describeError({ ...error, message: 'it must be' }).message).toBe('it must be.');
  });

  it('names at most twenty allowed values, each cut at forty characters', () => {
    const [error] = found({ enum: Array.from({ length: 21 }, (_, index) => `${index}-${'a'.repeat(100)}`) }, 'b');
    const named = error?.message.replace('Must be one of ', '').slice(0, -1).split(', ');
    expect(named).toHaveLength(20);
    expect(named?.[19]).toBe(`"19-${'a'.repeat(36)}…`);
  });
});

describe('a schema', () => {
  const tuple = { prefixItems: [{ type: 'null' }] };

  it.each(['04', '06', '07'])('of draft %s has no keywords of draft 2020-12', (draft) => {
    const $schema = `http://json-schema.org/draft-${draft}/schema#`;
    expect(found({ $schema, ...tuple }, [1])).toEqual([]);
  });

  it.each(['https://json-schema.org/draft/2020-12/schema', 'http://json-schema.org/draft-05/schema#', undefined])(
    'of %s has the keywords of draft 2020-12',
    ($schema) => expect(found({ $schema, ...tuple }, [1])).toMatchObject([{ path: [0] }]),
  );

  it('may have keywords that are not those of JSON Schema, and formats that are not checked', () => {
    const schema = { 'x-unit': 'cm', format: 'length', minLength: 3, items: {}, type: ['string', 'array'] };
    expect(found(schema, 'abc')).toEqual([]);
    expect(found(schema, 'a')).toHaveLength(1);
  });
});
