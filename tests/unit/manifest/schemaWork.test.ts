import { describe, expect, it } from 'vitest';
import { checkWork } from '../../../packages/manifest/jsonSchema/schemaWork.ts';
import { formatPath } from '../../../packages/manifest/values/path.ts';

function problems(schema: unknown): [path: string, message: string][] {
  const found: [string, string][] = [];
  checkWork(schema, (path, message) => found.push([formatPath(path), message]));
  return found;
}

/** A schema that takes this many checks. */
const checks = (count: number, keyword = 'allOf') => ({ [keyword]: Array.from({ length: count - 1 }, () => true) });
const tooMany = 'One value takes 1.0e+4 checks here; the maximum is 10000. Use fewer nested references.';
const tooManyParts =
  'Even the smallest valid value takes 1.0e+5 checks; the maximum is 100000. Use fewer nested references.';
const endless = 'No value can match: a required property contains itself.';

describe('one value', () => {
  it('may take 10,000 checks', () => {
    expect(problems(checks(10_000))).toEqual([]);
    expect(problems(checks(10_001))).toEqual([['', tooMany]]);
  });

  it.each<[string, (inner: object) => object]>([
    ['allOf', (inner) => ({ allOf: [inner] })],
    ['anyOf', (inner) => ({ anyOf: [inner] })],
    ['oneOf', (inner) => ({ oneOf: [inner] })],
    ['not', (inner) => ({ not: inner })],
    ['if', (inner) => ({ if: inner })],
    ['then', (inner) => Object.fromEntries([['then', inner]])],
    ['else', (inner) => ({ else: inner })],
    ['dependentSchemas', (inner) => ({ dependentSchemas: { a: inner } })],
    ['dependencies', (inner) => ({ dependencies: { a: inner } })],
    ['$ref', (inner) => ({ $ref: '#/$defs/a', $defs: { a: inner } })],
  ])('takes the checks behind %s too', (_, wrap) => {
    expect(problems(wrap(checks(9_999)))).toEqual([]);
    expect(problems(wrap(checks(10_000)))).toEqual([['', tooMany]]);
  });

  it.each<[string, (inner: object) => object]>([
    ['properties', (inner) => ({ properties: { a: inner } })],
    ['items', (inner) => ({ items: inner })],
    ['$defs', (inner) => ({ $defs: { a: inner } })],
  ])('does not take the checks of %s', (_, wrap) => {
    expect(problems(wrap(checks(10_000)))).toEqual([]);
  });

  it('that takes too many is reported in the first five places', () => {
    const $defs = Object.fromEntries([...'abcdef'].map((name) => [name, checks(10_001)]));
    expect(problems({ $defs })).toEqual([...'abcde'].map((name) => [`$defs.${name}`, tooMany]));
  });
});

describe('the smallest value', () => {
  const object = (parts: object[], required = Object.keys(parts)) => ({
    type: 'object',
    properties: { ...parts },
    required,
  });
  const nine = Array.from({ length: 9 }, (_, index) => checks(10_000, index === 0 ? 'anyOf' : 'allOf'));

  it('may take 100,000 checks with its required parts', () => {
    expect(problems(object([...nine, checks(9_999)]))).toEqual([]);
    expect(problems(object([...nine, checks(10_000)]))).toEqual([['', tooManyParts]]);
    const undeclared = [...Object.keys([...nine, 0]), 'undeclared'];
    expect(problems(object([...nine, checks(9_999)], undeclared))).toEqual([]);
    expect(problems(object([...nine, checks(10_000)], undeclared))).toEqual([['', tooManyParts]]);
  });

  it('has as many items as it must', () => {
    const list = (rest: object) => problems({ type: 'array', items: checks(9_999), ...rest });
    expect(list({ minItems: 10 })).toEqual([]);
    expect(list({ minItems: 11 })).toEqual([
      ['', 'Even the smallest valid value takes 1.1e+5 checks; the maximum is 100000. Use fewer nested references.'],
    ]);
    expect(list({ minItems: 12, prefixItems: [true, true] })).toEqual([]);
    expect(list({ minItems: 10, prefixItems: [checks(10_000)] })).toEqual([]);
    expect(list({ minItems: 11, prefixItems: [checks(10_000)] })).toEqual([['', expect.any(String)]]);
    expect(list({ maxItems: 11 })).toEqual([]);
    expect(list({ minItems: 200_000, items: true })).toEqual([]);
    const ten = { minItems: 10, prefixItems: Array.from({ length: 10 }, () => checks(10_000)) };
    expect(list({ ...ten, items: true })).toEqual([['', tooManyParts]]);
    expect(list({ ...ten, items: { $ref: '#' } })).toEqual([['', tooManyParts]]);
  });

  it('has a part twice if two others require it', () => {
    const $defs = { a: checks(10) };
    expect(problems({ ...object([{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }]), $defs })).toEqual([]);
  });

  it.each<[string, object]>([
    ['in a property', { ...object([{ $ref: '#' }]) }],
    ['in what a property must match as well', { ...object([{ allOf: [{ $ref: '#' }] }]) }],
    ['in its items', { type: 'array', minItems: 1, items: { $ref: '#' } }],
    [
      'in an item after those that have their own schema',
      { type: 'array', minItems: 2, prefixItems: [true], items: { $ref: '#' } },
    ],
  ])('does not exist if it must contain itself: %s', (_, schema) => {
    expect(problems(schema)).toEqual([['', endless]]);
  });

  it.each<[string, object]>([
    ['the property is optional', { ...object([{ $ref: '#' }], []) }],
    ['the property is one of several', { ...object([{ anyOf: [{ $ref: '#' }, { type: 'null' }] }]) }],
    ['another value than an object matches', { properties: { a: { $ref: '#' } }, required: ['a'] }],
    ['the list may be empty', { type: 'array', items: { $ref: '#' } }],
    ['the list may be empty, as is said', { type: 'array', minItems: 0, items: { $ref: '#' } }],
    ['another value than a list matches', { minItems: 1, items: { $ref: '#' } }],
    ['the first item may be missing', { type: 'array', prefixItems: [{ $ref: '#' }] }],
    ['the second item may be missing', { type: 'array', minItems: 1, prefixItems: [true, { $ref: '#' }] }],
    ['the first item has its own schema', { type: 'array', minItems: 1, prefixItems: [true], items: { $ref: '#' } }],
  ])('exists where %s', (_, schema) => {
    expect(problems(schema)).toEqual([]);
  });
});
