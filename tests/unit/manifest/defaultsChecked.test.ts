import { describe, expect, it } from 'vitest';
import { checkDefaults, problemsOfPartialValues } from '../../../packages/manifest/jsonSchema/defaultCheck.ts';
import { checkRequired } from '../../../packages/manifest/jsonSchema/requiredCheck.ts';
import { Issues } from '../../../packages/manifest/values/issue.ts';

function wrong(schema: unknown, before = 0): [path: string, message: string][] {
  const issues = new Issues();
  for (let index = 0; index < before; index += 1)
    issues.error({ file: 'other.json', path: [index] }, 'invalid_value', 'Wrong.');
  checkDefaults(schema, { file: 'template.json', path: ['variables'] }, issues);
  return issues
    .list()
    .slice(before)
    .map(({ path, code, message, file }) => {
      expect([file, code]).toEqual(['template.json', 'invalid_default']);
      return [path, message];
    });
}

describe('a default', () => {
  it('is reported where it does not match its schema', () => {
    const b = { type: 'object', properties: { c: { type: 'null' } }, default: { c: 1 } };
    expect(
      wrong({ properties: { a: { type: 'string', default: 1 }, b, d: { type: 'string', default: 'd' } } }),
    ).toEqual([
      ['variables.properties.a.default', 'The default does not match its schema. Must be a string.'],
      ['variables.properties.b.default', 'The default does not match its schema. "c": Must be null.'],
    ]);
  });

  it('is checked wherever it is', () => {
    expect(wrong({ properties: { 'a b%/~#c': { type: 'string', default: 1 } } })).toEqual([
      ['variables.properties["a b%/~#c"].default', 'The default does not match its schema. Must be a string.'],
    ]);
  });

  it('is reported with its first five problems', () => {
    const items = { type: 'null' };
    expect(wrong({ properties: { a: { items, default: [1, 1, 1, 1, 1, 1, 1] } } })).toHaveLength(5);
  });

  it.each([0, 5])('is reported twenty times, after %i other issues', (before) => {
    const properties = Object.fromEntries(
      Array.from({ length: 22 }, (_, index) => [`a${index}`, { type: 'null', default: 1 }]),
    );
    expect(wrong({ properties }, before)).toHaveLength(20);
  });

  it('is reported where another part of the schema refuses it', () => {
    expect(
      wrong({ properties: { a: { type: 'string', default: 'a' } }, patternProperties: { '^a': { minLength: 2 } } }),
    ).toEqual([
      [
        'variables.properties.a.default',
        'With the defaults filled in, "a" does not match the schema: Must contain at least 2 characters.',
      ],
    ]);
    expect(
      wrong({
        allOf: [{ properties: { a: { type: 'string', default: 'a' } } }],
        patternProperties: { '^a': { minLength: 2 } },
      }),
    ).toEqual([
      ['variables', 'With the defaults filled in, "a" does not match the schema: Must contain at least 2 characters.'],
    ]);
  });

  it('is reported where another part of the schema refuses it, also if its name is a number', () => {
    const properties = { 1: { type: 'string', default: 'a' } };
    expect(wrong({ properties, patternProperties: { 1: { minLength: 2 } } })).toEqual([
      [
        'variables.properties["1"].default',
        'With the defaults filled in, "[1]" does not match the schema: Must contain at least 2 characters.',
      ],
    ]);
  });

  it('is reported if its check takes too many steps', () => {
    const items = { allOf: Array.from({ length: 300 }, () => ({ type: 'number' })) };
    expect(wrong({ properties: { a: { items, default: Array.from({ length: 900 }, () => 1) } } })).toEqual([
      [
        'variables.properties.a.default',
        'The default does not match its schema. Checking this value against its schema takes too many steps. Simplify the schema.',
      ],
    ]);
  });
});

