import { describe, expect, it } from 'vitest';
import { isMultipleOf } from '../../../packages/manifest/values/decimal.ts';
import { jsonLosses } from '../../../packages/manifest/values/jsonText.ts';
import { losesDigits } from '../../../packages/manifest/values/numberText.ts';

describe('a number in a text', () => {
  it.each([
    '9007199254740993',
    '-9007199254740993',
    '90071992547409930',
    '12345678901234567890',
    '0.12345678901234567891',
    '1.00000000000000000001',
    '100000000000000000001',
    '1e400',
    '-1E400',
    '1e-400',
    '1.2345678901234567890123e5',
    '9007199254740992.5',
    '90071992547409936',
    '0.1000000000000000055511151231257827',
  ])('loses digits: %s', (text) => expect(losesDigits(text)).toBe(true));

  it.each([
    '0',
    '-0',
    '1',
    '1.0',
    '1E2',
    '1e2',
    '1e+2',
    '0.1',
    '0.10000000000000001',
    '0.1000000000000000',
    '0.00000000000000000000000012',
    '1.2e-25',
    '12.5e-1',
    '9007199254740991',
    '9007199254740992',
    '90071992547409920',
    '100000000000000000000',
    '1e22',
    '1.7976931348623157e308',
    '5e-324',
    '0.0000000000000000',
    '0e5',
    '000000000000000000e1',
    '1.0000000000000000000000',
    '123456.78900000000000',
    '-123456.78900000000000',
    '4.35',
    '4.3499999999999996',
  ])('keeps its value: %s', (text) => expect(losesDigits(text)).toBe(false));
});

describe('a JSON text of a request', () => {
  it('loses duplicate keys and numbers that change', () => {
    const text = '{"a": 1e400, "b": [9007199254740993, 9007199254740992, 12345678901234567890], "a": 0.5}';
    expect(jsonLosses(text, 3).map(({ code, path, offset }) => [code, path, offset])).toEqual([
      ['number_out_of_range', ['a'], text.indexOf('1e400')],
      ['number_imprecise', ['b', 0], text.indexOf('9007199254740993')],
      ['number_imprecise', ['b', 2], text.indexOf('1234567890')],
      ['duplicate_key', ['a'], text.lastIndexOf('"a"')],
    ]);
  });

  it('may be nested as deep as its reader allows', () => {
    expect(jsonLosses('[[1]]', 2)).toEqual([]);
    expect(jsonLosses('[[1]]', 1)).toMatchObject([
      { code: 'too_deep', message: 'Line 1, column 2: JSON must have at most 1 levels of nesting.' },
    ]);
  });
});

describe('a multiple', () => {
  it.each([
    [19.99, 0.01],
    [0.3, 0.1],
    [6, 3],
    [0, 5],
    [-4.5, 1.5],
    [1e21, 10],
    [1e-7, 1e-8],
    [1.5e300, 5e299],
    [7, 0.5],
  ])('%s is one of %s', (value, divisor) => expect(isMultipleOf(value, divisor)).toBe(true));

  it.each([
    [0.35, 0.1],
    [7, 3],
    [1, 2],
    [1e-8, 1e-7],
    [1, 0],
    [1, -1],
    [0, 0],
    [1, Number.NaN],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
  ])('%s is not one of %s', (value, divisor) => expect(isMultipleOf(value, divisor)).toBe(false));
});
