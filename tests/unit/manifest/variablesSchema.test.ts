import { describe, expect, it } from 'vitest';
import { checkVariablesSchema, isUsableSchema } from '../../../packages/manifest/jsonSchema/variablesSchema.ts';
import { Issues } from '../../../packages/manifest/values/issue.ts';

const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest });
const draft7 = { $schema: 'http://json-schema.org/draft-07/schema#' };

/** What is reported of the variables of a template: where in them, the code and the message. */
function issuesOf(schema: unknown, severity: 'error' | 'warning' = 'error') {
  const issues = new Issues();
  checkVariablesSchema(schema, { file: 'template.json', path: ['variables'] }, issues);
  const list = issues.list();
  for (const { file } of list) expect(file).toBe('template.json');
  return list.filter((each) => each.severity === severity).map(({ path, code, message }) => [path, code, message]);
}

const types = '"array", "boolean", "integer", "null", "number", "object", "string"';

describe('the schema of variables', () => {
  it.each<[unknown, [path: string, code: string, message: string][]]>([
    [
      { type: 'array' },
      [['variables.type', 'invalid_schema', 'Must be "object": the schema of variables describes an object.']],
    ],
    [{}, [['variables.type', 'invalid_schema', 'Must be "object": the schema of variables describes an object.']]],
    [
      object({ a: { minLength: -1 }, b: 7 }),
      [
        ['variables.properties.a.minLength', 'invalid_schema', 'Not a valid JSON Schema. Must be at least 0.'],
        ['variables.properties.b', 'invalid_schema', 'Not a valid JSON Schema. Must be an object or true or false.'],
      ],
    ],
    [
      object({ a: { type: 'text' } }),
      [
        ['variables.properties.a.type', 'invalid_schema', `Not a valid JSON Schema. Must be one of ${types}.`],
        ['variables.properties.a.type', 'invalid_schema', 'Not a valid JSON Schema. Must be an array.'],
      ],
    ],
    [
      object({ a: { items: [{}] } }),
      [
        [
          'variables.properties.a.items',
          'invalid_schema',
          'Not a valid JSON Schema. Must be an object or true or false.',
        ],
      ],
    ],
    [{ ...draft7, ...object({ a: { items: [{}] } }) }, []],
    [
      { ...draft7, ...object({ a: { if: 1 } }) },
      [['variables.properties.a.if', 'invalid_schema', 'Not a valid JSON Schema. Must be an object or true or false.']],
    ],
    [
      object({ a: { $anchor: 'x' }, b: { $anchor: 'x' } }),
      [['variables', 'invalid_schema', 'The JSON Schema cannot be compiled.']],
    ],
    [
      object({ a: {} }, { required: ['b'] }),
      [
        [
          'variables.required[0]',
          'unknown_required',
          '"b" is required but not declared. Add it to "properties", or correct its spelling.',
        ],
      ],
    ],
    [
      object(
        { a: { allOf: Array.from({ length: 20 }, () => ({ $ref: '#/$defs/b' })) } },
        {
          $defs: { b: { allOf: Array.from({ length: 600 }, () => true) } },
        },
      ),
      [
        [
          'variables.properties.a',
          'schema_too_complex',
          'One value takes 1.2e+4 checks here; the maximum is 10000. Use fewer nested references.',
        ],
      ],
    ],
  ])('is a JSON Schema that describes an object: %j', (schema, expected) => {
    expect(issuesOf(schema)).toEqual(expected);
  });

  it('that is no object is not reported here, and cannot be used', () => {
    for (const schema of ['object', 5, null, true, []]) {
      expect(issuesOf(schema)).toEqual([]);
      expect(isUsableSchema(schema)).toBe(false);
    }
    expect(isUsableSchema({ type: 'string' })).toBe(true);
    expect(isUsableSchema({ type: 'text' })).toBe(false);
  });

  it('is reported with its first twenty errors', () => {
    const properties = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`a${index}`, { minLength: -1 }]));
    expect(issuesOf(object(properties))).toHaveLength(20);
  });

  it.each([
    '$dynamicRef',
    '$recursiveRef',
    '$dynamicAnchor',
    '$recursiveAnchor',
    '$vocabulary',
    '$async',
    '$data',
    'id',
  ])('does not use %s', (keyword) => {
    expect(issuesOf(object({ a: { [keyword]: '#' } }))).toEqual([
      [`variables.properties.a.${keyword}`, 'invalid_schema', `"${keyword}" is not supported; remove it.`],
    ]);
  });

  it('has an id only at its top', () => {
    expect(issuesOf({ $id: 'https://example.com/a', ...object({}) })).toEqual([]);
    expect(issuesOf(object({ a: { $id: 'a' } }))).toEqual([
      ['variables.properties.a.$id', 'invalid_schema', '"$id" is allowed only at the top of a schema; remove it.'],
    ]);
  });

  it.each<[unknown, string, string]>([
    ['https://example.com/a', 'remote_ref', 'Must point into this schema, as "#/$defs/address" does.'],
    [5, 'remote_ref', 'Must point into this schema, as "#/$defs/address" does.'],
    ['#/$defs/a', 'unknown_ref', 'This reference was not found in the schema.'],
  ])('refers only to its own parts, not to %j', ($ref, code, message) => {
    expect(issuesOf(object({ a: { $ref } }))).toEqual([['variables.properties.a.$ref', code, message]]);
  });

  it.each<[string, object]>([
    ['at the top', object({}, { allOf: [{ $ref: '#' }] })],
    ['in a part', object({ a: { $ref: '#/$defs/b' } }, { $defs: { b: { anyOf: [{ $ref: '#/$defs/b' }] } } })],
    [
      'by way of another',
      object({ a: { $ref: '#/$defs/b' } }, { $defs: { b: { $ref: '#/$defs/c' }, c: { not: { $ref: '#/$defs/b' } } } }),
    ],
    ['where a property depends on it', object({ a: {} }, { dependentSchemas: { a: { $ref: '#' } } })],
    ['where a property depends on it, as in draft 7', object({ a: {} }, { dependencies: { a: { $ref: '#' } } })],
  ])('does not refer to itself for the same value: %s', (_, schema) => {
    expect(issuesOf(schema)).toEqual([
      ['variables', 'invalid_schema', 'The schema refers to itself without descending into a property or an item.'],
    ]);
  });

  it('contains at most 2,000 values', () => {
    const others = 5;
    const values = (count: number) =>
      object({ a: { enum: Array.from({ length: count - others }, (_, index) => index) } });
    expect(issuesOf(values(2_000))).toEqual([]);
    expect(issuesOf(values(2_001))).toEqual([
      ['variables', 'schema_too_large', 'A schema must contain at most 2000 values.'],
    ]);
  });

  it('contains at most 100 patterns, with repetitions of 10,000', () => {
    const tooLarge = [
      [
        'variables',
        'schema_too_large',
        'A schema must contain at most 100 patterns, whose repetitions add up to at most 10000.',
      ],
    ];
    const patterns = (count: number) =>
      object(
        { a: { pattern: 'a' } },
        {
          patternProperties: Object.fromEntries(Array.from({ length: count - 1 }, (_, index) => [`a${index}`, {}])),
        },
      );
    expect(issuesOf(patterns(100))).toEqual([]);
    expect(issuesOf(patterns(101))).toEqual(tooLarge);
    const repetitions = (last: number) =>
      object(
        Object.fromEntries(
          [...Array.from({ length: 10 }, () => 1_000), last].map((count, index) => [
            `a${index}`,
            { pattern: `a{${count}}` },
          ]),
        ),
      );
    expect(issuesOf(repetitions(0))).toEqual([]);
    expect(issuesOf(repetitions(1))).toEqual(tooLarge);
  });

  it('is reported with what is wrong with each pattern', () => {
    const lookahead = 'Lookaround is not supported: patterns must run in linear time.';
    expect(issuesOf(object({ a: { pattern: '(?=a)' } }, { patternProperties: { '(?!b)': {} } }))).toEqual([
      ['variables.patternProperties["(?!b)"]', 'invalid_pattern', lookahead],
      ['variables.properties.a.pattern', 'invalid_pattern', lookahead],
    ]);
  });

  it('is warned of what is not checked, beside what is wrong', () => {
    const schema = object({
      a: { format: 'colour', 'x-a': 1, $b: 1, 'a-x-b': 1, b$: 1, minLength: -1 },
      b: { format: 'date' },
    });
    expect(issuesOf(schema, 'warning')).toEqual([
      ['variables.properties.a.format', 'unknown_format', 'Unknown format "colour"; it is not checked.'],
      ['variables.properties.a.a-x-b', 'unknown_keyword', '"a-x-b" is not a JSON Schema keyword; it is ignored.'],
      ['variables.properties.a.b$', 'unknown_keyword', '"b$" is not a JSON Schema keyword; it is ignored.'],
    ]);
    expect(issuesOf(schema)).toEqual([
      ['variables.properties.a.minLength', 'invalid_schema', 'Not a valid JSON Schema. Must be at least 0.'],
    ]);
    expect(issuesOf(object({ a: { format: 1 } }), 'warning')).toEqual([]);
  });
});