describe('values to which others are added later', () => {
  const paths = (schema: unknown, given: Record<string, unknown>) =>
    problemsOfPartialValues(schema, given).map(({ path }) => path.join('.'));

  it('must match where they are present', () => {
    const schema = { required: ['a', 'b'], properties: { a: { type: 'null' }, b: { required: ['c'] } } };
    expect(paths(schema, {})).toEqual([]);
    expect(paths(schema, { a: 1 })).toEqual(['a']);
    expect(paths(schema, { b: {} })).toEqual(['b.c']);
  });

  it('may be refused by a branch that others may avoid', () => {
    const either = [
      { properties: { a: { const: 1 } } },
      { properties: { a: { const: 2 }, b: { const: 1 } }, required: ['b'] },
    ];
    for (const keyword of ['anyOf', 'oneOf']) {
      expect(paths({ properties: { a: { type: 'number' } }, [keyword]: either }, { a: 2 })).toEqual([]);
      expect(paths({ properties: { a: { type: 'string' } }, [keyword]: either }, { a: 2 })).toEqual(['a', 'a']);
      expect(paths({ [keyword]: either }, { a: 2 })).toEqual([]);
    }
    expect(paths({ properties: { a: { type: 'number' } }, allOf: either }, { a: 3 })).toEqual(['a', 'a']);
  });

  it('are refused by a branch of theirs, which others do not avoid', () => {
    const schema = { properties: { b: { anyOf: [{ type: 'null' }] } }, additionalProperties: { type: 'null' } };
    expect(paths(schema, { a: 1, b: 1 }).toSorted()).toEqual(['a', 'b', 'b']);
  });

  it('are too complex if their check takes too many steps', () => {
    const items = { allOf: Array.from({ length: 300 }, () => ({ type: 'number' })) };
    expect(
      problemsOfPartialValues({ properties: { a: { items } } }, { a: Array.from({ length: 900 }, () => 1) }),
    ).toEqual([
      {
        path: [],
        code: 'too_complex',
        message: 'Checking this value against its schema takes too many steps. Simplify the schema.',
      },
    ]);
  });
});

describe('a required name', () => {
  const unknown = (schema: unknown) => {
    const found: string[] = [];
    checkRequired(schema, (path, name) => found.push(`${path.join('.')} ${name}`));
    return found;
  };

  it.each<[schema: object, found: string[]]>([
    [{ required: ['a'], properties: { a: {} } }, []],
    [{ required: ['a', 'b'], properties: { a: {} } }, ['required.1 b']],
    [{ required: ['a'], patternProperties: { '^a': {} } }, []],
    [{ required: ['a'], patternProperties: { '^b': {} } }, ['required.0 a']],
    [{ required: ['a'], patternProperties: { '(': {} } }, []],
    [{ required: ['a'], additionalProperties: {} }, []],
    [{ required: ['a'], additionalProperties: false }, ['required.0 a']],
    [{ required: ['a'], unevaluatedProperties: {} }, []],
    [{ required: ['a'], unevaluatedProperties: false }, ['required.0 a']],
    [{ required: [1, null, 'a'] }, ['required.2 a']],
    [{ required: ['a'], allOf: [{ properties: { a: {} } }] }, []],
    [{ properties: { a: {} }, allOf: [{ required: ['a', 'b'] }] }, ['allOf.0.required.1 b']],
    [{ required: ['a'], items: { properties: { a: {} } } }, ['required.0 a']],
    [{ properties: { a: { required: ['a'] } } }, ['properties.a.required.0 a']],
    [{ $ref: '#/$defs/b', required: ['a'], $defs: { b: { properties: { a: {} } } } }, []],
    [{ $defs: { b: { required: ['a'] } }, $ref: '#/$defs/b', properties: { a: {} } }, []],
    [{ required: ['a'], allOf: [true, null, { $ref: '#' }] }, ['required.0 a']],
    [{ required: ['a'], allOf: [{ properties: { a: {} } }, {}] }, []],
    [{ required: ['a'], properties: { a: {}, b: { required: ['c'] } } }, ['properties.b.required.0 c']],
    [{ properties: { b: { required: ['a'], properties: { a: {} } } } }, []],
  ])('in %j is declared, except %j', (schema, found) => expect(unknown(schema)).toEqual(found));
});
