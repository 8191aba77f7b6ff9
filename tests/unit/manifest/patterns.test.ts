import { describe, expect, it } from 'vitest';
import { validateVariables } from '../../../packages/manifest/index.ts';

const wrongIn = (schema: unknown, values: unknown) =>
  validateVariables(schema, values).issues.map(({ path, code }) => `${path}:${code}`);

const object = (rest: object) => ({ type: 'object', ...rest });

describe('several patterns in one schema', () => {
  const text = (pattern: string) => ({ type: 'string', pattern });
  const two = object({ properties: { letters: text('^[a-z]+$'), digits: text('^[0-9]+$') } });
  const keys = object({ patternProperties: { '^s-': { type: 'string' }, '^n-': { type: 'number' } } });
  const names = object({
    properties: {
      lower: object({ propertyNames: { pattern: '^[a-z]+$' } }),
      upper: object({ propertyNames: { pattern: '^[A-Z]+$' } }),
    },
  });
  const closed = object({ patternProperties: { '^a': {}, '^b': {} }, additionalProperties: false });
  const items = object({
    properties: { list: { type: 'array', prefixItems: [text('^a$'), text('^b$'), text('^c$')], items: text('^d$') } },
  });

  it.each<[string, unknown, unknown, string[]]>([
    ['pattern', two, { letters: 'abc', digits: '123' }, []],
    ['pattern', two, { letters: '123', digits: 'abc' }, ['letters:invalid_value', 'digits:invalid_value']],
    ['patternProperties', keys, { 's-a': 'x', 'n-a': 1 }, []],
    ['patternProperties', keys, { 's-a': 1, 'n-a': 'x' }, ['s-a:invalid_type', 'n-a:invalid_type']],
    ['propertyNames', names, { lower: { a: 1 }, upper: { A: 1 } }, []],
    [
      'propertyNames',
      names,
      { lower: { A: 1 }, upper: { a: 1 } },
      ['lower:invalid_value', 'lower:invalid_value', 'upper:invalid_value', 'upper:invalid_value'],
    ],
    ['additionalProperties beside patternProperties', closed, { a: 1, b: 2 }, []],
    ['additionalProperties beside patternProperties', closed, { a: 1, c: 2 }, ['c:unknown_variable']],
    ['prefixItems', items, { list: ['a', 'b', 'c', 'd', 'd'] }, []],
    [
      'prefixItems',
      items,
      { list: ['b', 'b', 'a', 'd', 'a'] },
      ['list[0]:invalid_value', 'list[2]:invalid_value', 'list[4]:invalid_value'],
    ],
  ])('are each checked against their own strings: %s', (_, schema, values, expected) =>
    expect(wrongIn(schema, values).sort()).toEqual([...expected].sort()),
  );
});
