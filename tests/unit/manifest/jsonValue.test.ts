import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../packages/manifest/values/digest.ts';
import { entries, isRecord, items, ownProperty, toJsonValue } from '../../../packages/manifest/values/jsonValue.ts';

type Options = Parameters<typeof toJsonValue>[2];

function copied(value: unknown, options?: Options) {
  const reports: unknown[][] = [];
  const copy = toJsonValue(value, (path, ...report) => reports.push([[...path], ...report]), options);
  return { copy, reports };
}
const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
const lists = (levels: number): unknown => (levels === 0 ? 1 : [lists(levels - 1)]);

describe('a JSON value', () => {
  it('is a copy of what is plain JSON', () => {
    const value = { a: [1, 'b', null, true, { c: 0.5 }], d: {}, e: [] };
    const { copy, reports } = copied(value);
    expect(copy).toStrictEqual(value);
    expect(copy).not.toBe(value);
    expect(reports).toEqual([]);
  });

  it('has no key without a value, and 0 for -0', () => {
    expect(copied({ a: undefined, b: -0 })).toStrictEqual({ copy: { b: 0 }, reports: [] });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('has no number %s', (number) =>
    expect(copied({ a: [number] })).toStrictEqual({
      copy: { a: [0] },
      reports: [[['a', 0], 'number_out_of_range', 'Must be a finite number.']],
    }),
  );

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a big integer', 1n],
    ['undefined', undefined],
    ['a date', new Date(0)],
    ['a map', new Map()],
  ])('is not %s', (_, value) =>
    expect(copied([1, value])).toStrictEqual({
      copy: [1, null],
      reports: [[[1], 'not_json', 'Must be a JSON value.']],
    }),
  );

  it('is not what cannot be read', () => {
    const value = {
      get a() {
        throw new Error('no');
      },
    };
    expect(copied(value)).toEqual({ copy: undefined, reports: [[[], 'not_json', 'Must be a JSON value.']] });
  });

  it('is refused for a key that would set a prototype', () => {
    const value = JSON.parse('{"a": {"__proto__": {"b": 1}, "c": 2}}');
    expect(copied(value)).toStrictEqual({
      copy: { a: { c: 2 } },
      reports: [[['a', '__proto__'], 'forbidden_key', 'The key "__proto__" is not allowed; rename it.']],
    });
  });

  it('has at most 64 levels', () => {
    expect(copied(nested(64))).toStrictEqual({ copy: nested(64), reports: [] });
    expect(copied(lists(64))).toStrictEqual({ copy: lists(64), reports: [] });
    expect(copied({ a: 1, b: { c: 1 }, d: [[1]], e: nested(63) }).reports).toEqual([]);
    for (const [value, segment] of [
      [nested(65), 'a'],
      [lists(65), 0],
    ] as const)
      expect(copied(value)).toEqual({
        copy: undefined,
        reports: [[Array(8).fill(segment), 'too_deep', 'Must have at most 64 levels of nesting.']],
      });
    const cycle: Record<string, unknown> = {};
    cycle.a = cycle;
    expect(copied(cycle).reports).toMatchObject([[Array(8).fill('a'), 'too_deep', expect.any(String)]]);
  });

  it('has at most as many values as a caller allows, with the containers', () => {
    const value = { a: [1, 2], b: { c: 3 } };
    expect(copied(value, { nodes: 6 }).reports).toEqual([]);
    expect(copied(value, { nodes: 5 })).toEqual({
      copy: undefined,
      reports: [[['b', 'c'], 'too_many_values', 'Contains too many values.']],
    });
    expect(copied([1, 2, 3], { nodes: 4 }).reports).toEqual([]);
    expect(copied([1, 2, 3], { nodes: 3 }).reports).toEqual([[[], 'too_many_values', 'Contains too many values.']]);
    const sparse: unknown[] = [];
    sparse.length = 4_000_000_000;
    expect(copied(sparse).reports).toEqual([[[], 'too_many_values', 'Contains too many values.']]);
  });

  it('has at most 50,000 values by default', () => {
    expect(copied(Array(49_999).fill(1)).reports).toEqual([]);
    expect(copied(Array(50_000).fill(1)).reports).toEqual([[[], 'too_many_values', 'Contains too many values.']]);
  });

  it('has at most as many characters as a caller allows, with those of its keys', () => {
    expect(copied({ abc: 'de' }, { characters: 5 }).reports).toEqual([]);
    expect(copied({ abc: 'def' }, { characters: 5 })).toEqual({
      copy: undefined,
      reports: [[['abc'], 'too_large', 'Too large.']],
    });
    expect(copied('a'.repeat(1_048_576)).reports).toEqual([]);
    expect(copied('a'.repeat(1_048_577)).reports).toEqual([[[], 'too_large', 'Too large.']]);
  });

  it('has text that can be stored and read', () => {
    expect(copied({ 'a\0': ['b\u0001', 'e\u0301', 'x\u200bsome words'] }).reports).toEqual([
      [['a\0'], 'nul_character', 'The key "a\\u0000" contains a NUL character; remove it.', undefined],
      [['a\0', 0], 'control_character', 'The string contains a control character; remove it.', undefined],
      [['a\0', 1], 'not_nfc', 'The string is not in Unicode normal form C; save the text as NFC.', undefined],
      [
        ['a\0', 2],
        'invisible_character',
        'The string contains an invisible character (U+200B); remove it unless the language needs it.',
        'warning',
      ],
    ]);
  });

  it('may have any text that can be stored if it is input of a user', () => {
    const value = ['b\u0001', 'e\u0301', 'x\u200bsome words', 'a\u202eb'];
    expect(copied(value, { lenientText: true })).toEqual({ copy: value, reports: [] });
    expect(copied(['a\0', '\ud800'], { lenientText: true }).reports).toMatchObject([
      [[0], 'nul_character', 'The string contains a NUL character; remove it.', undefined],
      [[1], 'lone_surrogate', 'The string contains half of a surrogate pair; write the whole character.', undefined],
    ]);
  });
});

it('has a canonical form, which nothing else has', () => {
  expect(canonicalJson({ b: [1, -0], a: 'é' })).toBe('{"a":"é","b":[1,0]}');
  expect(() => canonicalJson(undefined)).toThrow('Not a JSON value.');
});

describe('a part of a JSON value', () => {
  it('is a record, an array, or neither', () => {
    expect([{}, [], null, 1, 'a', undefined].map(isRecord)).toEqual([true, false, false, false, false, false]);
    expect(items([1, 2])).toEqual([1, 2]);
    expect(items({ 0: 1 })).toEqual([]);
    expect(entries({ a: 1 })).toEqual([['a', 1]]);
    expect(entries([1])).toEqual([]);
  });

  it('is only what a record has of its own', () => {
    expect(ownProperty({ a: 1 }, 'a')).toBe(1);
    expect(ownProperty({ a: 1 }, 'toString')).toBeUndefined();
    expect(ownProperty(['a'], 'length')).toBeUndefined();
    expect(ownProperty(null, 'a')).toBeUndefined();
  });
});
