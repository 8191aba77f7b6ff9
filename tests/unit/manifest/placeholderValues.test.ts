import { describe, expect, it } from 'vitest';
import {
  blankReferences,
  isMixed,
  isPlaceholder,
  isSequence,
  sortsOf,
  withoutReferences,
} from '../../../packages/manifest/secrets/placeholderValues.ts';

describe('a reference', () => {
  it.each([
    '${A}',
    '${_a_Z9}',
    '${A:-}',
    '${secret:A1}',
    '${env:A1}',
    '${input:a}',
    `\${input:${'aZ0_.-'.repeat(16)}aZ0_}`,
    '{{}}',
    '{{ a.b }}',
    `{{${'ab.1 '.repeat(40)}}}`,
  ])('is replaced: %s', (text) => {
    expect(withoutReferences(`a${text}b`)).toBe('a b');
    expect(blankReferences(`a${text}b`)).toBe(`a${' '.repeat(text.length)}b`);
  });

  it.each([
    '${}',
    '${9A}',
    '${A-B}',
    '${A:-b}',
    '${other:A}',
    '${input:}',
    '${input:a b}',
    `\${input:${'aZ0_.-'.repeat(16)}aZ0_.}`,
    '{a}',
    '{{a{b}}',
    `{{${'ab.1 '.repeat(40)}a}}`,
  ])('is not %s', (text) => {
    expect(withoutReferences(`a${text}b`)).toBe(`a${text}b`);
    expect(blankReferences(`a${text}b`)).toBe(`a${text}b`);
  });
});

describe('a placeholder', () => {
  it.each([
    'changeme',
    'change-me',
    'change_me',
    'CHANGE ME',
    '<key>',
    '<>',
    '<a key>',
    'q7z***',
    'q7zxxxxx',
    'q7z…',
    'q7z...',
  ])('is %s', (text) => expect(isPlaceholder(text)).toBe(true));

  it.each(['change.me', 'change--me', 'q7z<kmv', 'q7z>kmv', 'q7z**k', 'q7zxxxx', 'q7z..k'])('is not %s', (text) =>
    expect(isPlaceholder(text)).toBe(false),
  );
});

describe('counting', () => {
  it.each([
    '123456789',
    '1234567890',
    '0123456789',
    '01234567890',
    '123456',
    '0123456',
    '123456789',
    '0123456789abcdefghij',
  ])('is %s', (text) => expect(isSequence(text)).toBe(true));

  // At most a fifth of the text may be left without what counts.
  it.each([
    ['1234567890', 2],
    ['123456789', 2],
    ['01234567890', 2],
    ['0123456789', 2],
    ['123456', 1],
    ['0123456', 1],
    ['0123456780123456', 1],
  ])('%s may be followed by %i other characters', (text, others) => {
    expect(isSequence(text + 'q7k9'.slice(0, others))).toBe(true);
    expect(isSequence(text + 'q7k9m'.slice(0, others + 1))).toBe(false);
  });
});

it('has lower-case letters, capitals and digits when it is mixed', () => {
  expect(isMixed('-aB3')).toBe(true);
  for (const text of ['aB-', 'a3-', 'B3-', '']) expect(isMixed(text)).toBe(false);
  expect(sortsOf('azAZ09-é')).toEqual([0, 0, 1, 1, 2, 2, -1, -1]);
});
