import { describe, expect, it } from 'vitest';
import { found, object } from '../../support/schemaChanges.ts';

describe('properties by a pattern of their names', () => {
  const text = { type: 'string' };
  const closed = (patternProperties?: object, properties: object = {}) =>
    object(properties, { additionalProperties: false, ...(patternProperties && { patternProperties }) });
  const open = (patternProperties?: object) => object({}, patternProperties && { patternProperties });
  const at = (pattern: string, more = '') => `variables.patternProperties["${pattern}"]${more}`;

  it.each<[string, object, object, string[]]>([
    ['are the same', closed({ '^x-': text }), closed({ '^x-': text }), []],
    ['are now accepted by a closed object', closed(), closed({ '^x-': text }), [`variable-opened ${at('^x-')}`]],
    ['are no longer accepted by a closed object', closed({ '^x-': text }), closed(), [`variable-closed ${at('^x-')}`]],
    ['are now restricted in an open object', open(), open({ '^x-': text }), [`variable-closed ${at('^x-')}`]],
    ['are no longer restricted in an open object', open({ '^x-': text }), open(), [`variable-opened ${at('^x-')}`]],
    ['are refused by name in a closed object', closed(), closed({ '^x-': false }), []],
    ['are accepted by name in an open object', open(), open({ '^x-': true }), []],
    [
      'become of another type',
      closed({ '^x-': text }),
      closed({ '^x-': { type: 'integer' } }),
      [`variable-type-narrowed ${at('^x-', '.type')}`],
    ],
    [
      'become longer',
      closed({ '^x-': { ...text, maxLength: 3 } }),
      closed({ '^x-': { ...text, maxLength: 4 } }),
      [`variable-range-widened ${at('^x-', '.maxLength')}`],
    ],
    [
      'get another schema than the other undeclared ones had',
      object({}, { additionalProperties: text }),
      object({}, { additionalProperties: text, patternProperties: { '^x-': { ...text, maxLength: 4 } } }),
      [`variable-range-narrowed ${at('^x-', '.maxLength')}`],
    ],
    [
      'are followed through references',
      { ...closed({ '^x-': { $ref: '#/$defs/it' } }), $defs: { it: text } },
      { ...closed({ '^x-': { $ref: '#/$defs/it' } }), $defs: { it: { type: 'integer' } } },
      [`variable-type-narrowed ${at('^x-', '.type')}`],
    ],
    [
      'restrict a declared property as well',
      closed(undefined, { 'x-a': {} }),
      closed({ '^x-': text }, { 'x-a': {} }),
      [`variable-condition-added ${at('^x-')}`, `variable-opened ${at('^x-')}`],
    ],
    [
      'no longer restrict a declared property',
      closed({ '^x-': text }, { 'x-a': {} }),
      closed(undefined, { 'x-a': {} }),
      [`variable-closed ${at('^x-')}`, `variable-condition-removed ${at('^x-')}`],
    ],
    [
      'restrict those of another pattern as well',
      closed({ '^x': text }),
      closed({ '^x': text, '^x-': { maxLength: 4 } }),
      [`variable-condition-added ${at('^x-')}`],
    ],
    [
      'no longer restrict those of another pattern as well',
      closed({ '^x': text, '^x-': { maxLength: 4 } }),
      closed({ '^x': text }),
      [`variable-condition-removed ${at('^x-')}`],
    ],
    [
      'are refused where a pattern that remains begins with more letters',
      closed({ '^x': text, '^x-': { maxLength: 4 } }),
      closed({ '^x-': { maxLength: 4 } }),
      [`variable-closed ${at('^x')}`],
    ],
    ['may be anything, as those of another pattern', closed({ '^x': text }), closed({ '^x': text, '^x-': {} }), []],
    [
      'are no longer accepted where the others are not evaluated',
      object({}, { patternProperties: { '^x-': text }, unevaluatedProperties: false }),
      object({}, { unevaluatedProperties: false }),
      [`variable-closed ${at('^x-')}`],
    ],
    [
      'may restrict those of a pattern whose last letter need not be there',
      closed({ '^xy?': text }),
      closed({ '^xy?': text, '^xz': { maxLength: 4 } }),
      [`variable-condition-added ${at('^xz')}`, `variable-opened ${at('^xz')}`],
    ],
    [
      'may restrict those of a pattern with an alternative',
      closed({ '^a|b': text }),
      closed({ '^a|b': text, '^x': { maxLength: 4 } }),
      [`variable-condition-added ${at('^x')}`, `variable-opened ${at('^x')}`],
    ],
    [
      'are apart from those that begin with other letters',
      closed({ '^x-': text }),
      closed({ '^x-': text, '^y-': text }),
      [`variable-opened ${at('^y-')}`],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(found(before, after).sort()).toEqual(expected);
  });
});

describe('properties of an output by a pattern of their names', () => {
  const output = (rest: object) => object({}, rest);
  const patternProperties = { '^x-': { type: 'string' } };
  const at = 'expectedOutputs.result.patternProperties["^x-"]';

  it.each<[string, object, object, string[]]>([
    [
      'are no longer described, and may be anything',
      output({ patternProperties }),
      output({}),
      [`output-type-widened ${at}.type`],
    ],
    ['are now described', output({}), output({ patternProperties }), [`output-type-narrowed ${at}.type`]],
    [
      'are described as others',
      output({ patternProperties, additionalProperties: { type: 'integer' } }),
      output({ additionalProperties: { type: 'integer' } }),
      [`output-type-widened ${at}.type`],
    ],
    [
      'are now there',
      output({ additionalProperties: false }),
      output({ patternProperties, additionalProperties: false }),
      [`output-opened ${at}`],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(found(before, after, 'outputs').sort()).toEqual(expected);
  });

  it('are compared up to the limit of values, however many patterns and names there are', () => {
    const names = (letter: string) =>
      Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`${letter}${index}`, {}]));
    const before = output({ properties: names('a'), patternProperties: names('^b') });
    const after = output({ properties: names('a'), patternProperties: names('^c') });
    expect(found(before, after, 'outputs')).toContain('too-large ');
  });
});

