import { describe, expect, it } from 'vitest';
import { redactAssigned, redactTokens } from '../../../packages/manifest/values/redactSecrets.ts';

// Written in parts, so that no scanner reports this file as a leak.
const key = `${'AKIA'}Y34FZKBOKMUTVV7A`;
const other = `${'gh'}p_${'q7Zx2Kp9Lm4Vt8Rb3Nc6Wd1Yf5Hg0Js'.repeat(2).slice(0, 36)}`;

describe('a value without tokens', () => {
  it.each([null, 1, true, '', 'abc', [], {}, { a: ['b', { c: null }] }])('is %j as it is', (value) =>
    expect(redactTokens(value)).toStrictEqual({ value, places: [] }),
  );

  it('has them replaced in strings, and says where', () => {
    expect(redactTokens(`x ${key} y`, ['a'])).toEqual({ value: 'x (hidden) y', places: [['a']] });
    expect(redactTokens({ a: ['b', key], c: { d: other } })).toEqual({
      value: { a: ['b', '(hidden)'], c: { d: '(hidden)' } },
      places: [
        ['a', 1],
        ['c', 'd'],
      ],
    });
  });

  it('has them replaced in keys, which stay distinct', () => {
    const value = { [key]: 1, '(hidden) 2': 2, [other]: { [key]: key }, '(hidden)x': 3 };
    expect(redactTokens(value)).toEqual({
      value: { '(hidden)': 1, '(hidden) 2': 2, '(hidden) 3': { '(hidden)': '(hidden)' }, '(hidden)x': 3 },
      places: [['(hidden)'], ['(hidden) 3'], ['(hidden) 3', '(hidden)'], ['(hidden) 3', '(hidden)']],
    });
  });

  it('has each replaced once, in their order', () => {
    expect(redactTokens(`${other} and ${key}, ${other}`).value).toBe('(hidden) and (hidden), (hidden)');
    expect(redactTokens(`${key} ${other}`).value).toBe('(hidden) (hidden)');
  });

  it('has those that overlap replaced together', () => {
    const url = `https://app:${other}@example.com`;
    expect(redactTokens(`a ${url} b`).value).toBe('a (hidden)xample.com b');
    expect(redactTokens(`https://app:hunter22@${other} c`).value).toBe('(hidden) c');
    const header = `Bearer ${other}`;
    expect(redactTokens(`${header} x`).value).toBe('(hidden) x');
  });
});

it('has no value of a secret in prose', () => {
  expect(redactAssigned(`password = "Tr0ub4dor3x", token: ${other}; ${key}`)).toBe(
    'password = "(hidden)", token: (hidden); (hidden)',
  );
  expect(redactAssigned('Nothing here.')).toBe('Nothing here.');
});