describe('a condition of an object that both versions have', () => {
  const given = (keyword: string, value: unknown) => object({}, { [keyword]: value });
  it.each<[string, string, unknown, unknown, string[]]>([
    [
      'names that may be shorter',
      'propertyNames',
      { minLength: 3 },
      { minLength: 2 },
      ['variable-range-widened variables.propertyNames.minLength'],
    ],
    [
      'names that must be longer',
      'propertyNames',
      { minLength: 3 },
      { minLength: 4 },
      ['variable-range-narrowed variables.propertyNames.minLength'],
    ],
    ['no name at all', 'propertyNames', { minLength: 3 }, false, ['variable-closed variables.propertyNames']],
    [
      'no property that is not evaluated',
      'unevaluatedProperties',
      { type: 'string' },
      false,
      ['variable-closed variables.unevaluatedProperties'],
    ],
    [
      'other properties that are not evaluated',
      'unevaluatedProperties',
      { type: 'string' },
      { type: ['string', 'null'] },
      ['variable-type-widened variables.unevaluatedProperties.type'],
    ],
    [
      'one more that must be given with another',
      'dependentRequired',
      { a: ['b'] },
      { a: ['c', 'b'] },
      ['variable-condition-added variables.dependentRequired.a'],
    ],
    [
      'one that need not be given with another any more',
      'dependentRequired',
      { a: ['b', 'c'], d: ['e'] },
      { a: ['c'] },
      [
        'variable-condition-removed variables.dependentRequired.a',
        'variable-condition-removed variables.dependentRequired.d',
      ],
    ],
    [
      'another one that must be given',
      'dependentRequired',
      { a: ['b'] },
      { a: ['c'] },
      [
        'variable-condition-added variables.dependentRequired.a',
        'variable-condition-removed variables.dependentRequired.a',
      ],
    ],
    [
      'what cannot be compared',
      'not',
      { required: ['a'] },
      { required: ['b'] },
      ['variable-condition-changed variables.not'],
    ],
  ])('%s', (_, keyword, before, after, expected) => {
    expect(found(given(keyword, before), given(keyword, after)).sort()).toEqual(expected);
  });
});
